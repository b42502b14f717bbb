/**
 * What goes on between this station and its centre: the link, who is signed in, the line, the rounds, and whether they should be made.
 * The calls of `centre.ts` change these facts and let `settle` bring the rest in line with them.
 */
import type { SyncPlan, SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { StationFacts } from '../../../shared/sync/station/station-store.ts';
import type { HelloAnswer } from '../../../shared/sync/wire/messages.ts';
import { openCentreMemory, type CentreMemory } from './centre-memory.ts';
import { openConnection, type Connection } from './connection.ts';
import { deviceKey, type DeviceKey, type DeviceSecret } from './device-key.ts';
import { createPoke } from './line/poke.ts';
import { forgetLink, linkStateOf, readLink, writeLink, type Link } from './link.ts';
import { createLoop, type Loop, type RoundEnd } from './loop.ts';
import type { Cause } from './next-round.ts';
import { openPeople, type People } from './people.ts';
import type { Rounds } from './round.ts';
import { watchWire } from './watched-wire.ts';

export type Pause = NonNullable<SyncStatus['pause']>;
export type LineSettings = { readonly plan: SyncPlan; readonly pause: Pause | null };

/** What a round is made with; `connection.wire` is watched. */
export type Over = {
  readonly connection: Connection;
  readonly device: string;
  /** Null: it cannot be read, and no call that needs it is made. */
  readonly key: DeviceKey | null;
};

export type EngineDeps = {
  /** The data folder's `sync`. */
  readonly folder: string;
  /** The program's version. */
  readonly app: string;
  /** The archive that this data folder holds. */
  readonly archive: RecordId;
  readonly settings: LineSettings;
  /** Null: there is none yet, or it cannot be read. */
  readonly key: DeviceSecret | null;
  readonly rounds: Rounds;
  /** What the journal knows: the replicas that this folder writes with, and what waits. */
  readonly facts: () => Promise<Pick<StationFacts, 'own' | 'held' | 'missing' | 'mine' | 'durable'>>;
  /** Something is another; many a second while much goes on. */
  readonly onChange: () => void;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  readonly reportBug: (error: unknown) => void;
  readonly now?: () => number;
};

export type Engine = {
  readonly people: People;
  readonly memory: CentreMemory;
  readonly loop: Loop;
  readonly deps: EngineDeps;
  link(): Link | null;
  linkState(): SyncStatus['link'];
  /** Null while there is no link. */
  connection(): Connection | null;
  key(): DeviceKey | null;
  plan(): SyncPlan;
  isPaused(): boolean;
  /**
   * Keeps what is made of the link that is kept by then, or none; one change after the other. `reconnect` follows where the line is
   * another.
   */
  changeLink(make: (link: Link | null) => Link | null): Promise<void>;
  setPlan(plan: SyncPlan): void;
  setPause(pause: Pause | null): void;
  /** The key from now on; `reconnect` follows. */
  setKey(secret: DeviceSecret): void;
  /** Takes up the line, or leaves it, as link, pause and person want it now. */
  settle(): Promise<void>;
  /** The same after a change of the line's own facts: everything that stands on it begins anew. */
  reconnect(): Promise<void>;
  close(): Promise<void>;
};

/** The machine slept when its clock has gone on for so much longer than a timer. */
const TICK_MS = 10_000;
const SLEPT_MS = 30_000;

export async function openEngine(deps: EngineDeps): Promise<Engine> {
  const { folder, app, onChange, log, now = Date.now } = deps;
  let { plan, pause } = deps.settings;
  let key = deps.key === null ? null : deviceKey(deps.key);
  let link = await readLink(folder);
  let connection: Connection | null = null;
  const people = await openPeople(folder, now);
  const memory = await openCentreMemory({ folder, now, onChange });
  const loop = createLoop({ round: makeRound, onChange, report: deps.reportBug, now });
  const poke = createPoke({ calls: () => connection?.calls ?? null, onHead: heardHead });
  let pokedHead = 0;
  let isClosed = false;

  /** Our own push makes the log grow too: only what is beyond it is news. */
  function heardHead(head: number): void {
    pokedHead = head;
    if (loop.state().state !== 'working' && head > deps.rounds.head()) loop.poked();
  }

  async function makeRound(signal: AbortSignal, cause: Cause): Promise<RoundEnd> {
    if (connection === null || link === null) return { kind: 'cut' };
    const listener = {
      activity: memory.setActivity,
      contact: memory.contact,
      hello: (answer: HelloAnswer, clockMs: number) =>
        void memory.hello(answer, clockMs).catch(deps.reportBug),
    };
    const watched = { ...connection, wire: watchWire(connection.wire, listener, now) };
    const over = { connection: watched, device: link.device.id, key };
    const end = await deps.rounds.round(over, signal, cause);
    memory.setActivity(null);
    const { held, missing, mine, durable } = await deps.facts();
    const unsecured = mine.reduce((sum, [id, acked]) => sum + acked - (durable[id] ?? 0), 0);
    memory.setWaiting({ held, older: missing, unsecured });
    if (end.kind === 'complete') await memory.complete();
    else if (end.kind !== 'cut') log('sync.trouble', { ...end.details, code: end.code });
    // At the very end: what the centre told until now is heard by nobody else.
    if (end.kind === 'complete' && pokedHead > deps.rounds.head()) {
      // Once: a centre that was set back has a shorter log than it told of before.
      pokedHead = 0;
      loop.poked();
    }
    return end;
  }

  const inTurn = createTurns();
  const changeLink = (make: (link: Link | null) => Link | null): Promise<void> =>
    inTurn('link', async () => {
      const next = make(link);
      if (next !== null && next === link) return;
      await (next === null ? forgetLink(folder) : writeLink(folder, next));
      link = next;
    });

  const linkState = (): SyncStatus['link'] => linkStateOf(link, deps.archive);

  async function settle(): Promise<void> {
    // What is still on its way when the program ends takes nothing up.
    if (isClosed) return;
    const isAtWork = linkState() === 'linked' && pause === null && people.signedIn() !== null;
    if (!isAtWork) {
      poke.stop();
      await loop.stop();
    }
    if (link === null) {
      connection?.close();
      connection = null;
    } else connection ??= openConnection({ link, proxy: plan.proxy, app, key, people, loop });
    if (isAtWork) {
      poke.start();
      loop.start();
    }
    onChange();
  }

  let ticked = now();
  const ticker = setInterval(() => {
    const slept = now() - ticked > SLEPT_MS;
    ticked = now();
    if (pause !== null && pause.until !== null && Date.parse(pause.until) <= ticked) {
      pause = null;
      void settle().catch(deps.reportBug);
      return;
    }
    if (!slept) return;
    log('sync.woke');
    connection?.renew();
    poke.again();
    loop.poked();
  }, TICK_MS).unref();

  return {
    people,
    memory,
    loop,
    deps,
    link: () => link,
    linkState,
    connection: () => connection,
    key: () => key,
    plan: () => plan,
    isPaused: () => pause !== null,
    changeLink,
    setPlan(next) {
      plan = next;
    },
    setPause(next) {
      pause = next;
    },
    setKey(secret) {
      key = deviceKey(secret);
    },
    settle,
    async reconnect() {
      poke.stop();
      await loop.stop();
      connection?.close();
      connection = null;
      await settle();
    },
    async close() {
      isClosed = true;
      clearInterval(ticker);
      poke.stop();
      await loop.stop();
      connection?.close();
    },
  };
}
