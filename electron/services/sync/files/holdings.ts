/** What is to be here by people's choice: which files and pictures are missing for it, and which batches must not go because of it. */
import type { Database } from '../../../../node/sqlite/open-database.ts';
import type { HoldChoice } from '../../../../shared/rpc/contract-sync-files.ts';
import type { WantedFile, WantedPicture } from './files-calls.ts';

const KIND: Readonly<Record<HoldChoice['what'], 'text' | 'page' | 'master'>> = {
  texts: 'text',
  thumbs: 'page',
  readings: 'page',
  masters: 'master',
};

export type Holdings = {
  /** Lays down anew what is missing for these choices. */
  choose(choices: readonly HoldChoice[]): void;
  files(limit: number): WantedFile[];
  pictures(limit: number): WantedPicture[];
  unwant(files: readonly string[], pictures: readonly WantedPicture[]): void;
  /** Digests that the records below one name, for dropping; null: everything. */
  below(record: string | null): Set<string> | null;
};

/** `journal`: a read-only connection to the journal, for who hangs below whom. */
export function createHoldings(db: Database, journal: Database): Holdings {
  const under = journal.prepare<{ id: string }>(
    `WITH RECURSIVE below (id) AS (
       SELECT ? UNION SELECT r.id FROM below b JOIN records r ON r.parent = b.id
     ) SELECT id FROM below`,
  );
  const clear = db.prepare('DELETE FROM wants');
  const namedBy = db.prepare<{ sha256: string; page: number }>(
    'SELECT sha256, page FROM named WHERE rec = ? AND kind = ?',
  );
  const want = db.prepare('INSERT OR IGNORE INTO wants VALUES (?, ?, ?)');
  const isHere = db.prepare<{ here: string }>("SELECT here FROM files WHERE sha256 = ? AND here = 'stored'");

  const wantAll = db.prepare(
    `INSERT OR IGNORE INTO wants SELECT n.sha256, n.page, ? FROM named n
     WHERE n.kind = ? AND NOT EXISTS (SELECT 1 FROM files f WHERE f.sha256 = n.sha256 AND f.here = 'stored')`,
  );
  const holdAll = db.prepare(
    'UPDATE files SET held = 1 WHERE sha256 IN (SELECT sha256 FROM named WHERE kind = ?)',
  );

  function add(what: HoldChoice['what'], sha256: string, page: number): void {
    // Pictures of a scan that is here are made here.
    if (isHere.get(sha256) === undefined) want.run(sha256, page, what);
  }

  return {
    choose(choices) {
      db.transaction(() => {
        clear.run();
        db.exec('UPDATE files SET held = 0 WHERE held = 1');
        for (const { record, what } of choices) {
          const kind = KIND[what];
          if (record === null) {
            wantAll.run(what, kind);
            if (kind !== 'page') holdAll.run(kind);
            continue;
          }
          for (const { id } of under.all(record))
            for (const { sha256, page } of namedBy.all(id, kind)) {
              add(what, sha256, page);
              if (kind !== 'page') db.prepare('UPDATE files SET held = 1 WHERE sha256 = ?').run(sha256);
            }
        }
        // Pictures that were fetched before are in the cache, or are fetched when somebody looks.
        db.exec(
          `DELETE FROM wants WHERE what IN ('thumbs', 'readings') AND EXISTS (
             SELECT 1 FROM pictures p WHERE p.master = wants.sha256 AND p.page = wants.page AND p.state = 'got'
               AND p.size = iif(wants.what = 'thumbs', 'thumb', 'reading'))`,
        );
      });
    },
    files: (limit) =>
      db
        .prepare<{ sha256: string; what: string }>(
          "SELECT sha256, what FROM wants WHERE what IN ('texts', 'masters') ORDER BY what DESC, sha256 LIMIT ?",
        )
        .all(limit)
        .map(({ sha256, what }) => ({ sha256, what: what === 'texts' ? 'text' : 'master' })),
    pictures: (limit) =>
      db
        .prepare<{ sha256: string; page: number; what: string }>(
          "SELECT sha256, page, what FROM wants WHERE what IN ('thumbs', 'readings') ORDER BY what DESC, sha256, page LIMIT ?",
        )
        .all(limit)
        .map(({ sha256, page, what }) => ({
          master: sha256,
          page,
          size: what === 'thumbs' ? 'thumb' : 'reading',
        })),
    unwant(files, pictures) {
      const file = db.prepare("DELETE FROM wants WHERE sha256 = ? AND what IN ('texts', 'masters')");
      const picture = db.prepare('DELETE FROM wants WHERE sha256 = ? AND page = ? AND what = ?');
      db.transaction(() => {
        for (const sha256 of files) file.run(sha256);
        for (const { master, page, size } of pictures)
          picture.run(master, page, size === 'thumb' ? 'thumbs' : 'readings');
      });
    },
    below(record) {
      if (record === null) return null;
      const found = new Set<string>();
      const named = db.prepare<{ sha256: string }>('SELECT sha256 FROM named WHERE rec = ?');
      for (const { id } of under.all(record)) for (const { sha256 } of named.all(id)) found.add(sha256);
      return found;
    },
  };
}
