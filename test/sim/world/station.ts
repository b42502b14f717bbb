/**
 * A station of a run: a disk in memory, and a process on it that may die at any time. It writes with the shipped op writer
 * and speaks with the shipped session; only the disk, the line and the clock are made up.
 */
import { createOpWriter, type OpWriter } from '../../../electron/services/journal/op-writer.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { createStationStore } from '../../../shared/sync/station/create-station-store.ts';
import type { RoundDeps, RoundResult } from '../../../shared/sync/station/round-deps.ts';
import { syncRound } from '../../../shared/sync/station/session.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import { sealText } from '../../../shared/sync/chain.ts';
import { LIMITS } from '../../../shared/sync/wire/limits.ts';
import type { Segment, SeqVector } from '../../../shared/sync/wire/messages.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Touched } from '../../../electron/services/journal/record-store.ts';
import { Crash, createMemoryDb, type MemoryDb } from '../stores/memory-db.ts';
import { memoryWriterDeps, renewAll } from '../stores/memory-journal.ts';
import { createMemoryRows } from '../stores/memory-rows.ts';
import { newReplica, stationTables, type StationTables } from '../stores/station-tables.ts';
import { stationGuard } from './guards.ts';
import { createLine, type Line } from './line.ts';
import { decodeAs, type Version } from './programs.ts';
import { sha256 } from '../../../node/sha256.ts';
import type { WorldDeps } from './world.ts';

export type Writer = 'window' | 'jobs';

/** What one life of a program has in memory: gone when it dies. */
export type Process = {
  readonly store: StationStore;
  readonly line: Line;
  readonly writer: OpWriter;
  /** The session under way; it fails with a crash when the process dies in it. */
  session: Promise<RoundResult> | null;
  /** What the server said in the last good round: most rounds go on from there, without a hello. */
  known: Known | null;
  /** What the last written change touched, for taking it back. */
  last: readonly Touched[];
};

type Known = Omit<NonNullable<RoundDeps['fresh']>, 'isPoked'>;

export type SimStation = {
  readonly name: string;
  /** Whose key it signs with: that of the machine it was enrolled on, copied with the folder. */
  readonly device: string;
  disk(): MemoryDb;
  tables(): StationTables;
  process(): Process;
  version(): Version;
  upgrade(): void;
  setSkew(ms: number): void;
  now(): number;
  states(): RecordState[];
  /** Runs what may die with the process; answers whether it lived. */
  alive(work: () => Promise<void> | void): Promise<boolean>;
  /** The process ends as it stands, and begins again. */
  restart(): void;
  /** Starts a session when there is none. */
  talk(): Promise<RoundResult>;
  /** What is beyond a vector, for a disk, with the seals of this device and of those it carries for. */
  carry(vector: SeqVector): Promise<Segment[]>;
  /** Writes acts in one local transaction; more than one are a step. Answers false when the program refused them. */
  write(acts: readonly (readonly Edit[])[], writer: Writer, isReversal?: boolean): boolean;
  /** The data folder becomes this image; `noticed`: the program sees that it was restored, or is on another machine. */
  replaceDisk(image: MemoryDb, noticed: boolean): void;
};

export type StationOptions = {
  readonly name: string;
  readonly device: string;
  /** An image to begin with; null: an empty journal of the archive. */
  readonly image: MemoryDb | null;
  readonly noticed: boolean;
  readonly version: Version;
};

export function createSimStation(world: WorldDeps, options: StationOptions): SimStation {
  const { ids, clock, ledger, counts } = world;
  const { name, device } = options;
  let disk = options.image === null ? emptyDisk(world) : options.image.copy();
  let version = options.version;
  let skew = 0;
  let call = 'start';
  if (options.noticed) renew();
  let process = start();

  function renew(): void {
    disk.transaction('@renew', () => renewAll(stationTables(disk), () => ids.replica()));
  }

  function start(): Process {
    disk.plan(null);
    disk.guard(stationGuard(name, ledger));
    const here = disk;
    const rows = createMemoryRows(here, () => ids.replica());
    const deps = {
      transaction: <T>(work: (of: typeof rows) => T): T => here.transaction(call, () => work(rows)),
      picture: <T>(work: (of: typeof rows) => T): T => work(rows),
      hash: sha256,
      now,
      decode: decodeAs(version),
    };
    const tables = stationTables(here);
    const store = createStationStore(deps);
    call = 'settleHeld';
    store.settleHeld();
    return {
      store: named(store, (each) => {
        call = each;
      }),
      line: createLine(world.isTrusting),
      writer: createOpWriter(memoryWriterDeps(tables, rows)),
      session: null,
      known: null,
      last: [],
    };
  }

  function now(): number {
    return clock.now() + skew;
  }

  const restart = (): void => {
    counts.add('stationRestarted');
    process = start();
  };

  const write = (acts: readonly (readonly Edit[])[], by: Writer, isReversal = false): boolean => {
    const step = ids.uuid();
    try {
      disk.transaction('commit', () => {
        const session = process.writer.begin(by, now());
        const touched: Touched[] = [];
        for (const [i, edits] of acts.entries()) {
          const isLast = i === acts.length - 1;
          const st =
            acts.length === 1 ? {} : { step: isLast ? ([step, i, true] as const) : ([step, i] as const) };
          const act = { id: ids.uuid(), edits, isReversal, ...(st as { step?: [string, number] }) };
          touched.push(...session.write(act));
        }
        session.end();
        process.last = touched;
      });
      return true;
    } catch (error) {
      if (!(error instanceof TroubleError)) throw error;
      counts.add(`refused ${error.code}`);
      return false;
    }
  };

  /** Three of four rounds go on from the last one, until the quiet end. */
  let rounds = 0;
  const converse = async (mine: Process): Promise<RoundResult> => {
    const isShort = !world.isCalm() && ++rounds % 4 !== 0;
    const { store, line, known } = mine;
    const result = await syncRound({
      store,
      wire: line.wire,
      device,
      sign: (bytes) => Promise.resolve(world.sign(device, bytes)),
      about: () => ({ app: '1', now: new Date(now()).toISOString(), files: 0 }),
      snapshotFrom: world.limits.snapshotFrom,
      historyPieces: world.isCalm() ? 1000 : world.limits.historyPieces,
      ...(isShort && known !== null ? { fresh: { ...known, isPoked: rounds % 2 === 0 } } : {}),
    });
    const { hello, head, problem } = result;
    mine.known = problem === null && hello !== null && head !== null ? { hello, head } : null;
    return result;
  };

  return {
    name,
    device,
    disk: () => disk,
    tables: () => stationTables(disk),
    process: () => process,
    version: () => version,
    upgrade() {
      version = 'newer';
      restart();
    },
    setSkew(ms) {
      skew = ms;
    },
    now,
    states: () => [...stationTables(disk).records.values()].map((doc) => JSON.parse(doc) as RecordState),
    async alive(work) {
      try {
        await work();
        return true;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        counts.add(`crash station ${error.message.slice('crash at '.length).replace(/ \d+$/, '')}`);
        restart();
        return false;
      }
    },
    restart,
    talk() {
      process.session ??= converse(process);
      return process.session;
    },
    async carry(vector) {
      const { store } = process;
      const { segments, ends } = await store.segmentsAfter({ vector, limits: LIMITS });
      const seals = ends.map((end) => ({
        ...end,
        device,
        signature: world.sign(device, sealText(world.archive, end)),
      }));
      await store.keepSeals(seals);
      return segments.map((segment) => {
        const seal = seals.find(({ replica }) => replica === segment.replica) ?? segment.seal;
        return seal === undefined ? segment : { ...segment, seal };
      });
    },
    write,
    replaceDisk(image, noticed) {
      disk = image.copy();
      if (noticed) renew();
      restart();
    },
  };
}

function emptyDisk(world: WorldDeps): MemoryDb {
  const disk = createMemoryDb();
  disk.transaction('@create', () => {
    const { meta, replicas } = stationTables(disk);
    meta.put('archive', world.archive);
    meta.put('person', world.person);
    for (const writer of ['window', 'jobs']) {
      const fresh = newReplica(world.ids.replica(), writer);
      replicas.put(fresh.id, fresh);
    }
  });
  return disk;
}

/** The store, telling the name of each call before it is made. */
function named(store: StationStore, tell: (call: string) => void): StationStore {
  const calls = Object.entries(store).map(([name, call]) => [
    name,
    (...given: unknown[]): unknown => {
      tell(name);
      return (call as (...of: unknown[]) => unknown)(...given);
    },
  ]);
  return Object.fromEntries(calls) as StationStore;
}
