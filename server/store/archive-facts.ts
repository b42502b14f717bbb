/** What the server around an archive asks of its file. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { toBlob } from './archive-columns.ts';
import { metaOf } from './archive-file.ts';

/** How an archive stands, by what is quick to ask. */
export type Standing = {
  readonly head: number;
  readonly durable: number;
  /** Withheld ops that nobody has decided about. */
  readonly withheld: number;
  readonly bytes: number;
};

export type Facts = {
  standing(): Standing;
  named(hashes: readonly string[]): { readonly sha256: string; readonly device: string | null }[];
};

/** Answers on one connection, each call on a picture of its own. */
export function createFacts(db: Database): Facts {
  const head = db.prepare<{ n: number | null }>('SELECT max(srv) AS n FROM log');
  const withheld = db.prepare<{ n: number }>('SELECT count(*) AS n FROM withheld WHERE decided IS NULL');
  const pages = db.prepare<{ page_count: number }>('PRAGMA page_count');
  const pageSize = db.prepare<{ page_size: number }>('PRAGMA page_size');
  const one = db.prepare<{ device: string | null }>(
    'SELECT replicas.device FROM named JOIN replicas ON replicas.no = named.replica WHERE named.sha256 = ?',
  );
  return {
    standing: () => ({
      head: head.get()?.n ?? 0,
      durable: Number(metaOf(db, 'durable')),
      withheld: withheld.get()?.n ?? 0,
      bytes: (pages.get()?.page_count ?? 0) * (pageSize.get()?.page_size ?? 0),
    }),
    named: (hashes) =>
      hashes.flatMap((sha256) => {
        const row = one.get(toBlob(sha256));
        return row === undefined ? [] : [{ sha256, device: row.device }];
      }),
  };
}
