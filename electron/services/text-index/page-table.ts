/** The pages with their words: put in, put in anew, taken out. Runs within a transaction of the store. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { suspectTermsOf } from '../../../shared/misreading/is-suspect.ts';
import { classifyPage } from '../../../shared/misreading/page-class.ts';
import { analyse, type Token } from '../../../shared/text/analyse.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { NodeTable } from './node-table.ts';
import type { NodeTree } from './node-tree.ts';
import { packNumbers, unpackNumbers } from './number-list.ts';
import { ACCESSES, isGated, packFacts, type PageFacts } from './page-facts.ts';
import type { PageSlots } from './page-slots.ts';
import type { PageToIndex } from './store.ts';
import type { SuspectTable } from './suspect-table.ts';
import { termsOf } from './terms.ts';
import { packText } from './text-codec.ts';
import { uuidBytes, uuidOf } from './uuid-bytes.ts';

export type KnownWords = { has(exact: string): boolean };

export type PageTable = {
  put(page: PageToIndex): void;
  remove(id: RecordId): void;
  find(id: RecordId): number | null;
  idOf(page: number): RecordId | null;
  load(): void;
};

const NO_WORDS: KnownWords = { has: () => false };
const UNREAD = { language: null, script: null, kazakhShare: 0, lost: false, noise: 'clean' } as const;

export function createPageTable(
  db: Database,
  deps: {
    readonly memory: { nodes(): NodeTree; pages(): PageSlots };
    readonly nodeTable: NodeTable;
    readonly suspectTable: SuspectTable;
    readonly lexicon?: KnownWords;
    readonly profileOf?: (engine: string) => string;
  },
): PageTable {
  const { memory, nodeTable, suspectTable, lexicon = NO_WORDS, profileOf = (engine) => engine } = deps;
  const select = db.prepare<{ id: number; facts: number; source: string }>(
    'SELECT id, facts, source FROM page WHERE uuid = ?',
  );
  const uuid = db.prepare<{ uuid: Uint8Array }>('SELECT uuid FROM page WHERE id = ?');
  const insert = db.prepare<{ id: number }>(
    `INSERT INTO page (uuid, n, node, facts, place, leaf, engine, source) VALUES (?, 0, 0, 0, '', '', '', '')
     RETURNING id`,
  );
  const update = db.prepare(
    'UPDATE page SET n = ?, node = ?, facts = ?, place = ?, leaf = ?, engine = ?, source = ? WHERE id = ?',
  );
  const refresh = db.prepare('UPDATE page SET n = ?, node = ?, facts = ?, place = ?, leaf = ? WHERE id = ?');
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
  const all = db.prepare<{ id: number; node: number; facts: number }>('SELECT id, node, facts FROM page');

  function takeWords(page: number): void {
    const row = suspectsOf.get(page);
    if (row === undefined) return;
    if (row.suspects !== null) suspectTable.drop(unpackNumbers(row.suspects));
    dropWords.run(page);
    dropText.run(page);
  }

  function putPageText(page: number, { text, engine, kind, sureAt }: PageToIndex, facts: PageFacts): void {
    if (text === null) return;
    const tokens = analyse(text, kind);
    const terms = isGated(facts) ? suspectsIn(tokens, facts, sureAt) : [];
    const numbers = suspectTable.add(terms, profileOf(engine ?? ''));
    putWords.run(page, termsOf(tokens, terms));
    putText.run(page, packText(text), numbers.length === 0 ? null : packNumbers(numbers));
  }

  function suspectsIn(tokens: readonly Token[], facts: PageFacts, sureAt: PageToIndex['sureAt']): string[] {
    const terms = new Set<string>();
    for (const { raw, start } of tokens)
      for (const term of suspectTermsOf(raw, facts.class, lexicon, sureAt?.(start) ?? null)) terms.add(term);
    return [...terms];
  }

  function remove(page: number): void {
    takeWords(page);
    drop.run(page);
    dropTags.run(page);
    memory.pages().remove(page);
  }

  function put(page: PageToIndex): void {
    const node = nodeTable.named(page.under);
    const { text, kind, access = null, n = 0, place = '', leaf = '', source = '' } = page;
    const before = select.get(uuidBytes(page.page));
    if (!memory.nodes().grantsPage(node, ACCESSES.indexOf(access))) {
      if (before !== undefined) remove(before.id);
      return;
    }
    const isSame = before !== undefined && source !== '' && before.source === source;
    const id = before?.id ?? insert.get(uuidBytes(page.page))?.id ?? 0;
    const words = text === null ? UNREAD : (page.class ?? classifyPage(text, page.sure));
    const facts: PageFacts = { hasText: text !== null, kind, access, class: words };
    const packed = packFacts(facts);
    if (isSame && before.facts === packed) refresh.run(n, node, packed, place, leaf, id);
    else {
      takeWords(id);
      putPageText(id, page, facts);
      update.run(n, node, packed, place, leaf, page.engine ?? '', source, id);
    }
    dropTags.run(id);
    for (const tag of page.tags ?? []) addTag.run(tag, id);
    memory.pages().put(id, node, packed);
  }

  return {
    put,
    remove(id) {
      const row = select.get(uuidBytes(id));
      if (row !== undefined) remove(row.id);
    },
    find: (id) => select.get(uuidBytes(id))?.id ?? null,
    idOf(page) {
      const row = uuid.get(page);
      return row === undefined ? null : uuidOf(row.uuid);
    },
    load() {
      for (const { id, node, facts } of all.each()) memory.pages().put(id, node, facts);
    },
  };
}
