/** Which files the archive's records name: scans on documents, pictures on pages, readings. Followed by the journal's own cursor. */
import type { Database } from '../../../../node/sqlite/open-database.ts';
import { fileOf, imageOf, textsOf } from '../../../../shared/model/record-values.ts';
import { viewOf } from '../../../../shared/sync/view.ts';
import type { JournalReader, JournalRow } from '../../text-index/read-journal.ts';

const RECORDS_AT_ONCE = 1000;
/** Other calls have their turn then. */
const LONGEST_MS = 200;

/** Takes in what changed since the last look, for a moment; true when there is more. */
export function lookIntoJournal(db: Database, journal: JournalReader): boolean {
  const places = createPlace(db);
  const until = performance.now() + LONGEST_MS;
  const known = places.read();
  // Another journal's numbers say nothing, and states that came whole are told of by no op.
  const isOfThis = known !== null && journal.markOf(known) === known.mark && known.n >= journal.begun();
  let place = isOfThis ? known : beginAnew(db, journal);
  do {
    const next: Place | null =
      place.scan === null ? follow(db, journal, place) : scan(db, journal, place, place.scan);
    if (next === null) return false;
    place = next;
  } while (performance.now() < until);
  return true;
}

function beginAnew(db: Database, journal: JournalReader): Place {
  const head = journal.head();
  db.exec('DELETE FROM named');
  return { ...head, mark: journal.markOf(head), scan: '' };
}

/** Up to which op the names are in; `scan`: of all records before it, those up to this id, null when all are in. */
type Place = {
  readonly n: number;
  readonly pos: number;
  readonly mark: string;
  readonly scan: string | null;
};

function scan(db: Database, journal: JournalReader, place: Place, after: string): Place {
  const rows = journal.slice(after, RECORDS_AT_ONCE);
  const next = { ...place, scan: rows.at(-1)?.id ?? null };
  db.transaction(() => {
    for (const row of rows) take(db, row);
    createPlace(db).write(next);
  });
  return next;
}

function follow(db: Database, journal: JournalReader, place: Place): Place | null {
  const { ids, cursor } = journal.changedAfter(place, RECORDS_AT_ONCE);
  if (ids.length === 0) return null;
  const next = { ...cursor, mark: journal.markOf(cursor), scan: null };
  db.transaction(() => {
    for (const id of ids) db.prepare('DELETE FROM named WHERE rec = ?').run(id);
    for (const row of journal.rows(ids)) take(db, row);
    createPlace(db).write(next);
  });
  return next;
}

function createPlace(db: Database) {
  return {
    read(): Place | null {
      const row = db.prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'journal'").get();
      return row === undefined ? null : (JSON.parse(row.value) as Place);
    },
    write(place: Place): void {
      db.prepare("INSERT OR REPLACE INTO meta VALUES ('journal', ?)").run(JSON.stringify(place));
    },
  };
}

/** What is in the bin still names its files: nothing is given up by deleting. */
function take(db: Database, { id, state }: JournalRow): void {
  const { values } = viewOf(state);
  const insert = db.prepare('INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?)');
  const picture = db.prepare(
    "INSERT OR IGNORE INTO pictures SELECT ?, ?, ?, 'todo' FROM files WHERE sha256 = ? AND here = 'stored'",
  );
  const file = fileOf(values);
  if (file !== null) insert.run(id, 'master', file.sha256, 0);
  const image = imageOf(values);
  if (image !== null) {
    insert.run(id, 'page', image.sha256, image.index);
    for (const size of ['thumb', 'reading']) picture.run(image.sha256, image.index, size, image.sha256);
  }
  for (const { text } of textsOf(values)) insert.run(id, 'text', text.sha256, 0);
}
