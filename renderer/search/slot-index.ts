/**
 * FlexSearch with slots. Every version of a record gets a slot number of its own; a new version clears the old one's bit
 * and is added, because FlexSearch's `update` scans the whole index (45 ms at 112,000 records, a slot takes 0.1 ms).
 * FlexSearch holds the postings; words are put together here, since its own intersection stops at a limit and so cannot
 * tell how many there are.
 */
import { Index, type Resolver } from 'flexsearch';
import type { RecordId } from '../../shared/sync/op.ts';
import { createTermDictionary, type TermDictionary } from './term-dictionary.ts';

/** Between the words of a record on their way through FlexSearch; no word has it. */
const SEPARATOR = '\n';
const FIRST_CAPACITY = 1024;

/** Scores by place in the text, 0 (front) to 8, each with the slots that have the word there; null in one read back from JSON. */
export type Postings = readonly (readonly number[] | null | undefined)[];

/** What stands beside each slot, and goes into a snapshot with the postings. */
type SlotTable = {
  readonly ids: string[];
  readonly types: string[];
  readonly alive: Uint8Array;
  readonly inherited: Uint32Array;
};

export type SlotIndex = {
  /** Puts a record in, in place of what was known of it. `inherited` marks what its children take from it. */
  put(id: RecordId, t: string, words: readonly string[], inherited: number): void;
  /** Takes a record out; one that is not in is none the worse. */
  remove(id: RecordId): void;
  /** The mark given with the last `put`; undefined when the record is not in. */
  inheritedOf(id: RecordId): number | undefined;
  postingsOf(term: string): Postings;
  readonly terms: TermDictionary;
  readonly slots: SlotTable;
  readonly used: number;
  readonly live: number;
  /** FlexSearch's own parts, synchronously, as JSON texts. */
  exportParts(take: (key: string, json: string) => void): void;
};

/** A stored index: the slots, and FlexSearch's parts already parsed. */
export type StoredIndex = {
  readonly slots: SlotTable;
  readonly parts: readonly { readonly key: string; readonly data: unknown }[];
};

export function createSlotIndex(stored?: StoredIndex): SlotIndex {
  const index = new Index({
    tokenize: 'strict',
    resolution: 9,
    encode: (text: string) => text.split(SEPARATOR),
  });
  const slotById = new Map<RecordId, number>();
  const ids: string[] = stored?.slots.ids ?? [];
  const types: string[] = stored?.slots.types ?? [];
  let alive = stored?.slots.alive ?? new Uint8Array(FIRST_CAPACITY);
  let inherited = stored?.slots.inherited ?? new Uint32Array(FIRST_CAPACITY);
  for (const [slot, id] of ids.entries()) if (alive[slot] === 1) slotById.set(id, slot);
  const terms = createTermDictionary(stored === undefined ? [] : importParts(index, stored));

  function grow(): void {
    const capacity = Math.max(FIRST_CAPACITY, Math.ceil(ids.length * 1.5));
    const [moreAlive, moreInherited] = [new Uint8Array(capacity), new Uint32Array(capacity)];
    moreAlive.set(alive);
    moreInherited.set(inherited);
    alive = moreAlive;
    inherited = moreInherited;
  }

  function remove(id: RecordId): void {
    const slot = slotById.get(id);
    if (slot === undefined) return;
    alive[slot] = 0;
    slotById.delete(id);
  }

  return {
    put(id, t, words, mark) {
      remove(id);
      const slot = ids.length;
      ids.push(id);
      types.push(t);
      if (slot >= alive.length) grow();
      alive[slot] = 1;
      inherited[slot] = mark;
      slotById.set(id, slot);
      for (const word of words) terms.add(word);
      if (words.length > 0) index.add(slot, words.join(SEPARATOR));
    },
    remove,
    inheritedOf(id) {
      const slot = slotById.get(id);
      return slot === undefined ? undefined : inherited[slot];
    },
    postingsOf(term) {
      const found = index.search({ query: term, resolve: false }) as Resolver & {
        result: Postings;
      };
      return found.result;
    },
    terms,
    get slots() {
      return { ids, types, alive, inherited };
    },
    get used() {
      return ids.length;
    },
    get live() {
      return slotById.size;
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
