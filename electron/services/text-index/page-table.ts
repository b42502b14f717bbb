/** The pages with their words: put in, put in anew, taken out. Runs within a transaction of the store. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { NodeTable } from './node-table.ts';
import type { NodeTree } from './node-tree.ts';
import { packNumbers, unpackNumbers } from './number-list.ts';
import { ACCESSES, packFacts, readFacts } from './page-facts.ts';
import type { PageSlots } from './page-slots.ts';
import type { PreparedPage } from './prepare-page.ts';
import type { PageToIndex } from './store.ts';
import { eachRowOf } from './read-columns.ts';
import type { SuspectTable } from './suspect-table.ts';
import { uuidBytes, uuidOf } from './uuid-bytes.ts';

/** All of a page but its text. */
export type PagePlace = Pick<PageToIndex, 'page' | 'under' | 'n' | 'place' | 'leaf' | 'access' | 'tags'>;

export type PageTable = {
  put(prepared: PreparedPage): void;
  /** Writes what stands around an unchanged text; false when the page is not in with the text of this source. */
  refresh(page: PagePlace, source: string): boolean;
  remove(id: RecordId): void;
  find(id: RecordId): number | null;
  idOf(page: number): RecordId | null;
  load(): void;
};

type Found = { id: number; facts: number; source: string };

export function createPageTable(
  db: Database,
  deps: {
    readonly memory: { nodes(): NodeTree; pages(): PageSlots };
    readonly nodeTable: NodeTable;
    readonly suspectTable: SuspectTable;
    readonly profileOf?: (engine: string) => string;
  },
): PageTable {
  const { memory, nodeTable, suspectTable, profileOf = (engine) => engine } = deps;
  const select = db.prepare<Found>('SELECT id, facts, source FROM page WHERE uuid = ?');
  const uuid = db.prepare<{ uuid: Uint8Array }>('SELECT uuid FROM page WHERE id = ?');
  const insert = db.prepare<{ id: number }>(
    `INSERT INTO page (uuid, n, node, facts, place, leaf, engine, source) VALUES (?, 0, 0, 0, '', '', '', 'new')
     RETURNING id`,
  );
  const place = db.prepare('UPDATE page SET n = ?, node = ?, facts = ?, place = ?, leaf = ? WHERE id = ?');
  const origin = db.prepare('UPDATE page SET engine = ?, source = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM page WHERE id = ?');
  const putText = db.prepare('INSERT INTO page_text (id, bytes, suspects) VALUES (?, ?, ?)');
  const suspectsOf = db.prepare<{ suspects: Uint8Array | null }>(
    'SELECT suspects FROM page_text WHERE id = ?',
  );
  const dropText = db.prepare('DELETE FROM page_text WHERE id = ?');
  const putWords = db.prepare('INSERT INTO page_words (rowid, terms) VALUES (?, ?)');
  const dropWords = db.prepare('DELETE FROM page_words WHERE rowid = ?');
  const dropTags = db.prepare('DELETE FROM page_tag WHERE page = ?');
  const addTag = db.prepare('INSERT OR IGNORE INTO page_tag (tag, page) VALUES (?, ?)');

  const found = (id: RecordId): Found | undefined => select.get(uuidBytes(id));

  function takeWords(page: number): void {
    const row = suspectsOf.get(page);
    if (row === undefined) return;
    if (row.suspects !== null) suspectTable.drop(unpackNumbers(row.suspects));
    dropWords.run(page);
    dropText.run(page);
  }

  function remove(page: number): void {
    takeWords(page);
    drop.run(page);
    dropTags.run(page);
    memory.pages().remove(page);
  }

  function putPlace(id: number, page: PagePlace, node: number, facts: number): void {
    place.run(page.n ?? 0, node, facts, page.place ?? '', page.leaf ?? '', id);
    dropTags.run(id);
    for (const tag of page.tags ?? []) addTag.run(tag, id);
    memory.pages().put(id, node, facts);
  }

  /** The node of a page that may be in at all. */
  function grantedNode({ under, access = null }: PagePlace): number | null {
    const node = nodeTable.named(under);
    return memory.nodes().grantsPage(node, ACCESSES.indexOf(access)) ? node : null;
  }

  return {
    put({ page, facts, words }) {
      const before = found(page.page);
      const node = grantedNode(page);
      if (node === null) {
        if (before !== undefined) remove(before.id);
        return;
      }
      const id = before?.id ?? insert.get(uuidBytes(page.page))?.id ?? 0;
      takeWords(id);
      if (words !== null) {
        const numbers = suspectTable.add(words.suspects, profileOf(page.engine ?? ''));
        putWords.run(id, words.terms);
        putText.run(id, words.text, numbers.length === 0 ? null : packNumbers(numbers));
      }
      origin.run(page.engine ?? '', page.source ?? '', id);
      putPlace(id, page, node, packFacts(facts));
    },
    refresh(page, source) {
      const before = found(page.page);
      if (before === undefined || before.source !== source || source === '') return false;
      const node = grantedNode(page);
      if (node === null) remove(before.id);
      else
        putPlace(
          before.id,
          page,
          node,
          packFacts({ ...readFacts(before.facts), access: page.access ?? null }),
        );
      return true;
    },
    remove(id) {
      const row = found(id);
      if (row !== undefined) remove(row.id);
    },
    find: (id) => found(id)?.id ?? null,
    idOf(page) {
      const row = uuid.get(page);
      return row === undefined ? null : uuidOf(row.uuid);
    },
    load() {
      const pages = memory.pages();
      eachRowOf(db, 'page', ['id', 'node', 'facts'], ([id, node, facts]) =>
        pages.put(Number(id), Number(node), Number(facts)),
      );
    },
  };
}
