import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { STATUSES } from '../../shared/model/elements.ts';
import { numberSortKey } from '../../shared/model/number-sort-key.ts';
import type { NumberPart } from '../../shared/model/record-types.ts';
import { codeOrder } from './code-order.ts';
import { isEmptyFilter, NO_FILTER, type Filter } from './filter.ts';
import { codeOfType, INDEXED_TYPES } from './indexed-types.ts';
import { createSearcher } from './query.ts';
import { createSlotIndex, type Entry } from './slot-index.ts';
import { packIndex, unpackIndex } from './snapshot.ts';
import { wordsIn } from './runs.ts';
import { FIELD } from './text-fields.ts';
import { NO_YEARS, yearsOf } from './years.ts';

const TAGS = ['t1', 't2', 't3'];
const FONDS = [
  { id: 'f9', sort: numberSortKey({ num: 9 }) },
  { id: 'f10', sort: numberSortKey({ num: 10 }) },
  { id: 'fр1', sort: numberSortKey({ prefix: 'Р', num: 1 }) },
];
const WORDS = ['мектеп', 'мекен', 'школа', 'земля'];
const LANGUAGES = ['kaz', 'rus'];
const ids = Array.from({ length: 30 }, (_, i) => `r${i}`);

const entryOf = (id: string): fc.Arbitrary<Entry> =>
  fc.record({
    id: fc.constant(id),
    t: fc.constantFrom(...INDEXED_TYPES),
    runs: fc.subarray(WORDS, { minLength: 1 }).map((words) => [{ field: FIELD.title, words, also: [] }]),
    inherited: fc.nat(),
    fonds: fc.option(fc.constantFrom(...FONDS)),
    years: fc.oneof(
      fc.constant(NO_YEARS),
      fc
        .tuple(fc.integer({ min: 1900, max: 1910 }), fc.nat({ max: 4 }))
        .map(([from, more]) => ({ from, to: from + more })),
    ),
    order: fc.nat({ max: 5 }),
    tags: fc.subarray(TAGS),
    languages: fc.subarray(LANGUAGES),
    status: fc.constantFrom(null, ...STATUSES),
    above: fc.option(fc.constantFrom(...ids)).map((parent) => (parent === null ? [] : [parent])),
    changed: fc.nat({ max: 5 }),
  });
/** Some of them are put in again, and some taken out. */
const history = fc.array(
  fc
    .constantFrom(...ids)
    .chain((id) =>
      fc.oneof({ weight: 6, arbitrary: entryOf(id) }, { weight: 1, arbitrary: fc.constant(id) }),
    ),
  { minLength: 5, maxLength: 60 },
);
const year = fc.option(fc.integer({ min: 1895, max: 1918 }));
const filter: fc.Arbitrary<Filter> = fc.record({
  levels: fc.subarray([...INDEXED_TYPES], { maxLength: 3 }),
  fonds: fc.subarray(['f9', 'f10', 'fр1', 'gone'], { maxLength: 2 }),
  tags: fc.subarray([...TAGS, 'gone'], { maxLength: 2 }),
  from: year,
  to: year,
  languages: fc.subarray(LANGUAGES),
  within: fc.option(fc.constantFrom(...ids, 'gone'), { freq: 2 }),
  statuses: fc.subarray([...STATUSES], { maxLength: 2 }),
});

const passes = (kept: ReadonlyMap<string, Entry>, entry: Entry, filter: Filter): boolean =>
  (filter.languages.length === 0 || filter.languages.some((each) => entry.languages.includes(each))) &&
  (filter.statuses === undefined ||
    filter.statuses.length === 0 ||
    (entry.status !== null && filter.statuses.includes(entry.status))) &&
  (filter.within === null || isBelow(kept, entry.id, filter.within)) &&
  hasFacts(entry, filter);

const hasFacts = (entry: Entry, { levels, fonds, tags, from, to }: Filter): boolean =>
  (levels.length === 0 || levels.includes(entry.t)) &&
  (fonds.length === 0 || fonds.includes(entry.fonds?.id ?? '')) &&
  tags.every((tag) => entry.tags.includes(tag)) &&
  ((from === null && to === null) ||
    (entry.years !== NO_YEARS &&
      entry.years.from <= (to ?? Infinity) &&
      entry.years.to >= (from ?? -Infinity)));

/** By walking up; what is not in leads nowhere, and a loop is left. */
function isBelow(kept: ReadonlyMap<string, Entry>, id: string, within: string): boolean {
  const seen = new Set<string>();
  for (let next: string | undefined = id; next !== undefined && !seen.has(next);) {
    if (next === within) return true;
    seen.add(next);
    next = kept.get(next)?.above[0];
  }
  return false;
}

function decadesOf({ years }: Entry): string[] {
  if (years === NO_YEARS) return [];
  const [first, last] = [Math.floor(years.from / 10), Math.floor(years.to / 10)];
  return Array.from({ length: last - first + 1 }, (_, i) => String((first + i) * 10));
}

function countBy(
  entries: readonly Entry[],
  keysOf: (entry: Entry) => readonly string[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of entries.flatMap(keysOf)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

describe('filters', () => {
  it('let through what a look at every entry lets through, and count it, also after being stored', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(filter, { maxLength: 4 }),
        fc.constantFrom('', 'мек', 'школа '),
        async (acts, filters, text) => {
          const index = createSlotIndex();
          const kept = new Map<string, Entry>();
          for (const act of acts) {
            if (typeof act === 'string') {
              index.remove(act);
              kept.delete(act);
            } else {
              index.put(act);
              kept.set(act.id, act);
            }
          }
          const again = createSlotIndex(must(await unpackIndex(await packIndex(index)), 'whole'));
          const entries = [...kept.values()].filter(
            ({ runs }) =>
              text === '' ||
              wordsIn(runs).some((word) =>
                text.endsWith(' ') ? word === text.trim() : word.startsWith(text),
              ),
          );
          for (const searcher of [createSearcher(index), createSearcher(again)]) {
            for (const asked of [...filters, ...filters, NO_FILTER]) {
              const found = searcher.search(text, 1000, { filter: asked, facets: true });
              const right = entries.filter((entry) => passes(kept, entry, asked));
              expect(found.total).toBe(right.length);
              // Nothing asked lists nothing; it is only counted.
              if (text !== '' || !isEmptyFilter(asked)) {
                const exact = found.hits.filter((hit) => hit.near === undefined).map((hit) => hit.id);
                expect(exact.sort()).toEqual(right.map(({ id }) => id).sort());
              }
              const but = (part: Partial<Filter>) =>
                entries.filter((entry) => passes(kept, entry, { ...asked, ...part }));
              expect(found.facets).toEqual({
                levels: countBy(but({ levels: [] }), ({ t }) => [t]),
                fonds: countBy(but({ fonds: [] }), ({ fonds }) => (fonds === null ? [] : [fonds.id])),
                tags: countBy(right, ({ tags }) => tags),
                languages: countBy(but({ languages: [] }), ({ languages }) => languages),
                statuses: countBy(but({ statuses: [] }), ({ status }) => (status === null ? [] : [status])),
                years: countBy(but({ from: null, to: null }), decadesOf),
              });
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('list without words by fonds, then by code, at most so many', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 40 }), (acts, limit) => {
        const index = createSlotIndex();
        for (const act of acts) if (typeof act !== 'string') index.put(act);
        const levels = INDEXED_TYPES.filter((_, i) => i % 2 === 0);
        const { hits } = createSearcher(index).search('', limit, { filter: { ...NO_FILTER, levels } });
        const newest = new Map(
          acts.flatMap((act, i) => (typeof act === 'string' ? [] : [[act.id, { act, i }] as const])),
        );
        const sorted = [...newest.values()]
          .filter(({ act }) => levels.some((level) => level === act.t))
          .sort((a, b) => {
            const [x, y] = [a.act.fonds?.sort ?? '\uffff', b.act.fonds?.sort ?? '\uffff'];
            return (x < y ? -1 : x > y ? 1 : 0) || a.act.order - b.act.order || a.i - b.i;
          });
        expect(hits.map((hit) => hit.id)).toEqual(sorted.slice(0, limit).map(({ act }) => act.id));
      }),
      { numRuns: 300 },
    );
  });

  it('list without words nothing as uncertain, and count nothing so', () => {
    const index = createSlotIndex();
    index.put(must(fc.sample(entryOf('r1'), 1)[0], 'an entry'));
    const searcher = createSearcher(index);
    expect(searcher.search('', 10, { facets: true }).facets?.levels).not.toEqual({});
    const found = searcher.search('', 10, {
      filter: { ...NO_FILTER, from: -9999, to: 9999 },
      facets: true,
      certainty: 'uncertain',
    });
    expect(found).toMatchObject({ hits: [], total: 0, counts: { certain: 0, uncertain: 0 }, next: null });
    expect(found.facets?.levels).toEqual({});
  });
});

describe('the order of codes', () => {
  const number: fc.Arbitrary<NumberPart> = fc.record(
    { num: fc.nat({ max: 60_000 }), suffix: fc.constantFrom('а', 'ә', 'б', 'я') },
    { requiredKeys: ['num'] },
  );
  const path = fc.record({ inventory: number, unit: number }, { requiredKeys: [] });

  it('is that of the keys by which lists are sorted', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        const unit = must(codeOfType('unit'), 'indexed');
        const keyOf = ({ inventory, unit: own }: typeof a) =>
          `${inventory === undefined ? '' : numberSortKey(inventory)} ${own === undefined ? '' : numberSortKey(own)}`;
        const [x, y] = [keyOf(a), keyOf(b)];
        expect(Math.sign(codeOrder(unit, a) - codeOrder(unit, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('years', () => {
  it.each([
    ['1937', 1937, 1937],
    ['1921/1937', 1921, 1937],
    ['193X', 1930, 1939],
    ['../1917', -32_768, 1917],
    ['1940/..', 1940, 32_767],
    ['{1937,1939..1941}', 1937, 1941],
    ['1921-03-15', 1921, 1921],
  ])('%j', (edtf, from, to) => {
    expect(yearsOf({ dates: { written: '', edtf } })).toMatchObject({ from, to });
  });

  it('of what could not be read overlap nothing', () => {
    for (const edtf of [null, '', 'нет', '1937/1921']) {
      expect(yearsOf({ dates: { written: 'көне', edtf } })).toBe(NO_YEARS);
    }
    expect(yearsOf({})).toBe(NO_YEARS);
  });
});
