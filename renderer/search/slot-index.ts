/**
 * FlexSearch with slots. Every version of a record gets a slot number of its own; a new version clears the old one's bit
 * and is added, because FlexSearch's `update` scans the whole index (45 ms at 112,000 records, a slot takes 0.1 ms).
 * FlexSearch holds the postings; words are put together here, since its own intersection stops at a limit and so cannot
 * tell how many there are.
 */
import { Index, type Resolver } from 'flexsearch';
import type { RecordId } from '../../shared/sync/op.ts';
import { emptyTable, grown, writeFacts, type Facts, type SlotTable } from './slot-table.ts';
import { createTermDictionary, type TermDictionary } from './term-dictionary.ts';

/** Between the words of a record on their way through FlexSearch; no word has it. */
const SEPARATOR = '\n';

/**
 * Scores by place in the text, 0 (front) to 8, each with the slots that have the word there, rising; null in one read back
 * from JSON.
 */
export type Postings = readonly (readonly number[] | null | undefined)[];

/** What is known of a record, and the words that it is found by. */
export type Entry = Facts & { readonly words: readonly string[] };

export type SlotIndex = {
  /** Puts a record in, in place of what was known of it. */
  put(entry: Entry): void;
  /** Takes a record out; one that is not in is none the worse. */
  remove(id: RecordId): void;
  /** The slot of a record; undefined when it is not in. */
  slotOf(id: RecordId): number | undefined;
  /** The mark given with the last `put`; undefined when the record is not in. */
  inheritedOf(id: RecordId): number | undefined;
  postingsOf(term: string): Postings;
  readonly terms: TermDictionary;
  readonly table: SlotTable;
  readonly used: number;
  readonly live: number;
  /** Another one after every change, so that what was derived from the slots is known to be old. */
  readonly version: number;
  /** FlexSearch's own parts, synchronously, as JSON texts. */
  exportParts(take: (key: string, json: string) => void): void;
};

/** A stored index: the slots, and FlexSearch's parts already parsed. */
export type StoredIndex = {
  readonly table: SlotTable;
  readonly parts: readonly { readonly key: string; readonly data: unknown }[];
};

export function createSlotIndex(stored?: StoredIndex): SlotIndex {
  const index = new Index({
    tokenize: 'strict',
    resolution: 9,
    encode: (text: string) => text.split(SEPARATOR),
  });
  let table = stored?.table ?? emptyTable();
  const { ids } = table;
  const slotById = new Map<RecordId, number>();
  for (const [slot, id] of ids.entries()) if (table.columns.alive[slot] === 1) slotById.set(id, slot);
  const fondsPlaces = new Map(table.fonds.map(({ id }, place) => [id, place]));
  const terms = createTermDictionary(stored === undefined ? [] : importParts(index, stored));
  let version = 0;

  function remove(id: RecordId): void {
    const slot = slotById.get(id);
    if (slot === undefined) return;
    version++;
    table.columns.alive[slot] = 0;
    slotById.delete(id);
  }

  return {
    put(entry) {
      remove(entry.id);
      version++;
      const slot = ids.length;
      ids.push(entry.id);
      if (slot >= table.columns.types.length) table = { ...table, columns: grown(table.columns) };
      writeFacts(table, fondsPlaces, slot, entry);
      slotById.set(entry.id, slot);
      for (const word of entry.words) terms.add(word);
      if (entry.words.length > 0) index.add(slot, entry.words.join(SEPARATOR));
    },
    remove,
    slotOf: (id) => slotById.get(id),
    inheritedOf(id) {
      const slot = slotById.get(id);
      return slot === undefined ? undefined : table.columns.inherited[slot];
    },
    postingsOf(term) {
      const found = index.search({ query: term, resolve: false }) as Resolver & {
        result: Postings;
      };
      return found.result;
    },
    terms,
    get table() {
      return table;
    },
    get used() {
      return ids.length;
    },
    get live() {
      return slotById.size;
    },
    get version() {
      return version;
    },
    exportParts(take) {
      index.export((key, data) => take(key, data));
    },
  };
}

/** Fills FlexSearch; answers its terms, which are the keys of its map. */
function importParts(index: Index, stored: StoredIndex): string[] {
  const terms: string[] = [];
  for (const { key, data } of stored.parts) {
    // Its types know texts only; it parses those and takes what is parsed already as it is.
    index.import(key, data as string);
    if (key.endsWith('map')) for (const [term] of data as [string, unknown][]) terms.push(term);
  }
  return terms;
}
