/**
 * `audit.db`: what the events come to, for questions: when each place was audited last, what is damaged, what was done. It is
 * derived from the events in the vault and nothing else; lost or damaged it is made anew from them.
 */
import { rmSync } from 'node:fs';
import { damageKey, type Damage } from '../../../node/vault/audit-damage.ts';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Event, EventOf } from './audit-event.ts';

/** In the data folder. */
export const AUDIT_BOOK = 'audit.db';
const BROKEN = 'AUDIT_BOOK_BROKEN';
const FORMAT = 1;
const SCHEMA = `
CREATE TABLE places (
  place TEXT PRIMARY KEY, label TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL, files INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX places_by_time ON places (at);
CREATE TABLE damages (
  key TEXT PRIMARY KEY, place TEXT NOT NULL, since TEXT NOT NULL, found TEXT, tried TEXT, damage TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX damages_of_place ON damages (place);
CREATE TABLE events (id TEXT PRIMARY KEY, at TEXT NOT NULL, type TEXT NOT NULL, event TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_time ON events (at, id);
CREATE TABLE taken (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${FORMAT};`;

type PlaceAudit = { readonly place: string; readonly at: string; readonly outcome: string };
export type OpenDamage = {
  readonly key: string;
  readonly since: string;
  readonly foundIn: string | null;
  readonly tried: string | null;
  readonly damage: Damage;
};

export type AuditBook = {
  readonly database: Database;
  /** Notes events; one that is known already changes nothing. `name`: of the file that they came in. */
  note(events: readonly Event[], name?: string): void;
  /** Whether the events of this file are noted. */
  isTaken(name: string): boolean;
  place(place: string): PlaceAudit | null;
  places(): PlaceAudit[];
  /** Places that are no more, and that nobody misses. */
  forget(places: readonly string[]): void;
  summary(): { readonly places: number; readonly oldest: string | null; readonly damaged: number };
  damages(limit: number): OpenDamage[];
  isDamaged(place: string, sha256: string): boolean;
  runs(): { readonly last: EventOf<'audit'> | null; readonly all: EventOf<'audit'> | null };
  events(before: string | null, limit: number): { readonly events: Event[]; readonly total: number };
  close(): void;
};

/** Opens the book at `path` for writing, made anew when it is damaged or of another format; `:memory:` is one for this time. */
export function openBook(path: string, now: () => number = Date.now): AuditBook {
  try {
    return bookOf(openSound(path), now);
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code !== BROKEN) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return bookOf(openSound(path), now);
  }
}

/** Opens the book for reading; null when there is none that can be read. */
export function lookIntoBook(path: string, now: () => number = Date.now): AuditBook | null {
  try {
    const database = openDatabase(path, { broken: BROKEN, readOnly: true });
    if (versionOf(database) === FORMAT) return bookOf(database, now);
    database.close();
    return null;
  } catch (error) {
    if (error instanceof TroubleError) return null;
    throw error;
  }
}

function versionOf(database: Database): number {
  return database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
}

function openSound(path: string): Database {
  const database = openDatabase(path, { broken: BROKEN });
  try {
    const version = versionOf(database);
    const tables = database.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n;
    if (version === 0 && tables === 0) database.transaction(() => database.exec(SCHEMA));
    else if (version !== FORMAT) throw new TroubleError(BROKEN, { path });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

type DamageRow = { key: string; since: string; found: string | null; tried: string | null; damage: string };
type EventRow = { event: string };

function bookOf(database: Database, now: () => number): AuditBook {
  const stamp = () => new Date(now()).toISOString();
  const prepare = <Row = never>(sql: string) => database.prepare<Row>(sql);
  const countOf = (sql: string) => prepare<{ n: number }>(sql).get()?.n ?? 0;
  const newestRun = (only: string): EventOf<'audit'> | null => {
    const sql = `SELECT event FROM events WHERE type = 'audit' AND at <= ? ${only} ORDER BY at DESC, id DESC LIMIT 1`;
    const row = prepare<EventRow>(sql).get(stamp());
    return row === undefined ? null : (JSON.parse(row.event) as EventOf<'audit'>);
  };

  return {
    database,
    note: (events, name) =>
      database.transaction(() => {
        for (const event of events) noteEvent(database, event, stamp());
        if (name !== undefined) prepare('INSERT OR IGNORE INTO taken VALUES (?)').run(name);
      }),
    isTaken: (name) => prepare('SELECT name FROM taken WHERE name = ?').get(name) !== undefined,
    place: (place) =>
      prepare<PlaceAudit>('SELECT place, at, outcome FROM places WHERE place = ?').get(place) ?? null,
    places: () => prepare<PlaceAudit>('SELECT place, at, outcome FROM places').all(),
    forget: (places) =>
      database.transaction(() => {
        for (const table of ['places', 'damages'])
          for (const place of places) prepare(`DELETE FROM ${table} WHERE place = ?`).run(place);
      }),
    summary: () => ({
      places: countOf("SELECT count(*) AS n FROM places WHERE place <> ''"),
      oldest:
        prepare<{ at: string | null }>("SELECT min(at) AS at FROM places WHERE place <> ''").get()?.at ??
        null,
      damaged: countOf('SELECT count(*) AS n FROM damages'),
    }),
    damages: (limit) =>
      prepare<DamageRow>(
        'SELECT key, since, found, tried, damage FROM damages ORDER BY since DESC, key LIMIT ?',
      )
        .all(limit)
        .map(({ key, since, found, tried, damage }) => ({
          key,
          since,
          foundIn: found,
          tried,
          damage: JSON.parse(damage) as Damage,
        })),
    isDamaged: (place, sha256) =>
      prepare<DamageRow>('SELECT * FROM damages WHERE place = ?')
        .all(place)
        .some(({ damage }) => (JSON.parse(damage) as Damage).sha256 === sha256),
    runs: () => ({
      last: newestRun(''),
      all: newestRun("AND event ->> 'what' = 'all' AND event ->> 'left' = 0"),
    }),
    events(before, limit) {
      const shown = "type <> 'audit'";
      const newest = 'ORDER BY at DESC, id DESC LIMIT ?';
      const last = prepare<{ at: string }>('SELECT at FROM events WHERE id = ?').get(before);
      const rows =
        last === undefined
          ? prepare<EventRow>(`SELECT event FROM events WHERE ${shown} ${newest}`).all(limit)
          : prepare<EventRow>(`SELECT event FROM events WHERE ${shown} AND (at, id) < (?, ?) ${newest}`).all(
              last.at,
              before,
              limit,
            );
      const events = rows.map(({ event }) => JSON.parse(event) as Event);
      return { events, total: countOf(`SELECT count(*) AS n FROM events WHERE ${shown}`) };
    },
    close: () => database.close(),
  };
}

function noteEvent(database: Database, event: Event, now: string): void {
  const isNew = database
    .prepare('INSERT OR IGNORE INTO events (id, at, type, event) VALUES (?, ?, ?, ?)')
    .run(event.id, event.at, event.type, JSON.stringify(event));
  if (isNew === 0) return;
  if (event.type === 'fixity check') noteCheck(database, event, now);
  else if (event.type === 'recovery') noteRecovery(database, event);
}

/**
 * The newest check of a place says how it is, whatever order they come in. One that bears a date to come was made while the clock
 * was wrong, nobody knows when: any other counts for more.
 */
function noteCheck(database: Database, event: EventOf<'fixity check'>, now: string): void {
  const { place, label, at, outcome, files } = event;
  const isNewest = database
    .prepare(
      `INSERT INTO places (place, label, at, outcome, files) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (place) DO UPDATE SET label = excluded.label, at = excluded.at, outcome = excluded.outcome,
         files = excluded.files WHERE iif(excluded.at > ?, '', excluded.at) >= iif(places.at > ?, '', places.at)`,
    )
    .run(place, label, at, outcome, files, now, now);
  if (isNewest === 0) return;
  const known = new Map(
    database
      .prepare<{ key: string; since: string; tried: string | null }>(
        'SELECT key, since, tried FROM damages WHERE place = ?',
      )
      .all(place)
      .map((row) => [row.key, row]),
  );
  database.prepare('DELETE FROM damages WHERE place = ?').run(place);
  const insert = database.prepare(
    'INSERT OR REPLACE INTO damages (key, place, since, found, tried, damage) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const { foundIn, ...damage } of event.damages) {
    const key = damageKey(damage);
    const before = known.get(key);
    insert.run(key, place, before?.since ?? at, foundIn, before?.tried ?? null, JSON.stringify(damage));
  }
}

function noteRecovery(database: Database, { damage, outcome }: EventOf<'recovery'>): void {
  const key = damageKey(damage);
  if (outcome === 'repaired' || outcome === 'aside')
    database.prepare('DELETE FROM damages WHERE key = ?').run(key);
  else database.prepare('UPDATE damages SET tried = ? WHERE key = ?').run(outcome, key);
}
