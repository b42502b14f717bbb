/**
 * Narrows by level, fonds, years and tags, by looking at the columns of the slots alone. What a filter lets through is
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
};

export const NO_FILTER: Filter = { levels: [], fonds: [], tags: [], from: null, to: null };

/** How many there would be of each, with everything else of the query and the filter holding. */
export type Facets = {
  readonly levels: Readonly<Record<string, number>>;
  readonly fonds: Readonly<Record<RecordId, number>>;
  /** What the present choice has of each tag: choosing it too would leave so many. */
  readonly tags: Readonly<Record<RecordId, number>>;
};

export function isEmptyFilter({ levels, fonds, tags, from, to }: Filter): boolean {
  return levels.length === 0 && fonds.length === 0 && tags.length === 0 && from === null && to === null;
}

/** What a slot is kept out by; one that is let through has none of these bits. */
const OUT_BY = { level: 1, fonds: 2, years: 4, tags: 8, dead: 16 } as const;

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
      const { columns, fonds, tags } = index.table;
      const byType = new Uint32Array(INDEXED_TYPES.length);
      const byFonds = new Uint32Array(fonds.length);
      const isIn = new Uint8Array(index.used);
      for (const slot of met) {
        const out = outBy[slot] ?? OUT_BY.dead;
        if ((out & ~OUT_BY.level) === 0) count(byType, columns.types[slot] ?? 0);
        const place = columns.fonds[slot] ?? -1;
        if (place >= 0 && (out & ~OUT_BY.fonds) === 0) count(byFonds, place);
        if (out === 0) isIn[slot] = 1;
      }
      const byTag = [...tags].map(([tag, slots]) => [tag, countIn(slots, isIn)] as const);
      return {
        levels: named([...byType].map((number, type) => [typeOfCode(type), number])),
        fonds: named([...byFonds].map((number, place) => [fonds[place]?.id ?? '', number])),
        tags: named(byTag),
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

function carriersOfAll(
  tags: ReadonlyMap<RecordId, readonly number[]>,
  wanted: readonly RecordId[],
): number[] {
  const [first, ...more] = wanted.map((tag) => tags.get(tag) ?? []);
  const others = more.map((slots) => new Set(slots));
  return (first ?? []).filter((slot) => others.every((slots) => slots.has(slot)));
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
