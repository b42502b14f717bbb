/** What a journal keeps of its link to the centre: how far the log was followed, and what is still to come. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { OpId } from '../../../shared/sync/op.ts';
import type { StationRows } from '../../../shared/sync/station/station-rows.ts';
import type { Cursor } from '../../../shared/sync/wire/cursor.ts';
import type { PutRow, Seal, SeqVector, SnapshotManifest } from '../../../shared/sync/wire/messages.ts';
import type { Meta } from './meta.ts';

export type LinkRows = Pick<
  StationRows,
  | 'hasFloors'
  | 'floor'
  | 'floored'
  | 'floorVector'
  | 'saveFloorVector'
  | 'saveFloor'
  | 'dropFloors'
  | 'wanted'
  | 'isWanted'
  | 'want'
  | 'unwant'
  | 'cursor'
  | 'marks'
  | 'saveCursor'
  | 'seal'
  | 'saveSeal'
>;

type FloorRow = { rec: string; epoch: string; srv: number; without: string };
type CursorText = { readonly cursor: Cursor | null; readonly marks: readonly Cursor[] };

export function createLinkRows(db: Database, meta: Meta): LinkRows {
  const anyFloor = db.prepare<{ one: number }>('SELECT 1 AS one FROM floors LIMIT 1');
  const floor = db.prepare<FloorRow>('SELECT rec, epoch, srv, without FROM floors WHERE rec = ?');
  const floored = db.prepare<{ rec: string }>('SELECT rec FROM floors');
  const vector = db.prepare<{ vector: string }>(
    'SELECT vector FROM floor_vectors WHERE epoch = ? AND srv = ?',
  );
  const saveVector = db.prepare('INSERT OR REPLACE INTO floor_vectors (epoch, srv, vector) VALUES (?, ?, ?)');
  const saveFloor = db.prepare(
    'INSERT OR REPLACE INTO floors (rec, epoch, srv, without) VALUES (?, ?, ?, ?)',
  );
  const dropFloors = db.prepare('DELETE FROM floors WHERE epoch = ? AND srv <= ?');
  const dropVectors = db.prepare(`
    DELETE FROM floor_vectors WHERE NOT EXISTS
      (SELECT 1 FROM floors WHERE floors.epoch = floor_vectors.epoch AND floors.srv = floor_vectors.srv)`);
  const wanted = db.prepare<{ rec: string }>('SELECT rec FROM wanted ORDER BY rec LIMIT ?');
  const isWanted = db.prepare<{ rec: string }>('SELECT rec FROM wanted WHERE rec = ?');
  const want = db.prepare('INSERT OR IGNORE INTO wanted (rec) VALUES (?)');
  const unwant = db.prepare('DELETE FROM wanted WHERE rec = ?');
  const seal = db.prepare<{ seal: string }>('SELECT seal FROM seals WHERE replica = ?');
  const saveSeal = db.prepare(`
    INSERT INTO seals (replica, seq, seal) VALUES (:replica, :seq, :seal)
    ON CONFLICT (replica) DO UPDATE SET seq = :seq, seal = :seal WHERE :seq >= seq`);

  let last: { readonly text: string; readonly vector: SeqVector } | null = null;

  const place = (): CursorText => {
    const text = meta.read('cursor');
    return text === null ? { cursor: null, marks: [] } : (read(text, db.path, 'cursor') as CursorText);
  };

  return {
    hasFloors: () => anyFloor.get() !== undefined,
    floor(rec) {
      const row = floor.get(rec);
      if (row === undefined) return null;
      const without = read(row.without, db.path, 'floors') as OpId[];
      return { rec, epoch: row.epoch, asOf: row.srv, without };
    },
    floored: () => floored.all().map(({ rec }) => rec),
    floorVector(epoch, asOf) {
      const text = vector.get(epoch, asOf)?.vector;
      if (text === undefined) return null;
      // A hundred thousand records may have the same floor.
      if (last?.text !== text) last = { text, vector: read(text, db.path, 'floors') as SeqVector };
      return last.vector;
    },
    saveFloorVector: (epoch, asOf, of) => void saveVector.run(epoch, asOf, JSON.stringify(of)),
    saveFloor: ({ rec, epoch, asOf, without }) =>
      void saveFloor.run(rec, epoch, asOf, JSON.stringify(without)),
    dropFloors(epoch, srv) {
      if (dropFloors.run(epoch, srv) > 0) dropVectors.run();
    },
    wanted: (limit) => wanted.all(limit).map(({ rec }) => rec),
    isWanted: (rec) => isWanted.get(rec) !== undefined,
    want: (rec) => void want.run(rec),
    unwant: (rec) => void unwant.run(rec),
    cursor: () => place().cursor,
    marks: () => place().marks,
    saveCursor: (cursor, marks) => meta.set('cursor', JSON.stringify({ cursor, marks } satisfies CursorText)),
    seal(replica) {
      const row = seal.get(replica);
      return row === undefined ? null : (read(row.seal, db.path, 'seals') as Seal);
    },
    saveSeal: (of) => void saveSeal.run({ replica: of.replica, seq: of.seq, seal: JSON.stringify(of) }),
  };
}

export type StagingRows = Pick<
  StationRows,
  'staged' | 'beginStaging' | 'stagePart' | 'stagedRows' | 'dropStaging'
> & {
  /** Takes the next rows out of the staging. */
  takeStaged(limit: number): PutRow[];
};

/** So many rows are read at once: others may be written between two slices. */
const SLICE = 500;

export function createStagingRows(db: Database, meta: Meta): StagingRows {
  const parts = db.prepare<{ no: number }>('SELECT no FROM staged_parts ORDER BY no');
  const insertPart = db.prepare('INSERT INTO staged_parts (no) VALUES (?)');
  const insertRow = db.prepare('INSERT INTO staged_rows (part, put) VALUES (?, ?)');
  const isHere = db.prepare<{ no: number }>('SELECT no FROM staged_parts WHERE no = ?');
  const slice = db.prepare<{ no: number; put: string }>(
    'SELECT no, put FROM staged_rows WHERE no > ? ORDER BY no LIMIT ?',
  );
  const dropUpTo = db.prepare('DELETE FROM staged_rows WHERE no <= ?');
  const drop = ['DELETE FROM staged_rows', 'DELETE FROM staged_parts'].map((sql) => db.prepare(sql));
  const dropStaging = (): void => {
    for (const statement of drop) statement.run();
    meta.forget('staged');
  };
  return {
    staged() {
      const text = meta.read('staged');
      if (text === null) return null;
      return {
        manifest: read(text, db.path, 'staged') as SnapshotManifest,
        parts: parts.all().map(({ no }) => no),
      };
    },
    beginStaging(manifest) {
      dropStaging();
      meta.set('staged', JSON.stringify(manifest));
    },
    stagePart(n, rows) {
      // Fetched twice: the same part of the same snapshot.
      if (isHere.get(n) !== undefined) return;
      insertPart.run(n);
      for (const row of rows) insertRow.run(n, JSON.stringify(row));
    },
    takeStaged(limit) {
      const rows = slice.all(0, limit);
      dropUpTo.run(rows.at(-1)?.no ?? 0);
      return rows.map(({ put }) => read(put, db.path, 'staged') as PutRow);
    },
    *stagedRows() {
      for (let last = 0; ;) {
        const rows = slice.all(last, SLICE);
        for (const { put } of rows) yield read(put, db.path, 'staged') as PutRow;
        const next = rows.at(-1)?.no;
        if (next === undefined) return;
        last = next;
      }
    },
    dropStaging,
  };
}

function read(text: string, path: string, part: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TroubleError('JOURNAL_BROKEN', { path, part });
  }
}
