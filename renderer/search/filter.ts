/**
 * Narrows by level, fonds, place, years, languages and tags, by looking at the columns of the slots alone. What a filter lets through is
 * kept until the filter or the index changes, so that each further letter of a query costs nothing more.
 */
import type { RecordId } from '../../shared/sync/op.ts';
import { codeOfType, INDEXED_TYPES } from './indexed-types.ts';
import { isBelow } from './place.ts';
import type { SlotIndex } from './slot-index.ts';
import { codeOfStatus } from './slot-table.ts';

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
  /** Any of these states of the description (`STATUSES`); all of them where nothing is said. */
  readonly statuses?: readonly string[];
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

export function isEmptyFilter({ from, to, within, ...lists }: Filter): boolean {
  const isUnlisted = Object.values(lists).every((list) => list.length === 0);
  return isUnlisted && from === null && to === null && within === null;
}

/** What a slot is kept out by; one that is let through has none of these bits. */
export const OUT_BY = {
  level: 1,
  fonds: 2,
  years: 4,
  tags: 8,
  dead: 16,
  languages: 32,
  place: 64,
  status: 128,
} as const;

export type Filterer = {
  /** For each slot the bits of `OUT_BY`. */
  outBy(filter: Filter): Uint8Array;
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
  fillStatuses(index, filter.statuses ?? [], out);
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

function fillStatuses(index: SlotIndex, wanted: readonly string[], out: Uint8Array): void {
  if (wanted.length === 0) return;
  const { statuses } = index.table.columns;
  const codes = new Set(wanted.map(codeOfStatus));
  for (let slot = 0; slot < index.used; slot++) {
    const isWanted = codes.has(statuses[slot] ?? 0);
    if (!isWanted) out[slot] = (out[slot] ?? 0) | OUT_BY.status;
  }
}

function fillPlace(index: SlotIndex, within: RecordId, out: Uint8Array): void {
  const below = isBelow(index, within);
  for (let slot = 0; slot < index.used; slot++) {
    if (below[slot] !== 1) out[slot] = (out[slot] ?? 0) | OUT_BY.place;
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
