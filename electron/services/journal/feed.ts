/** What follows the journal: the states that changed, slices of all states for a rebuild, the pages of what is opened. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Below, Changes, ChangesRequest, MisreadSlice, Pages, StatesSlice } from './journal-calls.ts';
import { createMarks } from './marks.ts';
import type { Meta } from './meta.ts';
import { readDoc } from './record-row.ts';
import { toldIn } from './schema.ts';

/** So many ops are looked at in one call, however few of them windows follow. */
const MAX_OPS_PER_CALL = 50_000;

/** Levels whose pages are looked up whole; above them the pages of half an archive would come. */
const OPENED_TYPES: ReadonlySet<string> = new Set(['unit', 'volume', 'document']);

export type Feed = {
  changes(input: ChangesRequest): Changes;
  states(input: { after: RecordId | null; limit: number }): StatesSlice;
  pages(input: { parent: RecordId }): Pages;
  state(ids: readonly RecordId[]): RecordState[];
  below(parents: readonly RecordId[]): Below[];
  misread(input: { after: RecordId | null; limit: number }): MisreadSlice;
  documentOfFile(sha256: string): RecordId | null;
  /** The records that windows keep in their copy. */
  countFollowed(): number;
  /** See `marks.ts`. */
  markAt(n: number): string;
  /** The present states of what one transaction touched; null when it touched more than `limit` records. */
  statesOf(n: number, limit: number): RecordState[] | null;
};

export function createFeed(db: Database, meta: Meta): Feed {
  const told = toldIn(db);
  const opsAfter = db.prepare<{ n: number; rec: string }>(
    `SELECT n, rec FROM ${told} WHERE n > ? ORDER BY n`,
  );
  const recordsOf = db.prepare<{ rec: string }>(`SELECT DISTINCT rec FROM ${told} WHERE n = ? LIMIT ?`);
  const opsOf = db.prepare<{ pos: number; rec: string }>(
    `SELECT pos, rec FROM ${told} WHERE n = ? AND pos > ? ORDER BY pos LIMIT ?`,
  );
  const following = db.prepare<{ n: number }>(`SELECT n FROM ${told} WHERE n > ? ORDER BY n LIMIT 1`);
  const record = db.prepare<{ followed: number; doc: string }>(
    'SELECT followed, doc FROM records WHERE id = ?',
  );
  const slice = db.prepare<{ id: string; doc: string }>(
    'SELECT id, doc FROM records WHERE followed = 1 AND id > ? ORDER BY id LIMIT ?',
  );
  const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM records WHERE followed = 1');
  const type = db.prepare<{ t: string }>('SELECT t FROM records WHERE id = ?');
  const children = db.prepare<{ id: string; t: string; doc: string }>(
    'SELECT id, t, doc FROM records WHERE parent = ? AND deleted = 0 ORDER BY place, id',
  );
  const places = db.prepare<{ id: string; t: string }>(
    'SELECT id, t FROM records WHERE parent = ? AND deleted = 0 ORDER BY place, id',
  );
  // As the index has it, word for word: otherwise every page would be looked at.
  const misread = db.prepare<{ id: string; doc: string }>(
    `SELECT id, doc FROM records
      WHERE t = 'page' AND deleted = 0 AND instr(doc, '"looksLike"') > 0 AND id > ? ORDER BY id LIMIT ?`,
  );
  const holder = db.prepare<{ id: string }>(
    "SELECT id FROM records WHERE file = ? AND deleted = 0 AND t = 'document' ORDER BY id LIMIT 1",
  );
  // The leaves of a unit have their files one by one.
  const sheafOf = db.prepare<{ id: string }>(`
    SELECT sheaf.id AS id FROM records page JOIN records sheaf ON sheaf.id = page.parent
    WHERE page.file = ? AND page.deleted = 0 AND page.t = 'page' AND sheaf.deleted = 0 ORDER BY page.id LIMIT 1`);

  /**
   * Records whose ops came after `after`, as many whole transactions as fit the limit; null when the first one alone has
   * more ops than that.
   */
  function recordsAfter(after: number, limit: number): { n: number; records: Iterable<RecordId> } | null {
    const whole = new Set<RecordId>();
    let current: RecordId[] = [];
    let n = after;
    let ops = 0;
    for (const op of opsAfter.each(after)) {
      if (op.n !== n) {
        for (const id of current) whole.add(id);
        if (whole.size >= limit || ops >= MAX_OPS_PER_CALL) return { n, records: whole };
        current = [];
        n = op.n;
      }
      current.push(op.rec);
      ops++;
      if (current.length > limit) return whole.size === 0 ? null : { n: n - 1, records: whole };
    }
    for (const id of current) whole.add(id);
    return { n, records: whole };
  }

  /** `opened` are the records on the way here: two stations can hang two records under each other. */
  function* pagesUnder(parent: RecordId, opened: readonly RecordId[] = []): Generator<RecordState> {
    if (opened.includes(parent)) return;
    for (const child of children.all(parent)) {
      if (child.t === 'page') yield readDoc(child.doc);
      else if (OPENED_TYPES.has(child.t)) yield* pagesUnder(child.id, [...opened, parent]);
    }
  }

  const markAt = createMarks(db, meta);

  const state = (ids: readonly RecordId[]): RecordState[] =>
    ids.flatMap((id) => {
      const row = record.get(id);
      return row === undefined ? [] : [readDoc(row.doc)];
    });

  /** The states that windows follow, between two numbers. */
  function tell(after: number, n: number, records: Iterable<RecordId>): Omit<Changes, 'next'> {
    const states: RecordState[] = [];
    for (const id of records) {
      const row = record.get(id);
      if (row?.followed === 1) states.push(readDoc(row.doc));
    }
    return { n, head: meta.localNumber(), since: markAt(after), mark: markAt(n), states };
  }

  return {
    changes({ after, limit, from }) {
      const whole = from === undefined ? recordsAfter(after, limit) : null;
      if (whole !== null) return { ...tell(after, whole.n, whole.records), next: null };
      const n = following.get(after)?.n ?? after;
      const slice = opsOf.all(n, from ?? 0, limit);
      const next = slice.length < limit ? null : (slice.at(-1)?.pos ?? null);
      return { ...tell(after, n, new Set(slice.map((op) => op.rec))), next };
    },
    states({ after, limit }) {
      const rows = slice.all(after ?? '', limit);
      const n = meta.localNumber();
      return {
        n,
        mark: markAt(n),
        next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
        states: rows.map((row) => readDoc(row.doc)),
      };
    },
    pages({ parent }) {
      const isOpened = OPENED_TYPES.has(type.get(parent)?.t ?? '');
      return { n: meta.localNumber(), states: isOpened ? [...pagesUnder(parent)] : [] };
    },
    state,
    below: (parents) => parents.flatMap((parent) => places.all(parent).map((row) => ({ ...row, parent }))),
    misread({ after, limit }) {
      const rows = misread.all(after ?? '', limit);
      return {
        next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
        states: rows.map((row) => readDoc(row.doc)),
      };
    },
    documentOfFile: (sha256) => (holder.get(sha256) ?? sheafOf.get(sha256))?.id ?? null,
    markAt,
    countFollowed: () => count.get()?.count ?? 0,
    statesOf: (n, limit) => {
      const touched = recordsOf.all(n, limit + 1);
      return touched.length > limit ? null : state(touched.map((row) => row.rec));
    },
  };
}
