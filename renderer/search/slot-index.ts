/**
 * FlexSearch with slots. Every version of a record gets a slot number of its own; a new version clears the old one's bit
 * and is added, because FlexSearch's `update` scans the whole index (45 ms at 112,000 records, a slot takes 0.1 ms).
 * FlexSearch holds the postings; words are put together here, since its own intersection stops at a limit and so cannot
 * tell how many there are.
 */
import { Index, type Resolver } from 'flexsearch';
import type { RecordId } from '../../shared/sync/op.ts';
import { emptyTable, grown, placesIn, writeFacts, type Facts, type SlotTable } from './slot-table.ts';
import type { Run } from './runs.ts';
import { createTermDictionary, type StoredTerms, type TermDictionary } from './term-dictionary.ts';
import { FIELD } from './text-fields.ts';
import { createWordStore, type NumberedRun, type StoredWords, type WordStore } from './word-store.ts';

/** Between the words of a record on their way through FlexSearch; no word has it. */
const SEPARATOR = '\n';

/**
 * By the part of the record (`text-fields.ts`): the slots that have the word there and in no weightier part, rising; null in one
 * read back from JSON.
 */
export type Postings = readonly (readonly number[] | null | undefined)[];

/** What is known of a record, and the words that it is found by. */
export type Entry = Facts & { readonly runs: readonly Run[] };

export type SlotIndex = {
  /** Puts a record in, in place of what was known of it. */
  put(entry: Entry): void;
  /** Takes a record out; one that is not in is none the worse. */
  remove(id: RecordId): void;
  /** The slot of a record; undefined when it is not in. */
  slotOf(id: RecordId): number | undefined;
  /** The same, or a dead slot that stands for it; undefined when nothing is known of it. */
  anySlotOf(id: RecordId): number | undefined;
  /** The mark given with the last `put`; undefined when the record is not in. */
  inheritedOf(id: RecordId): number | undefined;
  postingsOf(term: string): Postings;
  readonly terms: TermDictionary;
  readonly words: WordStore;
  /** The runs with their words as numbers; null where one of the words is not in the index. */
  numbered(runs: readonly Run[]): NumberedRun[] | null;
  readonly table: SlotTable;
  readonly used: number;
  readonly live: number;
  /** Another one after every change, so that what was derived from the slots is known to be old. */
  readonly version: number;
  /** FlexSearch's own parts, synchronously, as JSON texts. */
  exportParts(take: (key: string, json: string) => void): void;
};

/** A stored index: the slots, their words, the terms' order and keys, and FlexSearch's parts already parsed. */
export type StoredIndex = {
  readonly table: SlotTable;
  readonly words: StoredWords;
  readonly terms: StoredTerms;
  readonly parts: readonly { readonly key: string; readonly data: unknown }[];
};

export function createSlotIndex(stored?: StoredIndex): SlotIndex {
  /** The part that each word stands in of the record that is being put in. */
  let partsNow: readonly number[] = [];
  const index = new Index({
    tokenize: 'strict',
    resolution: 9,
    encode: (text: string) => text.split(SEPARATOR),
    score: (_words: string[], _word: string, at: number) => partsNow[at] ?? 0,
  });
  let table = stored?.table ?? emptyTable();
  const { ids } = table;
  const slotById = new Map<RecordId, number>();
  for (const [slot, id] of ids.entries()) if (table.columns.alive[slot] === 1) slotById.set(id, slot);
  const places = placesIn(table);
  const terms = createTermDictionary(stored === undefined ? [] : importParts(index, stored), stored?.terms);
  const words = createWordStore(stored?.words);
  /** A slot of each record that is not in, or not in any more: others may hang under it. */
  const absent = new Map<RecordId, number>();
  for (const [slot, id] of ids.entries()) if (!slotById.has(id)) absent.set(id, slot);
  let version = 0;

  function remove(id: RecordId): void {
    const slot = slotById.get(id);
    if (slot === undefined) return;
    version++;
    table.columns.alive[slot] = 0;
    // What hangs under it tells anew where it lies.
    table.columns.parents[slot] = -1;
    slotById.delete(id);
    absent.set(id, slot);
  }

  function nextSlot(id: RecordId): number {
    const slot = ids.push(id) - 1;
    if (slot >= table.columns.types.length) table = { ...table, columns: grown(table.columns) };
    return slot;
  }

  /** The slot of the nearest one above; for one that is not in a dead slot stands, which knows what that one hangs under. */
  function slotAbove([id, ...further]: readonly RecordId[]): number {
    if (id === undefined) return -1;
    const known = slotById.get(id);
    if (known !== undefined) return known;
    const slot = absent.get(id) ?? deadSlot(id);
    table.columns.parents[slot] = slotAbove(further);
    return slot;
  }

  function deadSlot(id: RecordId): number {
    const slot = nextSlot(id);
    table.columns.fonds[slot] = -1;
    words.push([]);
    absent.set(id, slot);
    return slot;
  }

  /** Numbers come in the order in which FlexSearch first sees the words: so its map is the list of the terms. */
  function takeIn(slot: number, runs: readonly Run[]): void {
    const content: string[] = [];
    const parts: number[] = [];
    const take = (word: string, field: number): number => {
      content.push(word);
      parts.push(field);
      return terms.add(word, field !== FIELD.code);
    };
    words.push(
      runs.map(({ field, words, also }) => ({
        field,
        words: words.map((word) => take(word, field)),
        also: also.map(([at, form]) => [at, take(form, field)] as const),
      })),
    );
    if (content.length === 0) return;
    partsNow = parts;
    index.add(slot, content.join(SEPARATOR));
  }

  return {
    put(entry) {
      remove(entry.id);
      version++;
      const parent = slotAbove(entry.above);
      const slot = nextSlot(entry.id);
      writeFacts(table, places, slot, entry, parent);
      slotById.set(entry.id, slot);
      absent.delete(entry.id);
      takeIn(slot, entry.runs);
    },
    remove,
    slotOf: (id) => slotById.get(id),
    anySlotOf: (id) => slotById.get(id) ?? absent.get(id),
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
    words,
    numbered: (runs) => numberRuns(terms, runs),
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

function numberRuns(terms: TermDictionary, runs: readonly Run[]): NumberedRun[] | null {
  let isKnown = true;
  const numberOf = (word: string): number => {
    const number = terms.numberOf(word);
    if (number === undefined) isKnown = false;
    return number ?? 0;
  };
  const numbered = runs.map(({ field, words, also }) => ({
    field,
    words: words.map(numberOf),
    also: also.map(([at, form]) => [at, numberOf(form)] as const),
  }));
  return isKnown ? numbered : null;
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
