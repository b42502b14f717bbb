/** A server's side of one archive: the calls of the wire over a store, bound to who calls. */
import { fail, ok } from '../../result.ts';
import { decodeOp } from '../op-bytes.ts';
import { SCHEMA_VERSION } from '../op.ts';
import { LIMITS } from '../wire/limits.ts';
import type { SnapshotManifest } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';
import type { ArchiveRead } from './archive-store.ts';
import { decide, readAttention } from './attention.ts';
import { answerHello } from './hello.ts';
import { judge } from './judge.ts';
import { readPage } from './pull.ts';
import { takePush } from './push.ts';
import { readHistory, readRecords } from './records.ts';
import type { ArchiveServiceDeps, Caller, ServiceTools } from './service-deps.ts';
import { settleServerHeld } from './server-steps.ts';
import { layOnShelf } from './snapshot.ts';

/** A newer snapshot is made when a station would have to pull more than so many entries after the last one. */
const SNAPSHOT_AGE_ENTRIES = 50_000;

export type ArchiveService = {
  /** The wire as this caller has it; each call a transaction or an unchanging picture. */
  as(caller: Caller): Wire;
  /** Makes a snapshot now; null for an empty archive. */
  makeSnapshot(): Promise<SnapshotManifest | null>;
};

export function createArchiveService(deps: ArchiveServiceDeps): ArchiveService {
  const { store, shelf } = deps;
  const tools: ServiceTools = {
    hash: deps.hash,
    now: deps.now,
    verify: deps.verify,
    decode: deps.decode ?? decodeOp,
    judge: deps.judge ?? judge,
    limits: deps.limits ?? LIMITS,
    schema: deps.schema ?? { min: 1, max: SCHEMA_VERSION },
  };
  const { limits } = tools;
  let making: Promise<SnapshotManifest | null> | null = null;
  let settled: Promise<void> | null = null;

  /** What an older program of this server had to leave waiting is applied before anything is answered. */
  async function ready(): Promise<void> {
    settled ??= settle().catch((error: unknown) => {
      settled = null;
      throw error;
    });
    await settled;
  }

  async function settle(): Promise<void> {
    const waiting = await store.read((tx) => tx.held(null, null, 1));
    if (waiting.length > 0) await store.write((tx) => settleServerHeld(tx, tools.decode));
  }

  async function read<T>(work: (tx: ArchiveRead) => Promise<T>): Promise<T> {
    await ready();
    return store.read(work);
  }

  /** One at a time, however many stations begin at once. */
  async function makeSnapshot(): Promise<SnapshotManifest | null> {
    making ??= store
      .read((tx) => layOnShelf(tx, shelf, deps.newId()))
      .finally(() => {
        making = null;
      });
    return making;
  }

  /** The newest one that is of this log, or a fresh one. */
  async function snapshot(): Promise<SnapshotManifest | null> {
    const newest = await shelf.newest();
    if (newest === null) return makeSnapshot();
    const { srv, epoch, hash } = newest.cursor;
    const isGood = await store.read(async (tx) => {
      const facts = await tx.facts();
      const [here] = await tx.logHashes([srv]);
      const isOfLog = facts.epoch === epoch && here?.hash.startsWith(hash) === true;
      return isOfLog && facts.head - srv <= SNAPSHOT_AGE_ENTRIES;
    });
    return isGood ? newest : makeSnapshot();
  }

  return {
    makeSnapshot,
    as: (caller) => ({
      hello: async (ask) => {
        await ready();
        const membership = await deps.membership();
        return store.read((tx) => answerHello(tx, tools, ask, membership));
      },
      push: async (ask) => {
        await ready();
        const membership = await deps.membership();
        return ok(await store.write((tx) => takePush(tx, tools, ask, caller, membership)));
      },
      pull: async (ask) => read((tx) => readPage(tx, ask, limits)),
      records: async (ask) => read((tx) => readRecords(tx, ask, limits)),
      snapshot: async () => {
        await ready();
        const manifest = await snapshot();
        return manifest === null ? fail('NOT_FOUND') : ok(manifest);
      },
      snapshotPart: async (ask) => {
        const rows = await shelf.part(ask);
        return rows === null ? fail('NOT_FOUND') : ok(rows);
      },
      history: async (ask) => read((tx) => readHistory(tx, ask, limits)),
      attention: async (ask) => ok(await read((tx) => readAttention(tx, ask))),
      decide: async (ask) => {
        await ready();
        return ok(await store.write((tx) => decide(tx, tools, ask, caller)));
      },
    }),
  };
}
