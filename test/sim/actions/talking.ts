/** Stations and the server speak, over a line that does what the script says. */
import type { RoundResult } from '../../../shared/sync/station/round-deps.ts';
import { OracleError } from '../oracles/oracle-error.ts';
import type { Fault } from '../script.ts';
import type { CallName } from '../world/line.ts';
import type { SimStation } from '../world/station.ts';
import type { World } from '../world/world.ts';
import type { ActionTable } from './action-table.ts';

/** More messages than this in one session is a session that does not end. */
const MAX_MESSAGES = 2000;

export const LINE_ACTIONS: ActionTable<'round' | 'talk' | 'until' | 'late' | 'garbage' | 'history'> = {
  round: (world, { s }) => finishRound(world, world.station(s)),
  talk: (world, { s, n, fault }) => talk(world, world.station(s), n, fault),
  until: (world, { s, call }) => talkUntil(world, world.station(s), call),
  async late(world, { m }) {
    const message = world.sent[m % Math.max(1, world.sent.length)];
    if (message === undefined) return null;
    await world.centreFor(message.device)(message.call, message.text);
    return `an old ${message.call} came once more`;
  },
  async garbage(world, { s, m, how }) {
    const message = world.sent[m % Math.max(1, world.sent.length)];
    if (message === undefined) return null;
    await world.centreFor(world.station(s).device)(message.call, garble(message.text, how));
    return `a ${message.call} came garbled`;
  },
  history: (world, { s }) => fetchHistory(world, world.station(s)),
};

/** Delivers message after message until the session has ended; goes on with one that is under way. */
export async function finishRound(world: World, station: SimStation): Promise<string> {
  let messages = 0;
  let result = '';
  const lived = await station.alive(async () => {
    const session = station.talk();
    for (;;) {
      const more = await next(station, session);
      if (!more) break;
      if (++messages > MAX_MESSAGES)
        throw new OracleError('ENDS', `${station.name} does not end its session`);
      await station.process().line.deliver('ok', world.centreFor(station.device));
    }
    result = told(await session);
    station.process().session = null;
  });
  return lived ? `${station.name} spoke ${messages} times: ${result}` : `${station.name} died`;
}

async function talk(world: World, station: SimStation, n: number, fault: Fault): Promise<string> {
  const said: string[] = [];
  const lived = await station.alive(async () => {
    const session = station.talk();
    for (let i = 0; i < n; i++) {
      if (!(await next(station, session))) {
        station.process().session = null;
        said.push(told(await session));
        return;
      }
      const { line } = station.process();
      const how = i === n - 1 ? fault : 'ok';
      said.push(`${line.waiting()?.call ?? '?'}${how === 'ok' ? '' : ` ${how}`}`);
      if (how !== 'ok') world.counts.add(`fault ${how}`);
      await line.deliver(how, world.centreFor(station.device));
    }
    // What the station makes of the last answer happens before anything else does.
    await next(station, session);
  });
  return `${station.name}: ${said.join(', ')}${lived ? '' : ', died'}`;
}

/** Leaves the station with this on its lips, so that others may act meanwhile. */
async function talkUntil(world: World, station: SimStation, call: CallName): Promise<string> {
  let end = `about to ${call}`;
  const lived = await station.alive(async () => {
    const session = station.talk();
    for (let i = 0; i < MAX_MESSAGES; i++) {
      if (!(await next(station, session))) {
        station.process().session = null;
        end = told(await session);
        return;
      }
      const { line } = station.process();
      if (line.waiting()?.call === call && i > 0) return;
      await line.deliver('ok', world.centreFor(station.device));
    }
  });
  return lived ? `${station.name}: ${end}` : `${station.name} died`;
}

function told({ pushed, pulled, history, renewed, problem }: RoundResult): string {
  const gave = renewed.map(({ from, to }) => `, ${from} is ${to} now`).join('');
  const why = problem === null ? '' : `, ${problem.code}`;
  return `pushed ${pushed}, pulled ${pulled}, history ${history}${gave}${why}`;
}

/** Waits until the station says something or ends; answers whether it said something. */
async function next(station: SimStation, session: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    station
      .process()
      .line.said()
      .then(() => true),
    session.then(() => false),
  ]);
}

async function fetchHistory(world: World, station: SimStation): Promise<string | null> {
  let ops = 0;
  const lived = await station.alive(async () => {
    const { store } = station.process();
    const ask = await store.missingHistory(world.limits.pullOps);
    if (ask === null) return;
    const result = await world.server.service().as(world.caller(station.device)).history(ask);
    if (result.ok) ops = (await store.takeHistory({ ask, answer: result.value })).ops;
  });
  return !lived ? `${station.name} died` : ops === 0 ? null : `${station.name} got ${ops} old ops`;
}

/** A message as a broken proxy, a broken program or a bad neighbour may send it. */
function garble(text: string, how: number): string {
  const at = how % Math.max(1, text.length);
  switch (how % 6) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return `${text.slice(0, at)}x${text.slice(at + 1)}`;
    case 3:
      return text.replaceAll(/\d/g, (digit, place: number) => (place % 7 === how % 7 ? '9' : digit));
    case 4:
      return text.replace('"items":[', '"items":["{}",');
    default:
      return text.replace(/"after":\d+/, `"after":${how % 5}`);
  }
}
