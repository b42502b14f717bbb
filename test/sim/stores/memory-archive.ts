/** A server's archive in memory: what the server does with SQLite. Reads and writes come one at a time. */
import { must } from '../../../shared/must.ts';
import type {
  ArchiveRead,
  ArchiveStore,
  ArchiveWrite,
  OpKey,
  ReadEntry,
  SeqRange,
  ServerOp,
  WithheldRow,
} from '../../../shared/sync/archive/archive-store.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { archiveTables, type ArchiveTables } from './archive-tables.ts';
import type { MemoryDb } from './memory-db.ts';

/** @param call names the call that a write belongs to, for crashes */
export function createMemoryArchive(db: MemoryDb, call: () => string = () => 'write'): ArchiveStore {
  const tables = archiveTables(db);
  const read = readOf(tables);
  const write = { ...read, ...writeOf(tables) };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  return {
    read: (work) => inTurn(() => work(read)),
    write: (work) => inTurn(() => db.longTransaction(call(), () => work(write))),
  };
}

const keyOf = ({ replica, seq }: OpKey): string => `${replica}:${seq}`;

const isAfter = (key: OpKey, after: OpKey | null): boolean =>
  after === null || key.replica > after.replica || (key.replica === after.replica && key.seq > after.seq);

const inOrder = (a: OpKey, b: OpKey): number =>
  a.replica === b.replica ? a.seq - b.seq : a.replica < b.replica ? -1 : 1;

function readOf(tables: ArchiveTables): ArchiveRead {
  const { facts, places, ops, opsOfRecord, states, withheld, seals } = tables;
  const opsOf = ({ replica, from, to }: SeqRange, limit: number): ServerOp[] => {
    const found: ServerOp[] = [];
    for (let seq = from; seq <= to && found.length < limit; seq++) {
      const op = ops.get(`${replica}:${seq}`);
      if (op !== undefined) found.push(op);
    }
    return found;
  };
  return {
    facts: async () => must(facts.get('facts'), 'an archive'),
    places: async (replicas) =>
      [...places.values()].filter((place) => replicas === null || replicas.includes(place.replica)),
    opFacts: async (keys) => keys.flatMap((key) => ops.get(keyOf(key)) ?? []),
    ops: async (range, limit) => {
      const last = places.get(range.replica)?.seq ?? 0;
      return opsOf({ ...range, to: Math.min(range.to, last) }, limit);
    },
    held: async (replica, after, limit) =>
      [...tables.held.values()]
        .map((key) => must(ops.get(key), 'an op that waits'))
        .filter((op) => (replica === null || op.replica === replica) && isAfter(op, after))
        .sort(inOrder)
        .slice(0, limit),
    withoutOf: async (recs) =>
      recs.flatMap((rec) =>
        (opsOfRecord.get(rec) ?? [])
          .filter((key) => ops.get(key)?.status !== 'applied')
          .map((id) => ({ rec, id })),
      ),
    states: async (recs) => recs.flatMap((rec) => parsed(states.get(rec))),
    statesAfter: async (after, limit) =>
      [...states.entries()]
        .filter(([rec]) => after === null || rec > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .flatMap(([, doc]) => parsed(doc)),
    entries: async (after, limit, bytes) => entriesOf(tables, after, limit, bytes),
    logHashes: async (srvs) =>
      srvs.flatMap((srv) => {
        const entry = tables.log.get(String(srv));
        return entry === undefined ? [] : [{ srv, hash: entry.logHash }];
      }),
    seals: async (replicas) =>
      [...seals.values()].filter((seal) => replicas === null || replicas.includes(seal.replica)),
    withheld: async (after, limit, decided) =>
      [...withheld.values()]
        .filter((row) => isAfter(row, after) && (decided || row.decidedBy === null))
        .sort(inOrder)
        .slice(0, limit),
    withheldOf: async (keys) => keys.flatMap((key) => withheld.get(keyOf(key)) ?? []),
    lacking: async (limit) =>
      [...ops.values()]
        .filter((op) => op.text === null)
        .sort(inOrder)
        .map(({ replica, seq }) => ({ replica, from: seq, to: seq }))
        .slice(0, limit),
  };
}

function entriesOf(tables: ArchiveTables, after: number, limit: number, bytes: number): ReadEntry[] {
  const found: ReadEntry[] = [];
  let weight = 0;
  for (let srv = after + 1; found.length < limit; srv++) {
    const entry = tables.log.get(String(srv));
    if (entry === undefined || (found.length > 0 && weight >= bytes)) break;
    const op = must(tables.ops.get(keyOf(entry)), 'the op of an entry');
    const code = tables.withheld.get(keyOf(entry))?.code ?? null;
    found.push({ ...entry, rec: op.rec, hash: op.hash, text: op.text, code });
    weight += op.text?.length ?? 0;
  }
  return found;
}

function writeOf(tables: ArchiveTables): Omit<ArchiveWrite, keyof ArchiveRead> {
  const { facts, places, ops, opsOfRecord, held, log, states, withheld, seals } = tables;
  const noteRecord = (op: ServerOp): void => {
    const keys = opsOfRecord.get(op.rec) ?? [];
    if (!keys.includes(keyOf(op))) opsOfRecord.put(op.rec, [...keys, keyOf(op)]);
  };
  const setRow = (op: ServerOp): void => {
    ops.put(keyOf(op), op);
    if (op.status === 'held') held.put(keyOf(op), keyOf(op));
    else held.delete(keyOf(op));
  };
  return {
    async addOps(rows) {
      for (const op of rows) {
        if (ops.has(keyOf(op))) throw new Error(`${keyOf(op)} is here already`);
        setRow(op);
        noteRecord(op);
      }
    },
    async fillOps(rows) {
      for (const op of rows) {
        const before = must(ops.get(keyOf(op)), 'an op that came as its hash');
        if (before.text !== null) throw new Error(`${keyOf(op)} has its bytes`);
        opsOfRecord.put(
          before.rec,
          (opsOfRecord.get(before.rec) ?? []).filter((key) => key !== keyOf(op)),
        );
        setRow(op);
        noteRecord(op);
      }
    },
    async setStatus(keys, status) {
      for (const key of keys) setRow({ ...must(ops.get(keyOf(key)), 'an op'), status });
    },
    async addEntries(entries) {
      for (const entry of entries) {
        const before = must(facts.get('facts'), 'an archive');
        if (entry.srv !== before.head + 1) throw new Error(`entry ${entry.srv} after ${before.head}`);
        log.put(String(entry.srv), entry);
        facts.put('facts', { ...before, head: entry.srv, logHash: entry.logHash });
      }
    },
    async savePlaces(rows) {
      for (const place of rows) places.put(place.replica, place);
    },
    async saveStates(rows) {
      for (const state of rows) states.put(state.id, JSON.stringify(state));
    },
    async addWithheld(rows) {
      for (const row of rows) withheld.put(keyOf(row), row);
    },
    async decideWithheld(keys, decidedBy) {
      for (const key of keys) {
        const row: WithheldRow | undefined = withheld.get(keyOf(key));
        if (row === undefined) continue;
        if (decidedBy === null) withheld.delete(keyOf(key));
        else withheld.put(keyOf(key), { ...row, decidedBy });
      }
    },
    async saveSeals(rows) {
      for (const seal of rows) {
        const known = seals.get(seal.replica);
        if (known === undefined || known.seq <= seal.seq) seals.put(seal.replica, seal);
      }
    },
  };
}

function parsed(doc: string | undefined): RecordState[] {
  return doc === undefined ? [] : [JSON.parse(doc) as RecordState];
}
