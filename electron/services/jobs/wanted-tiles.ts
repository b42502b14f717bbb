/** The rows of `jobs.db` that say which large pages get their tiles before anybody looks. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { JobsCalls, WantedTiles } from './jobs-calls.ts';

export function prepareWantedTiles(database: Database) {
  const want = database.prepare(
    'INSERT OR IGNORE INTO wanted_tiles (sha256, page, name, record) VALUES (?, ?, ?, ?)',
  );
  const wanted = database.prepare<WantedTiles>(
    'SELECT sha256, page, name, record FROM wanted_tiles ORDER BY at LIMIT ?',
  );
  const drop = database.prepare('DELETE FROM wanted_tiles WHERE sha256 = ? AND page = ?');
  const count = database.prepare<{ pages: number }>('SELECT count(*) AS pages FROM wanted_tiles');
  return {
    wantTiles({ sha256, page, name, record }: WantedTiles) {
      want.run(sha256, page, name, record);
      return null;
    },
    wantedTiles: ({ limit }: Parameters<JobsCalls['wantedTiles']>[0]) => wanted.all(limit),
    dropWantedTiles({ sha256, page }: Parameters<JobsCalls['dropWantedTiles']>[0]) {
      drop.run(sha256, page);
      return null;
    },
    countWantedTiles: () => count.get()?.pages ?? 0,
  };
}
