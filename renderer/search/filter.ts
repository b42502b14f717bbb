/**
 * Narrows by level, fonds, place, years, languages and tags, by looking at the columns of the slots alone. What a filter lets through is
 * kept until the filter or the index changes, so that each further letter of a query costs nothing more.
 */
import type { RecordId } from '../../shared/sync/op.ts';
import { codeOfType, INDEXED_TYPES, typeOfCode } from './indexed-types.ts';
import type { SlotIndex } from './slot-index.ts';

/** All of it must hold; an empty list asks nothing. */
export type Filter = {
  /** Any of these types. */
  readonly levels: readonly string[];
  /** In any of these fonds. */
  readonly fonds: readonly RecordId[];
  /** All of these tags. */
  readonly tags: readonly RecordId[];
  /** The dates overlap these years, both inclusive; null is open. */
  readonly from: number | null;
  readonly to: number | null;
  /** Any of these languages, ISO 639-3. */
  readonly languages: readonly string[];
  /** This record and all that is below it; null: anywhere. */
  readonly within: RecordId | null;
};

export const NO_FILTER: Filter = {
  levels: [],
  fonds: [],
  tags: [],
  from: null,
  to: null,
  languages: [],
  within: null,
};

/** How many there would be of each, with everything else of the query and the filter holding. */
export type Facets = {
  readonly levels: Readonly<Record<string, number>>;
  readonly fonds: Readonly<Record<RecordId, number>>;
  /** What the present choice has of each tag: choosing it too would leave so many. */
  readonly tags: Readonly<Record<RecordId, number>>;
  readonly languages: Readonly<Record<string, number>>;
  /** By the first year of each decade that the dates touch. */
  readonly years: Readonly<Record<string, number>>;
};

export function isEmptyFilter({ levels, fonds, tags, from, to, languages, within }: Filter): boolean {
  const isUnlisted = levels.length + fonds.length + tags.length + languages.length === 0;
  return isUnlisted && from === null && to === null && within === null;
}

/** What a slot is kept out by; one that is let through has none of these bits. */
const OUT_BY = { level: 1, fonds: 2, years: 4, tags: 8, dead: 16, languages: 32, place: 64 } as const;

export type Filterer = {
  /** For each slot the bits of `OUT_BY`. */
  outBy(filter: Filter): Uint8Array;
  /** Counts among `met`, the slots that have every word. */
  facetsOf(met: Iterable<number>, outBy: Uint8Array): Facets;
};

export function createFilterer(index: SlotIndex): Filterer {
  let last: { key: string; version: number; out: Uint8Array } | null = null;

  return {
    outBy(filter) {
      const key = JSON.stringify(filter);
      if (last?.key === key && last.version === index.version) return last.out;
      const out = last !== null && last.out.length >= index.used ? last.out : new Uint8Array(roomFor(index));
      fill(index, filter, out);
      last = { key, version: index.version, out };
      return out;
    },

    facetsOf(met, outBy) {
      const { columns, fonds, languages, tags } = index.table;
      const bySet = new Uint32Array(languages.length);
      const decades = createDecades();
      const byType = new Uint32Array(INDEXED_TYPES.length);
      const byFonds = new Uint32Array(fonds.length);
      const isIn = new Uint8Array(index.used);
      for (const slot of met) {
        const out = outBy[slot] ?? OUT_BY.dead;
        if ((out & ~OUT_BY.level) === 0) count(byType, columns.types[slot] ?? 0);
        const place = columns.fonds[slot] ?? -1;
        if (place >= 0 && (out & ~OUT_BY.fonds) === 0) count(byFonds, place);
        if ((out & ~OUT_BY.languages) === 0) count(bySet, columns.languages[slot] ?? 0);
        if ((out & ~OUT_BY.years) === 0) decades.add(columns.from[slot] ?? 0, columns.to[slot] ?? 0);
        if (out === 0) isIn[slot] = 1;
      }
      const byTag = [...tags].map(([tag, slots]) => [tag, countIn(slots, isIn)] as const);
      return {
        levels: named([...byType].map((number, type) => [typeOfCode(type), number])),
        fonds: named([...byFonds].map((number, place) => [fonds[place]?.id ?? '', number])),
        tags: named(byTag),
        languages: languagesOf(languages, bySet),
        years: decades.counts(),
      };
    },
  };
}

function roomFor(index: SlotIndex): number {
  return Math.ceil(index.used * 1.2) + 64;
}

function fill(index: SlotIndex, filter: Filter, out: Uint8Array): void {
  const { columns, tags } = index.table;
  const { types, alive } = columns;
  const typeOut = levelsOut(filter.levels);
  const tagsOut = filter.tags.length > 0 ? OUT_BY.tags : 0;
  for (let slot = 0; slot < index.used; slot++) {
    out[slot] = (typeOut[types[slot] ?? 0] ?? 0) | tagsOut | (alive[slot] === 1 ? 0 : OUT_BY.dead);
  }
  if (filter.fonds.length > 0) fillFonds(index, filter.fonds, out);
  if (filter.from !== null || filter.to !== null) fillYears(index, filter, out);
  if (filter.languages.length > 0) fillLanguages(index, filter.languages, out);
  if (filter.within !== null) fillPlace(index, filter.within, out);
  for (const slot of carriersOfAll(tags, filter.tags)) out[slot] = (out[slot] ?? 0) & ~OUT_BY.tags;
}

function levelsOut(levels: readonly string[]): Uint8Array {
  const wanted = new Set(levels.map(codeOfType));
  const isAny = wanted.size === 0;
  return Uint8Array.from(INDEXED_TYPES, (_, type) => (isAny || wanted.has(type) ? 0 : OUT_BY.level));
}

function fillFonds(index: SlotIndex, wanted: readonly RecordId[], out: Uint8Array): void {
  const { columns, fonds } = index.table;
  const isWanted = new Set(wanted);
  const fondsOut = Uint8Array.from(fonds, ({ id }) => (isWanted.has(id) ? 0 : OUT_BY.fonds));
  for (let slot = 0; slot < index.used; slot++) {
    out[slot] = (out[slot] ?? 0) | (fondsOut[columns.fonds[slot] ?? -1] ?? OUT_BY.fonds);
  }
}

function fillYears(index: SlotIndex, { from, to }: Filter, out: Uint8Array): void {
  const { columns } = index.table;
  const [earliest, latest] = [from ?? -Infinity, to ?? Infinity];
  for (let slot = 0; slot < index.used; slot++) {
    const overlaps = (columns.from[slot] ?? 0) <= latest && (columns.to[slot] ?? 0) >= earliest;
    if (!overlaps) out[slot] = (out[slot] ?? 0) | OUT_BY.years;
  }
}

function fillLanguages(index: SlotIndex, wanted: readonly string[], out: Uint8Array): void {
  const { columns, languages } = index.table;
  const setOut = Uint8Array.from(languages, (set) =>
    set.split(' ').some((language) => wanted.includes(language)) ? 0 : OUT_BY.languages,
  );
  for (let slot = 0; slot < index.used; slot++) {
    out[slot] = (out[slot] ?? 0) | (setOut[columns.languages[slot] ?? 0] ?? OUT_BY.languages);
  }
}

const UNKNOWN = 0;
const BELOW = 1;
const ELSEWHERE = 2;
/** Far deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 64;

function fillPlace(index: SlotIndex, within: RecordId, out: Uint8Array): void {
  const { alive, parents } = index.table.columns;
  const known = new Uint8Array(index.used);
  const root = index.anySlotOf(within);
  if (root !== undefined) known[root] = BELOW;
  const way: number[] = [];
  for (let slot = 0; slot < index.used; slot++) {
    if (alive[slot] !== 1) continue;
    way.length = 0;
    let next = slot;
    while (next >= 0 && known[next] === UNKNOWN && way.length < MAX_DEPTH) {
      way.push(next);
      next = newestSlot(index, parents[next] ?? -1);
    }
    const found = next >= 0 && known[next] === BELOW ? BELOW : ELSEWHERE;
    for (const each of way) known[each] = found;
    if (known[slot] !== BELOW) out[slot] = (out[slot] ?? 0) | OUT_BY.place;
  }
}

/** The slot that stands now for the record which an older slot may be of. */
function newestSlot(index: SlotIndex, slot: number): number {
  if (slot < 0 || index.table.columns.alive[slot] === 1) return slot;
  return index.anySlotOf(index.table.ids[slot] ?? '') ?? -1;
}

function carriersOfAll(
  tags: ReadonlyMap<RecordId, readonly number[]>,
  wanted: readonly RecordId[],
): number[] {
  const [first, ...more] = wanted.map((tag) => tags.get(tag) ?? []);
  const others = more.map((slots) => new Set(slots));
  return (first ?? []).filter((slot) => others.every((slots) => slots.has(slot)));
}

const DECADE = 10;
/** What is open towards one side counts on the other only. */
const [EARLIEST, LATEST] = [0, 2099];

/** Counts in how many dates each decade lies: where dates begin and end is noted, and summed up at the end. */
function createDecades() {
  const steps = new Int32Array(Math.ceil(LATEST / DECADE) + 2);
  return {
    add(from: number, to: number): void {
      if (from > to || to < EARLIEST || from > LATEST) return;
      const first = from < EARLIEST ? to : from;
      const last = to > LATEST ? first : to;
      const [begin, end] = [Math.floor(first / DECADE), Math.floor(last / DECADE) + 1];
      steps[begin] = (steps[begin] ?? 0) + 1;
      steps[end] = (steps[end] ?? 0) - 1;
    },
    counts(): Record<string, number> {
      let open = 0;
      return named([...steps].map((step, decade) => [String(decade * DECADE), (open += step)] as const));
    },
  };
}

function languagesOf(sets: readonly string[], bySet: Uint32Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [place, set] of sets.entries()) {
    const number = bySet[place] ?? 0;
    if (set === '' || number === 0) continue;
    for (const language of set.split(' ')) counts[language] = (counts[language] ?? 0) + number;
  }
  return counts;
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function countIn(slots: readonly number[], isIn: Uint8Array): number {
  let number = 0;
  for (const slot of slots) number += isIn[slot] ?? 0;
  return number;
}

/** Without what there is none of. */
function named(counts: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(counts.filter(([, number]) => number > 0));
}
