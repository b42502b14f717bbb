/**
 * What the server remembers of its files beside the files themselves: when which batch was read through, what was found
 * damaged, which batches a verified backup holds. Lost or damaged it is begun anew: then everything is read again sooner,
 * and nothing counts as backed up until the next backup.
 */
import type { Damage } from '../../node/vault/audit-damage.ts';
import { openDerived } from '../../node/sqlite/derived-database.ts';
import { openMarks, type Marks } from './marks.ts';

const FORMAT = 1;
const SCHEMA = `
  CREATE TABLE scrubbed (place TEXT PRIMARY KEY, at TEXT NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
  CREATE INDEX scrubbed_by_age ON scrubbed (at);
  CREATE TABLE damaged (
    place TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT, sha512 TEXT, code TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (place, path)
  ) STRICT;
  CREATE INDEX damaged_by_digest ON damaged (sha256);
  CREATE TABLE backed (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`;

type DamagedFile = {
  readonly place: string;
  readonly path: string;
  readonly sha256: string | null;
  readonly sha512: string | null;
  readonly code: string;
};

export type StateDb = {
  readonly marks: Marks;
  scrubbed(
    place: string,
    at: string,
    found: { files: number; bytes: number; damages: readonly Damage[] },
  ): void;
  /** When each place was read through the last time. */
  ages(): Map<string, string>;
  forget(place: string): void;
  damagedBy(sha256: string): DamagedFile[];
  /** Digests of what is damaged and can be sent again. */
  wanted(limit: number): string[];
  damages(): number;
  mended(place: string, path: string): void;
  /** Replaces the list: a backup names everything that it holds. */
  setBacked(names: Iterable<string>): void;
  isBacked(name: string): boolean;
  sum(): { files: number; bytes: number; oldest: string | null; last: string | null };
  close(): void;
};

export function openStateDb(file: string): StateDb {
  const db = openDerived(file, { broken: 'FILES_STATE_BROKEN', format: FORMAT, schema: SCHEMA });
  const marks = openMarks(db);
  const insertDamage = db.prepare('INSERT OR REPLACE INTO damaged VALUES (?, ?, ?, ?, ?, ?)');
  const clear = db.prepare('DELETE FROM damaged WHERE place = ?');
  const note = db.prepare('INSERT OR REPLACE INTO scrubbed VALUES (?, ?, ?, ?)');
  const byDigest = db.prepare<DamagedFile>(
    'SELECT place, path, sha256, sha512, code FROM damaged WHERE sha256 = ?',
  );
  const backed = db.prepare<{ name: string }>('SELECT name FROM backed WHERE name = ?');

  return {
    marks,
    scrubbed(place, at, { files, bytes, damages }) {
      db.transaction(() => {
        note.run(place, at, files, bytes);
        clear.run(place);
        for (const { path, sha256, sha512, code } of damages)
          insertDamage.run(place, path, sha256, sha512, code, at);
      });
    },
    ages: () =>
      new Map(
        db
          .prepare<{ place: string; at: string }>('SELECT place, at FROM scrubbed')
          .all()
          .map(({ place, at }) => [place, at]),
      ),
    forget(place) {
      db.transaction(() => {
        clear.run(place);
        db.prepare('DELETE FROM scrubbed WHERE place = ?').run(place);
      });
    },
    damagedBy: (sha256) => byDigest.all(sha256),
    wanted: (limit) =>
      db
        .prepare<{ sha256: string }>(
          'SELECT DISTINCT sha256 FROM damaged WHERE sha256 IS NOT NULL ORDER BY sha256 LIMIT ?',
        )
        .all(limit)
        .map(({ sha256 }) => sha256),
    damages: () => db.prepare<{ n: number }>('SELECT count(*) AS n FROM damaged').get()?.n ?? 0,
    mended: (place, path) =>
      void db.prepare('DELETE FROM damaged WHERE place = ? AND path = ?').run(place, path),
    setBacked(names) {
      const insert = db.prepare('INSERT OR IGNORE INTO backed VALUES (?)');
      db.transaction(() => {
        db.exec('DELETE FROM backed');
        for (const name of names) insert.run(name);
        marks.move();
      });
    },
    isBacked: (name) => backed.get(name) !== undefined,
    sum() {
      const row = db
        .prepare<{ files: number | null; bytes: number | null; oldest: string | null; last: string | null }>(
          'SELECT sum(files) AS files, sum(bytes) AS bytes, min(at) AS oldest, max(at) AS last FROM scrubbed',
        )
        .get();
      return {
        files: row?.files ?? 0,
        bytes: row?.bytes ?? 0,
        oldest: row?.oldest ?? null,
        last: row?.last ?? null,
      };
    },
    close: () => db.close(),
  };
}
