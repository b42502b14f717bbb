/**
 * The page-text index on an open `text.db`: pages and what they hang below go in and out, nothing else. It needs neither journal nor
 * vault, so that benches and tests fill it by hand. What must be whole is done within `batch`.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { createSuspects, type Suspects } from '../../../shared/misreading/suspects.ts';
import { STAFF_GRANT, type Grant } from '../../../shared/model/access.ts';
import type { PageClass } from '../../../shared/misreading/page-class.ts';
import { ANALYSER_VERSION, type TextKind } from '../../../shared/text/analyse.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createNodeTable, type NodeToIndex } from './node-table.ts';
import { createNodeTree, type NodeTree } from './node-tree.ts';
import { openTextFile, removeTextFile, type Remade } from './open-text-file.ts';
import type { OwnAccess } from './page-facts.ts';
import { createPageSlots, type PageSlots } from './page-slots.ts';
import { createPageTable, type PagePlace } from './page-table.ts';
import { preparePage, type KnownWords, type PreparedPage } from './prepare-page.ts';
import { createSuspectTable } from './suspect-table.ts';
import { unpackText } from './text-codec.ts';

export type PageToIndex = {
  readonly page: RecordId;
  /** What it hangs under: a document as a rule. One that was never put is taken for a document without anything above it. */
  readonly under: RecordId;
  /** Null: the page has none. */
  readonly text: string | null;
  /** `read`: a machine read it. */
  readonly kind: TextKind;
  /** How sure the engine was on the whole, 0 to 1; null when nobody says. */
  readonly sure: number | null;
  /** What read it, with its version; null: nobody knows, or nothing did. */
  readonly engine: string | null;
  /** How sure it was of the word that begins at this place of the text. */
  readonly sureAt?: (start: number) => number | null;
  /** Left out: it is told by the text. */
  readonly class?: PageClass;
  /** The journal's number of its state. */
  readonly n?: number;
  /** Its place among the pages of what it hangs under: sorts as text. */
  readonly place?: string;
  /** The leaf as written. */
  readonly leaf?: string;
  readonly access?: OwnAccess;
  readonly tags?: readonly RecordId[];
  /** Which text it is, and as of when: one that is in already is not put in again. */
  readonly source?: string;
};

export type TextStore = {
  readonly db: Database;
  /** Why the file was made anew when it was opened; null: it was not. */
  readonly remade: Remade;
  /** In memory: what pages hang below, and the pages by their rows. */
  readonly nodes: NodeTree;
  readonly pages: PageSlots;
  /** In memory: the words of gated pages as they were read. */
  readonly suspects: Suspects;
  /** Puts pages in, each in the place of what it was before; what this host is refused is taken out instead. */
  put(pages: readonly PageToIndex[]): void;
  /** What takes time of putting a page in, before a transaction; then `putPrepared` within it. */
  prepare(page: PageToIndex): PreparedPage;
  putPrepared(page: PreparedPage): void;
  /** Writes what stands around an unchanged text; false when the page is not in with the text of this source. */
  refresh(page: PagePlace, source: string): boolean;
  remove(pages: readonly RecordId[]): void;
  putNodes(nodes: readonly NodeToIndex[]): void;
  /** The row of a page; null when it is not in. */
  pageOf(id: RecordId): number | null;
  idOfPage(page: number): RecordId | null;
  /** The number of a node; null when it is not known. */
  nodeOf(id: RecordId): number | null;
  idOfNode(node: number): RecordId | null;
  /** The text of a page as it stands; null when it has none. @throws TroubleError TEXT_INDEX_BROKEN */
  textOf(page: number): string | null;
  /** Runs `work` in one transaction. When it throws, what is in memory is read again from the disk. */
  batch<T>(work: () => T): T;
  close(): void;
};

export type StoreDeps = {
  /** Words that are right: on noisy pages those are no suspects. */
  readonly lexicon?: KnownWords;
  /** The confusion profile by which an engine's words are weighed. */
  readonly profileOf?: (engine: string) => string;
  /** What this host may find; left out: everything. */
  readonly grant?: Grant;
  /** Whose texts these are; of another one nothing is kept. */
  readonly archive?: string;
  /** Whatever is there is thrown away. */
  readonly anew?: boolean;
};

const NO_WORDS: KnownWords = { has: () => false };

/** `path` may be `:memory:`. @throws TroubleError TEXT_INDEX_BROKEN, or a disk code */
export function openTextStore(path: string, deps: StoreDeps = {}): TextStore {
  const { grant = STAFF_GRANT, lexicon = NO_WORDS } = deps;
  if (deps.anew === true) removeTextFile(path);
  const { db, remade } = openTextFile(path, {
    archive: deps.archive ?? '',
    analyser: String(ANALYSER_VERSION),
    grant: [...grant].sort().join(' '),
  });
  let nodes = createNodeTree(grant);
  let pages = createPageSlots(nodes);
  let suspects = createSuspects();
  // They stand for what is in memory now, which is another thing after a transaction that failed.
  const memory = {
    nodes: () => nodes,
    pages: () => pages,
    suspects: () => suspects,
  };
  const nodeTable = createNodeTable(db, memory);
  const suspectTable = createSuspectTable(db, memory);
  const pageTable = createPageTable(db, { memory, nodeTable, suspectTable, ...deps });
  const text = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM page_text WHERE id = ?');
  let isInBatch = false;

  function load(): void {
    nodes = createNodeTree(grant);
    pages = createPageSlots(nodes);
    suspects = createSuspects();
    nodeTable.load();
    pageTable.load();
    suspectTable.load();
  }

  function batch<T>(work: () => T): T {
    if (isInBatch) return work();
    isInBatch = true;
    try {
      return db.transaction(work);
    } catch (error) {
      load();
      throw error;
    } finally {
      isInBatch = false;
    }
  }

  load();
  return {
    db,
    remade,
    get nodes() {
      return nodes;
    },
    get pages() {
      return pages;
    },
    get suspects() {
      return suspects;
    },
    put(all) {
      const prepared = all.map((page) => preparePage(page, lexicon));
      batch(() => prepared.forEach((page) => pageTable.put(page)));
    },
    prepare: (page) => preparePage(page, lexicon),
    putPrepared: (page) => batch(() => pageTable.put(page)),
    refresh: (page, source) => batch(() => pageTable.refresh(page, source)),
    remove: (ids) => batch(() => ids.forEach((id) => pageTable.remove(id))),
    putNodes: (all) => batch(() => all.forEach((node) => nodeTable.put(node))),
    pageOf: (id) => pageTable.find(id),
    idOfPage: (page) => pageTable.idOf(page),
    nodeOf: (id) => nodeTable.find(id),
    idOfNode: (node) => nodeTable.idOf(node),
    textOf(page) {
      const row = text.get(page);
      return row === undefined ? null : unpackText(row.bytes);
    },
    batch,
    close: () => db.close(),
  };
}
