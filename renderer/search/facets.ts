/** Counts for each filter what choosing it would leave. */
import { STATUSES } from '../../shared/model/elements.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { OUT_BY } from './filter.ts';
import { INDEXED_TYPES, typeOfCode } from './indexed-types.ts';
import type { SlotIndex } from './slot-index.ts';

/** How many there would be of each, with everything else of the query and the filter holding. */
export type Facets = {
  readonly levels: Readonly<Record<string, number>>;
  readonly fonds: Readonly<Record<RecordId, number>>;
  /** What the present choice has of each tag: choosing it too would leave so many. */
  readonly tags: Readonly<Record<RecordId, number>>;
  readonly languages: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** By the first year of each decade that the dates touch. */
  readonly years: Readonly<Record<string, number>>;
};

/** Counts among `met`, the slots that the words lead to; `outBy` as the filter has it. */
export function countFacets(index: SlotIndex, met: Iterable<number>, outBy: Uint8Array): Facets {
  const { columns, fonds, languages, tags } = index.table;
  /** `take` gets the slots that everything but this part of the filter lets through. */
  const each = (but: number, take: (slot: number) => void): void => {
    for (const slot of met) if (((outBy[slot] ?? OUT_BY.dead) & ~but) === 0) take(slot);
  };
  const byType = new Uint32Array(INDEXED_TYPES.length);
  each(OUT_BY.level, (slot) => count(byType, columns.types[slot]));
  const byFonds = new Uint32Array(fonds.length);
  each(OUT_BY.fonds, (slot) => count(byFonds, columns.fonds[slot]));
  const bySet = new Uint32Array(languages.length);
  each(OUT_BY.languages, (slot) => count(bySet, columns.languages[slot]));
  const byStatus = new Uint32Array(STATUSES.length + 1);
  each(OUT_BY.status, (slot) => count(byStatus, columns.statuses[slot]));
  const decades = createDecades();
  each(OUT_BY.years, (slot) => decades.add(columns.from[slot] ?? 0, columns.to[slot] ?? 0));
  const isIn = new Uint8Array(index.used);
  each(0, (slot) => {
    isIn[slot] = 1;
  });
  return {
    levels: named([...byType].map((number, type) => [typeOfCode(type), number])),
    fonds: named([...byFonds].map((number, place) => [fonds[place]?.id ?? '', number])),
    tags: named([...tags].map(([tag, slots]) => [tag, countIn(slots, isIn)])),
    languages: languagesOf(languages, bySet),
    statuses: named(STATUSES.map((status, i) => [status, byStatus[i + 1] ?? 0])),
    years: decades.counts(),
  };
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

/** Beyond the counts, and -1 for none, nothing is counted. */
function count(counts: Uint32Array, at = -1): void {
  const before = counts[at];
  if (before !== undefined) counts[at] = before + 1;
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
