/** Reading an archive's rows on one connection: within one transaction it is one unchanging picture. */
import type { Database } from '../../node/sqlite/open-database.ts';
import type {
  ArchiveFacts,
  ArchiveRead,
  LogEntry,
  OpKey,
  ReadEntry,
  ServerOp,
  ServerPlace,
  WithheldRow,
} from '../../shared/sync/archive/archive-store.ts';
import { LOG_START } from '../../shared/sync/archive/log-hash.ts';
import { opId } from '../../shared/sync/op-id.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { Seal } from '../../shared/sync/wire/messages.ts';
import { kindOf, statusOf, toHex } from './archive-columns.ts';
import { metaOf } from './archive-file.ts';

type PlaceRow = { id: string; seq: number; hash: Uint8Array; device: string | null; durable: number };
type OpRow = {
  replica: string;
  seq: number;
  rec: string;
  status: number;
  hash: Uint8Array;
  text: string | null;
};
type EntryRow = Omit<OpRow, 'status'> & {
  srv: number;
  kind: number;
  rest: number;
  logHash: Uint8Array;
  code: string | null;
};
type WithheldColumns = Omit<WithheldRow, 'decidedBy'> & { decided: string | null };

const OPS = `SELECT replicas.id AS replica, ops.seq, ops.rec, ops.status, ops.hash, ops.text
  FROM ops JOIN replicas ON replicas.no = ops.replica`;
/** One that is numbered and has no place yet is not known. */
const PLACES = 'SELECT id, seq, hash, device, durable FROM replicas WHERE seq >= 0';
const SEALS = 'SELECT replica, seq, hash, device, signature FROM seals';
const WITHHELD = `SELECT replicas.id AS replica, withheld.seq, code, withheld.device, at, decided
  FROM withheld JOIN replicas ON replicas.no = withheld.replica`;

/** The reads of one connection; its caller opens the transaction. */
export function createArchiveRead(db: Database): ArchiveRead {
  const last = db.prepare<{ srv: number; hash: Uint8Array }>(
    'SELECT srv, hash FROM log ORDER BY srv DESC LIMIT 1',
  );
  const allPlaces = db.prepare<PlaceRow>(PLACES);
  const onePlace = db.prepare<PlaceRow>(`${PLACES} AND id = ?`);
  const opFact = db.prepare<Omit<OpRow, 'text' | 'replica'>>(
    `SELECT seq, rec, status, hash FROM ops
     WHERE replica = (SELECT no FROM replicas WHERE id = ?) AND seq = ?`,
  );
  const opsOf = db.prepare<OpRow>(
    `${OPS} WHERE replicas.id = ? AND ops.seq BETWEEN ? AND ? ORDER BY ops.seq LIMIT ?`,
  );
  const heldOf = db.prepare<OpRow>(
    `${OPS} WHERE ops.status = 0 AND replicas.id = ? AND ops.seq > ? ORDER BY ops.seq LIMIT ?`,
  );
  const heldOfAll = db.prepare<OpRow>(
    `${OPS} WHERE ops.status = 0 AND (replicas.id, ops.seq) > (?, ?) ORDER BY replicas.id, ops.seq LIMIT ?`,
  );
  const without = db.prepare<{ replica: string; seq: number }>(
    `SELECT replicas.id AS replica, ops.seq FROM ops JOIN replicas ON replicas.no = ops.replica
     WHERE ops.rec = ? AND ops.status <> 1 ORDER BY replicas.id, ops.seq`,
  );
  const state = db.prepare<{ doc: string }>('SELECT doc FROM records WHERE id = ?');
  const stateSlice = db.prepare<{ doc: string }>('SELECT doc FROM records WHERE id > ? ORDER BY id LIMIT ?');
  const entriesAfter = db.prepare<EntryRow>(
    `SELECT log.srv, log.kind, log.rest, log.hash AS logHash, replicas.id AS replica, ops.seq, ops.rec, ops.hash,
       ops.text, withheld.code
     FROM log JOIN ops ON ops.pos = log.op JOIN replicas ON replicas.no = ops.replica
       LEFT JOIN withheld ON withheld.replica = ops.replica AND withheld.seq = ops.seq
     WHERE log.srv > ? ORDER BY log.srv LIMIT ?`,
  );
  const logHash = db.prepare<{ hash: Uint8Array }>('SELECT hash FROM log WHERE srv = ?');
  const allSeals = db.prepare<Seal>(SEALS);
  const oneSeal = db.prepare<Seal>(`${SEALS} WHERE replica = ?`);
  const withheldAfter = db.prepare<WithheldColumns>(
    `${WITHHELD} WHERE (replicas.id, withheld.seq) > (?, ?) AND (? OR decided IS NULL)
     ORDER BY replicas.id, withheld.seq LIMIT ?`,
  );
  const withheldOne = db.prepare<WithheldColumns>(`${WITHHELD} WHERE replicas.id = ? AND withheld.seq = ?`);
  const lackingRows = db.prepare<{ replica: string; seq: number }>(
    `SELECT replicas.id AS replica, ops.seq FROM ops JOIN replicas ON replicas.no = ops.replica
     WHERE ops.text IS NULL ORDER BY replicas.id, ops.seq LIMIT ?`,
  );

  function facts(): ArchiveFacts {
    const end = last.get();
    return {
      archive: String(metaOf(db, 'archive')),
      epoch: String(metaOf(db, 'epoch')),
      head: end?.srv ?? 0,
      logHash: end === undefined ? LOG_START : toHex(end.hash),
      durable: Number(metaOf(db, 'durable')),
    };
  }

  function entries(after: number, limit: number, bytes: number): ReadEntry[] {
    const found: ReadEntry[] = [];
    let weight = 0;
    for (const row of entriesAfter.each(after, limit)) {
      found.push(toEntry(row));
      weight += row.text?.length ?? 0;
      if (weight >= bytes) break;
    }
    return found;
  }

  const each = <Row, Entry>(
    keys: readonly OpKey[],
    get: (key: OpKey) => Row | undefined,
    read: (row: Row, key: OpKey) => Entry,
  ) =>
    keys.flatMap((key) => {
      const row = get(key);
      return row === undefined ? [] : [read(row, key)];
    });

  return {
    facts: async () => facts(),
    places: async (replicas) =>
      (replicas === null ? allPlaces.all() : replicas.flatMap((id) => onePlace.all(id))).map(toPlace),
    opFacts: async (keys) =>
      each(
        keys,
        ({ replica, seq }) => opFact.get(replica, seq),
        ({ seq, rec, status, hash }, { replica }) => ({
          replica,
          seq,
          rec,
          status: statusOf(status),
          hash: toHex(hash),
        }),
      ),
    ops: async ({ replica, from, to }, limit) => opsOf.all(replica, from, to, limit).map(toOp),
    held: async (replica, after, limit) =>
      (replica === null
        ? heldOfAll.all(after?.replica ?? '', after?.seq ?? 0, limit)
        : heldOf.all(replica, after?.seq ?? 0, limit)
      ).map(toOp),
    withoutOf: async (recs) =>
      recs.flatMap((rec) => without.all(rec).map(({ replica, seq }) => ({ rec, id: opId(replica, seq) }))),
    states: async (recs) =>
      recs.flatMap((rec) => {
        const row = state.get(rec);
        return row === undefined ? [] : [toState(row)];
      }),
    statesAfter: async (after, limit) => stateSlice.all(after ?? '', limit).map(toState),
    entries: async (after, limit, bytes) => entries(after, limit, bytes),
    logHashes: async (srvs) =>
      srvs.flatMap((srv) => {
        const row = logHash.get(srv);
        return row === undefined ? [] : [{ srv, hash: toHex(row.hash) }];
      }),
    seals: async (replicas) =>
      (replicas === null ? allSeals.all() : replicas.flatMap((id) => oneSeal.all(id))).map((seal) => ({
        ...seal,
      })),
    withheld: async (after, limit, decided) =>
      withheldAfter.all(after?.replica ?? '', after?.seq ?? 0, decided ? 1 : 0, limit).map(toWithheld),
    withheldOf: async (keys) => each(keys, ({ replica, seq }) => withheldOne.get(replica, seq), toWithheld),
    lacking: async (limit) => toRanges(lackingRows.all(limit)),
  };
}

function toPlace({ id, hash, ...place }: PlaceRow): ServerPlace {
  return { replica: id, ...place, hash: toHex(hash) };
}

function toOp({ status, hash, ...op }: OpRow): ServerOp {
  return { ...op, status: statusOf(status), hash: toHex(hash) };
}

function toEntry({ kind, hash, logHash, ...entry }: EntryRow): ReadEntry {
  return {
    ...entry,
    kind: kindOf(kind) satisfies LogEntry['kind'],
    hash: toHex(hash),
    logHash: toHex(logHash),
  };
}

function toWithheld({ decided, ...row }: WithheldColumns): WithheldRow {
  return { ...row, decidedBy: decided };
}

function toState({ doc }: { doc: string }): RecordState {
  return JSON.parse(doc) as RecordState;
}

/** Neighbours of one replica as one range. */
function toRanges(rows: readonly OpKey[]): { replica: string; from: number; to: number }[] {
  const ranges: { replica: string; from: number; to: number }[] = [];
  for (const { replica, seq } of rows) {
    const range = ranges.at(-1);
    if (range?.replica === replica && range.to === seq - 1) range.to = seq;
    else ranges.push({ replica, from: seq, to: seq });
  }
  return ranges;
}
