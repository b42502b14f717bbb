/** Which pages of which PDFs are still to be asked for the text that their file brings itself. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { hasText } from './page-facts.ts';
import type { TextStore } from './store.ts';
import { ownSource } from './text-of-page.ts';
import { uuidOf } from './uuid-bytes.ts';
import type { RecordId } from '../../../shared/sync/op.ts';

/** Some pages of one PDF, by their places in it. */
export type OwnTextTask = {
  readonly node: number;
  readonly sha256: string;
  readonly pages: readonly { readonly page: RecordId; readonly index: number }[];
};

export type OwnTexts = {
  /** Pages of this file below this node are to be asked. */
  want(node: number, sha256: string): void;
  /** The next piece; null when nothing is left. What has no pages any more is forgotten on the way. */
  next(): OwnTextTask | null;
  /** Whether any page is still to be asked. */
  isWaiting(): boolean;
  /** The task is done, or cannot be; the next one begins behind it. */
  done(task: OwnTextTask): void;
};

/** A child opens the file once for so many. */
const AT_ONCE = 50;

export function createOwnTexts(db: Database, store: Pick<TextStore, 'pages'>): OwnTexts {
  const insert = db.prepare(
    'INSERT INTO own_text (node, sha256, next) VALUES (?, ?, 0) ON CONFLICT (node, sha256) DO UPDATE SET next = 0',
  );
  const first = db.prepare<{ node: number; sha256: string; next: number }>('SELECT * FROM own_text LIMIT 1');
  const pages = db.prepare<{ id: number; uuid: Uint8Array; source: string }>(
    "SELECT id, uuid, source FROM page WHERE node = ? AND source LIKE 'own %'",
  );
  const update = db.prepare('UPDATE own_text SET next = ? WHERE node = ? AND sha256 = ?');
  const drop = db.prepare('DELETE FROM own_text WHERE node = ? AND sha256 = ?');

  /** The pages below a node that show this file, have no text, and come from this picture on. */
  function waiting(node: number, sha256: string, from: number): OwnTextTask['pages'] {
    return pages
      .all(node)
      .flatMap(({ id, uuid, source }) => {
        const index = Number(source.slice(source.lastIndexOf(' ') + 1));
        const isWanted = source === ownSource({ sha256, index }) && index >= from;
        return isWanted && !hasText(store.pages.factsOf(id)) ? [{ page: uuidOf(uuid), index }] : [];
      })
      .sort((a, b) => a.index - b.index)
      .slice(0, AT_ONCE);
  }

  return {
    want: (node, sha256) => void insert.run(node, sha256),
    next() {
      for (let row = first.get(); row !== undefined; row = first.get()) {
        const found = waiting(row.node, row.sha256, row.next);
        if (found.length > 0) return { node: row.node, sha256: row.sha256, pages: found };
        drop.run(row.node, row.sha256);
      }
      return null;
    },
    isWaiting: () => first.get() !== undefined,
    done: ({ node, sha256, pages: asked }) =>
      void update.run((asked.at(-1)?.index ?? Number.MAX_SAFE_INTEGER - 1) + 1, node, sha256),
  };
}
