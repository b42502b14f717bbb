/** The oracles of a run: those that hold at every moment, and the quiet end after which everything must be everywhere. */
import { acceptAll } from '../actions/administrator.ts';
import { finishRound } from '../actions/talking.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { Ledger } from '../ledger.ts';
import { archiveTables, type ArchiveTables } from '../stores/archive-tables.ts';
import { textOf } from '../world/guards.ts';
import { ODD } from '../world/programs.ts';
import { settleFiles } from '../world/files.ts';
import type { SimStation } from '../world/station.ts';
import type { World } from '../world/world.ts';
import {
  checkCopies,
  checkForked,
  checkSame,
  checkSettled,
  checkValues,
  copiesNow,
  type Stranded,
} from './check-end.ts';
import { checkServer } from './check-server.ts';
import { checkStation, type Checked } from './check-station.ts';
import { OracleError } from './oracle-error.ts';

/** Rounds of all stations in which everything must have arrived. */
const MAX_ROUNDS = 12;

export function checkEverything(world: World): void {
  const server = archiveTables(world.server.disk());
  checkServer(server, world.ledger, world.server.version() === 'newer');
  for (const station of world.stations) checkStation(toChecked(station), server, world.ledger);
}

/** Nothing goes wrong any more, everybody speaks until nobody has anything to say; then everything is compared. */
export async function endRun(
  world: World,
  doAcceptAll: boolean,
  trace: (line: string) => void = () => undefined,
): Promise<void> {
  calm(world, doAcceptAll);
  checkEverything(world);
  await checkOthersGoOn(world);
  for (const program of [world.server, ...world.stations]) {
    if (program.version() === 'present') program.upgrade();
  }
  const members = world.stations.filter(({ device }) => !world.revoked.has(device));
  const copies = copiesNow(members.map(toChecked), archiveTables(world.server.disk()));
  let before = '';
  for (let round = 0; ; round++) {
    for (const station of members) {
      const told = await finishRound(world, station);
      trace(`end ${round} ${told}`);
      checkStation(toChecked(station), archiveTables(world.server.disk()), world.ledger);
    }
    if (doAcceptAll) await acceptAll(world);
    const now = digest(world, members);
    if (now === before) break;
    before = now;
    if (round === MAX_ROUNDS)
      throw new OracleError('ENDS', `after ${round} rounds there is still something to say`);
  }
  const server = archiveTables(world.server.disk());
  const stations = members.map(toChecked);
  checkEverything(world);
  const isStranded = await findStranded(members, world.ledger);
  checkSettled(stations, world.ledger, isStranded);
  checkCopies(copies, stations, server, await findCutOff(members));
  checkSame(stations, server, isStranded);
  checkForked(stations, server, world.ledger);
  checkValues(server, world.ledger, isStranded);
  for (const station of members) await checkFacts(station);
  settleFiles(world, members);
}

function calm(world: World, doAcceptAll: boolean): void {
  world.hasEnded = true;
  world.server.disk().plan(null);
  world.server.setSkew(0);
  for (const station of world.stations) {
    station.disk().plan(null);
    station.restart();
  }
  if (!doAcceptAll) return;
  world.revoked.clear();
  world.isPersonClosed = false;
}

/**
 * I17: an op that the server cannot read stops its own replica and nothing else: everybody comes to the log's end, and what
 * others wrote is there. Told where no numbers were given twice and no server was set back, so that nothing else delays it.
 */
async function checkOthersGoOn(world: World): Promise<void> {
  const members = world.stations.filter(({ device }) => !world.revoked.has(device));
  const isPlain = world.stations.every((station) => station.tables().forked.size === 0);
  if (!isPlain || world.server.generation() > 0 || !world.ledger.hasText(ODD)) return;
  for (let round = 0; round < 2; round++) for (const station of members) await finishRound(world, station);
  const server = archiveTables(world.server.disk());
  const last = members.at(-1);
  // Whoever came last brought something that those before have not heard of.
  if (last !== undefined && cursorOf(last) < (server.facts.get('facts')?.head ?? 0)) {
    throw new OracleError('OTHERS_GO_ON', `${last.name} does not come to the end of the log`);
  }
  for (const station of members) checkSoundReplicas(station, server);
}

function cursorOf(station: SimStation): number {
  const cursor = station.tables().cursors.get('cursor');
  return cursor !== undefined && 'srv' in cursor ? cursor.srv : 0;
}

function checkSoundReplicas(station: SimStation, server: ArchiveTables): void {
  const { replicas, ops } = station.tables();
  for (const { id, seq } of replicas.values()) {
    const own = Array.from({ length: seq }, (_, i) => ops.get(`${id}:${i + 1}`));
    const isOdd = own.some((op) => op !== undefined && textOf(op).includes(ODD));
    if (isOdd || (server.places.get(id)?.seq ?? 0) >= seq) continue;
    throw new OracleError(
      'OTHERS_GO_ON',
      `${station.name} does not bring ${id}, which nothing is wrong with`,
    );
  }
}

/** What must not change any more. */
function digest(world: World, members: readonly SimStation[]): string {
  const facts = archiveTables(world.server.disk()).facts.get('facts');
  const stations = members.map((station) => {
    const { meta, cursors, gaps, forked } = station.tables();
    return `${meta.get('pos') ?? 0} ${JSON.stringify(cursors.get('cursor') ?? null)} ${gaps.size} ${forked.size}`;
  });
  return [facts?.head, facts?.epoch, ...stations].join('\n');
}

/** Ops that nobody has the bytes of, and those that follow one: the chain cannot go on over what is missing. */
async function findCutOff(members: readonly SimStation[]): Promise<(id: string) => boolean> {
  const facts = await Promise.all(members.map((member) => member.process().store.facts()));
  const ranges = facts.flatMap(({ stranded }) => stranded);
  return (id) => {
    const { replica, seq } = readOpId(id);
    return ranges.some((range) => range.replica === replica && range.from <= seq);
  };
}

async function findStranded(members: readonly SimStation[], ledger: Ledger): Promise<Stranded> {
  const isCutOff = await findCutOff(members);
  /** Records that cannot be had whole by a station that holds what nobody else has. */
  const waiting = new Set<string>();
  for (const member of members) {
    const { stranded } = await member.process().store.facts();
    if (stranded.length > 0) for (const rec of member.tables().wanted.values()) waiting.add(rec);
  }
  return (rec) =>
    waiting.has(rec) || [...ledger.idsOf(rec)].some((id) => isCutOff(id) || ledger.isUntold(id));
}

/** The one line that people read tells the truth. */
async function checkFacts(station: SimStation): Promise<void> {
  const facts = await station.process().store.facts();
  if (facts.stranded.length === 0 && (facts.unsentOps > 0 || facts.unsentRecords > 0)) {
    throw new OracleError(
      'TOLD_TRULY',
      `${station.name} says ${facts.unsentOps} ops are not at the centre yet`,
    );
  }
  if (facts.forked !== station.tables().forked.size) {
    throw new OracleError('TOLD_TRULY', `${station.name} tells of ${facts.forked} forked ops`);
  }
}

function toChecked(station: SimStation): Checked {
  return { name: station.name, tables: station.tables(), knowsNewer: station.version() === 'newer' };
}
