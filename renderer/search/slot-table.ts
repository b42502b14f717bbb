/** What stands beside each slot of the index: columns of numbers, the ids, the fonds, and which slots carry a tag. */
import { STATUSES } from '../../shared/model/elements.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { codeOfType } from './indexed-types.ts';
import { firstDayOf, lastDayOf, type Years } from './years.ts';

/** A fonds with the text that sorts it among the others. */
export type FondsOfEntry = { readonly id: RecordId; readonly sort: string };

/** All that filters, sorting and checking need of an entry besides its words. */
export type Facts = {
  readonly id: RecordId;
  readonly t: string;
  /** Marks what its children take from it. */
  readonly inherited: number;
  /** The fonds that it lies in, itself when it is one; null when it is not placed. */
  readonly fonds: FondsOfEntry | null;
  readonly years: Years;
  /** Sorts it by its code within its fonds, see `code-order.ts`. */
  readonly order: number;
  readonly tags: readonly RecordId[];
  /** ISO 639-3, in the order of the codes. */
  readonly languages: readonly string[];
  /** How far its description has come; null: nobody said. */
  readonly status: string | null;
  /** What it hangs under, and so on to the top. */
  readonly above: readonly RecordId[];
  /** When it was written last, in seconds since 1970. */
  readonly changed: number;
};

/** One array for each fact, long enough for `used` slots and usually longer. */
export type Columns = {
  readonly types: Uint8Array;
  readonly alive: Uint8Array;
  readonly inherited: Uint32Array;
  /** Places in `fonds`; -1 is none. */
  readonly fonds: Int32Array;
  readonly from: Int16Array;
  readonly to: Int16Array;
  /** The first and last day, see `years.ts`. */
  readonly fromDay: Int32Array;
  readonly toDay: Int32Array;
  readonly order: Float64Array;
  /** A slot, living or dead, of the record that it hangs under; -1 at the top. */
  readonly parents: Int32Array;
  /** Places in `languages`. */
  readonly languages: Uint16Array;
  /** Places in `STATUSES`, counted from 1; 0 is none. */
  readonly statuses: Uint8Array;
  readonly changed: Float64Array;
};

export type SlotTable = {
  readonly ids: RecordId[];
  readonly columns: Columns;
  readonly fonds: FondsOfEntry[];
  /** Sets of languages, each with its codes parted by spaces; the first one is empty. */
  readonly languages: string[];
  /** By tag: the slots that carry it, dead ones among them, from the oldest to the newest. */
  readonly tags: Map<RecordId, number[]>;
};

const FIRST_CAPACITY = 1024;

export function emptyTable(): SlotTable {
  return { ids: [], columns: columnsOf(FIRST_CAPACITY), fonds: [], languages: [''], tags: new Map() };
}

function columnsOf(capacity: number): Columns {
  return {
    types: new Uint8Array(capacity),
    alive: new Uint8Array(capacity),
    inherited: new Uint32Array(capacity),
    fonds: new Int32Array(capacity),
    from: new Int16Array(capacity),
    to: new Int16Array(capacity),
    fromDay: new Int32Array(capacity),
    toDay: new Int32Array(capacity),
    order: new Float64Array(capacity),
    parents: new Int32Array(capacity),
    languages: new Uint16Array(capacity),
    statuses: new Uint8Array(capacity),
    changed: new Float64Array(capacity),
  };
}

/** The same columns with room for more. */
export function grown(columns: Columns): Columns {
  const more = columnsOf(Math.max(FIRST_CAPACITY, Math.ceil(columns.types.length * 1.5)));
  for (const name of Object.keys(columns) as (keyof Columns)[]) more[name].set(columns[name]);
  return more;
}

/** Where each fonds and each set of languages stands in the table. */
export type Places = { readonly fonds: Map<RecordId, number>; readonly languages: Map<string, number> };

export function placesIn({ fonds, languages }: SlotTable): Places {
  return {
    fonds: new Map(fonds.map(({ id }, place) => [id, place])),
    languages: new Map(languages.map((set, place) => [set, place])),
  };
}

/** Writes the facts of a new slot; `parent` is a slot of what it hangs under. */
export function writeFacts(
  table: SlotTable,
  places: Places,
  slot: number,
  facts: Facts,
  parent: number,
): void {
  const { columns } = table;
  columns.types[slot] = codeOfType(facts.t) ?? 0;
  columns.alive[slot] = 1;
  columns.inherited[slot] = facts.inherited;
  columns.fonds[slot] = facts.fonds === null ? -1 : placeOfFonds(table, places.fonds, facts.fonds);
  columns.from[slot] = facts.years.from;
  columns.to[slot] = facts.years.to;
  columns.fromDay[slot] = firstDayOf(facts.years);
  columns.toDay[slot] = lastDayOf(facts.years);
  columns.order[slot] = facts.order;
  columns.parents[slot] = parent;
  columns.languages[slot] = placeOfLanguages(table, places.languages, facts.languages);
  columns.statuses[slot] = codeOfStatus(facts.status);
  columns.changed[slot] = facts.changed;
  for (const tag of facts.tags) {
    const slots = table.tags.get(tag);
    if (slots === undefined) table.tags.set(tag, [slot]);
    else slots.push(slot);
  }
}

/** From 1; 0 for none, and for one that this program does not know. */
export function codeOfStatus(status: string | null): number {
  return STATUSES.findIndex((each) => each === status) + 1;
}

/** The fonds' place in the table, put in when it is new; its sort text is the newest one told. */
function placeOfFonds(table: SlotTable, places: Map<RecordId, number>, fonds: FondsOfEntry): number {
  const known = places.get(fonds.id);
  if (known !== undefined) {
    if (table.fonds[known]?.sort !== fonds.sort) table.fonds[known] = fonds;
    return known;
  }
  const place = table.fonds.push(fonds) - 1;
  places.set(fonds.id, place);
  return place;
}

function placeOfLanguages(
  table: SlotTable,
  places: Map<string, number>,
  languages: readonly string[],
): number {
  const set = languages.join(' ');
  const known = places.get(set);
  if (known !== undefined) return known;
  const place = table.languages.push(set) - 1;
  places.set(set, place);
  return place;
}

/** Whether the rising `slots` hold this one. */
export function holdsSlot(slots: readonly number[], slot: number): boolean {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle] ?? 0) < slot) low = middle + 1;
    else high = middle;
  }
  return slots[low] === slot;
}
