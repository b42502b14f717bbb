/** The server of a run: the shipped archive service on a disk in memory, with what is around it made plain. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import { createArchiveService, type ArchiveService } from '../../../shared/sync/archive/archive-service.ts';
import { judge } from '../../../shared/sync/archive/judge.ts';
import type { ArchiveFacts } from '../../../shared/sync/archive/archive-store.ts';
import type {
  Caller,
  Incoming,
  Membership,
  SnapshotShelf,
} from '../../../shared/sync/archive/service-deps.ts';
import type { Limits } from '../../../shared/sync/wire/limits.ts';
import { LIMITS } from '../../../shared/sync/wire/limits.ts';
import type { PutRow, SnapshotManifest } from '../../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import { archiveTables, EMPTY_LOG_HASH } from '../stores/archive-tables.ts';
import { createMemoryArchive } from '../stores/memory-archive.ts';
import { Crash, createMemoryDb, type MemoryDb } from '../stores/memory-db.ts';
import { backUpFiles } from './files.ts';
import { serverGuard } from './guards.ts';
import { readMessage, type CallName } from './line.ts';
import { decodeAtServer, type Version } from './programs.ts';
import { sha256 } from '../../../node/sha256.ts';
import type { WorldDeps } from './world.ts';

export type SimServer = {
  disk(): MemoryDb;
  version(): Version;
  upgrade(): void;
  setSkew(ms: number): void;
  /** Answers one request's text; a crash on the way is a server that does not answer and begins again. */
  handle(
    caller: Caller,
    call: CallName,
    text: string,
    isSure?: boolean,
  ): Promise<Result<string, ProblemCode>>;
  /** The calls as the administrator makes them. */
  service(): ArchiveService;
  restart(): void;
  /** The image of the disk as it is. */
  backup(verified: boolean): MemoryDb;
  /** Which life of its files: a restored server begins a new one, whatever it tells of its log. */
  generation(): number;
  restore(image: MemoryDb, newEpoch: boolean): void;
};

export function createSimServer(world: WorldDeps, membership: () => Membership): SimServer {
  const { ids, clock, ledger, counts } = world;
  let disk = createMemoryDb();
  let version: Version = 'present';
  let skew = 0;
  let generation = 0;
  let call: string = 'start';
  /** Beside the archive's file, and not part of its backup. */
  const shelf = createShelf(world);
  const first: ArchiveFacts = {
    archive: world.archive,
    epoch: ids.uuid(),
    head: 0,
    logHash: EMPTY_LOG_HASH,
    durable: 0,
  };
  disk.transaction('@create', () => archiveTables(disk).facts.put('facts', first));
  let service = start();

  function start(): ArchiveService {
    disk.plan(null);
    disk.guard(serverGuard(ledger));
    const { pushOps, pullOps } = world.limits;
    const limits: Limits = { ...LIMITS, pushOps, pullEntries: pullOps, historyOps: pullOps };
    return createArchiveService({
      store: createMemoryArchive(disk, () => call),
      shelf,
      hash: sha256,
      now: () => clock.now() + skew,
      newId: () => ids.uuid(),
      membership: () => Promise.resolve(membership()),
      verify: world.verify,
      decode: decodeAtServer(version),
      judge: (incoming, members) => judge(incoming, members) ?? (isHuge(incoming) ? 'TOO_LARGE' : null),
      limits,
    });
  }

  const restart = (): void => {
    counts.add('serverRestarted');
    service = start();
  };

  const answer = async (
    caller: Caller,
    name: CallName,
    text: string,
    isSure: boolean,
  ): Promise<Result<string, ProblemCode>> => {
    const ask = readMessage(name, 'ask', text, isSure);
    if (ask === undefined) return fail('BAD_REQUEST');
    call = name;
    const wire = service.as(caller);
    const handle = wire[name] as (ask: unknown) => Promise<Result<unknown, ProblemCode>>;
    const result = await handle(ask);
    return result.ok ? ok(JSON.stringify(result.value)) : result;
  };

  return {
    disk: () => disk,
    version: () => version,
    upgrade() {
      version = 'newer';
      restart();
    },
    setSkew(ms) {
      skew = ms;
    },
    service: () => service,
    restart,
    async handle(caller, name, text, isSure = false) {
      try {
        return await answer(caller, name, text, isSure);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        counts.add(`crash server ${error.message.slice('crash at '.length).replace(/\d+$/, '')}`);
        restart();
        return fail('OFFLINE');
      }
    },
    backup(verified) {
      if (verified) publish(disk);
      return disk.copy();
    },
    generation: () => generation,
    restore(image, newEpoch) {
      generation++;
      disk = image.copy();
      if (newEpoch) {
        disk.transaction('@restore', () => {
          const { facts } = archiveTables(disk);
          facts.put('facts', { ...(facts.get('facts') ?? first), epoch: ids.uuid() });
        });
      }
      restart();
    },
  };
}

/** A word in a value stands for more than the server takes without a person's look. */
export const HUGE = 'огромный';

function isHuge({ ops }: Incoming): boolean {
  return ops.some((op) => op.known !== null && JSON.stringify(op.known.f).includes(HUGE));
}

/** What a verified backup tells: everything up to here is kept twice. */
function publish(disk: MemoryDb): void {
  disk.transaction('@publish', () => {
    const { facts, places } = archiveTables(disk);
    const now = facts.get('facts');
    if (now !== undefined) facts.put('facts', { ...now, durable: now.head });
    const before = [...places.values()];
    for (const place of before) places.put(place.replica, { ...place, durable: place.seq });
    backUpFiles(disk);
  });
}

function createShelf({ ids, limits }: WorldDeps): SnapshotShelf {
  const kept: { manifest: SnapshotManifest; parts: PutRow[][] }[] = [];
  return {
    newest: () => Promise.resolve(kept.at(-1)?.manifest ?? null),
    async keep(head, rows) {
      const all: PutRow[] = [];
      for await (const part of rows) all.push(...part);
      const parts: PutRow[][] = [];
      for (let at = 0; at < all.length; at += limits.partRows)
        parts.push(all.slice(at, at + limits.partRows));
      const manifest: SnapshotManifest = {
        ...head,
        id: head.id ?? ids.uuid(),
        records: all.length,
        parts: parts.map((part, n) => ({ n, rows: part.length, bytes: part.length, sha256: '0'.repeat(64) })),
      };
      kept.push({ manifest, parts });
      return manifest;
    },
    part: ({ snapshot, n }) =>
      Promise.resolve(kept.find(({ manifest }) => manifest.id === snapshot)?.parts[n] ?? null),
  };
}
