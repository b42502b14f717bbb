import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../shared/query/parse-query.ts';
import { answers } from '../../test/fixtures/naive-search.ts';
import { must } from '../../shared/must.ts';
import { NO_FILTER } from './filter.ts';
import { createSearcher, type SearchOptions } from './query.ts';
import { createSlotIndex } from './slot-index.ts';
import { packIndex, unpackIndex } from './snapshot.ts';
import { NO_YEARS, type Years } from './years.ts';
import { entry, searcherOf, ask } from './fixture-entries.ts';

const LANGUAGES = ['kaz', 'rus'];

describe("a query's tree", () => {
  const WORDS = [
    'мектеп',
    'мектептің',
    'Мектебі',
    'школа',
    'школы',
    'школьный',
    'Рысқұлов',
    'Рыскулова',
    'Rysqulov',
    'رىسقۇلوۆ',
    'дело',
    'XIX',
    '19',
    '1934',
    '1934ж',
    'ЮНЕСКО-ның',
    'дѣло',
    'в',
  ];
  const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join(' '));
  const years: fc.Arbitrary<Years> = fc.oneof(
    fc.constant(NO_YEARS),
    fc
      .record({ from: fc.integer({ min: 1930, max: 1936 }), more: fc.nat({ max: 3 }) })
      .map(({ from, more }) => ({ from, to: from + more, fromDay: 315, toDay: 1101 })),
  );
  const record = fc.record({
    texts: fc.record(
      { title: text, note: text, text, described: text, tag: text },
      { requiredKeys: ['title'] },
    ),
    code: fc.constantFrom('ф5 5', 'ф5 оп1 1', 'ф5 оп1 д12 12', 'ф5 оп1 д123 123', 'ф6 оп1 д12 12'),
    t: fc.constantFrom('fonds', 'inventory', 'unit', 'document'),
    years,
    languages: fc.subarray(LANGUAGES),
  });
  const word = fc.constantFrom(...WORDS, 'шко', 'мек', 'рыск', 'rysq');
  const atom = fc.oneof(
    { weight: 6, arbitrary: word },
    word.map((each) => `=${each}`),
    word.map((each) => `${each}*`),
    word.map((each) => `${each}~0`),
    fc
      .tuple(fc.constantFrom('атауы', 'note', 'текст', 'тег'), word)
      .map(([field, each]) => `${field}:${each}`),
    fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '~1', '~3'))
      .map(([words, slack]) => `"${words.join(' ')}"${slack}`),
    fc.constantFrom('1931..1933', 'дата:1934', '>=1935', 'күні:15.03.1932', 'lang:kaz', 'level:unit'),
    fc.constantFrom('Ф. 5', 'Ф. 5 Оп. 1', 'Ф. 5 Оп. 1 Д. 12'),
  );
  const query = fc
    .array(fc.tuple(atom, fc.constantFrom('', '', '', '-'), fc.constantFrom(' ', ' ', ' OR ', ' НЕМЕСЕ ')), {
      minLength: 1,
      maxLength: 4,
    })
    .chain((parts) =>
      fc
        .constantFrom('', ' ')
        .map((end) =>
          parts.map(([part, not, or], i) => not + part + (i < parts.length - 1 ? or : end)).join(''),
        ),
    );

  it('finds what a look at the words of each record finds, also after being stored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        fc.array(query, { minLength: 6, maxLength: 6 }),
        async (records, queries) => {
          const entries = records.map(({ texts, code, ...facts }, i) =>
            entry(`r${i}`, { code, ...texts }, facts),
          );
          const index = createSlotIndex();
          // All of them twice: the older ones are dead.
          for (const each of [...entries, ...entries]) index.put(each);
          const again = createSlotIndex(must(await unpackIndex(await packIndex(index)), 'whole'));
          for (const text of queries) {
            const { root } = parseQuery(text);
            if (root === null) continue;
            const right = entries.filter((each) => answers(each, root)).map(({ id }) => id);
            for (const each of [index, again]) {
              const { hits, total } = createSearcher(each).search(text, 100, { certainty: 'certain' });
              expect({ text, found: hits.map(({ id }) => id).sort() }).toEqual({ text, found: right.sort() });
              expect(total).toBe(right.length);
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);
});

describe('phrases', () => {
  const found = (text: string): string[] =>
    ask(
      [
        entry('near', { title: 'бір екі үш төрт бес' }),
        entry('apart', { title: 'бір', note: 'екі' }),
        entry('note', { title: 'алты', note: 'бір екі' }),
        entry('joined', { title: 'ЮНЕСКО-ның хаты' }),
      ],
      text,
    )
      .hits.map(({ id }) => id)
      .sort();

  it('stand in their order, in one text, with so many words between and no more', () => {
    expect(found('"бір екі"')).toEqual(['near', 'note']);
    expect(found('"екі бір"')).toEqual([]);
    expect(found('"бір үш"')).toEqual([]);
    expect(found('"бір үш"~1')).toEqual(['near']);
    expect(found('"бір бес"~2')).toEqual([]);
    expect(found('"бір бес"~3')).toEqual(['near']);
    expect(found('"бір үш бес"~1')).toEqual([]);
    expect(found('"бір үш бес"~2')).toEqual(['near']);
    expect(found('атауы:"бір екі"')).toEqual(['near']);
    expect(found('"юнеско ның хаты"')).toEqual(['joined']);
  });
});

describe('slices', () => {
  const entries = Array.from({ length: 37 }, (_, i) =>
    entry(
      `r${i}`,
      { title: i % 3 === 0 ? 'школа' : 'школы' },
      { order: (i * 7) % 37, changed: (i * 5) % 11 },
    ),
  );

  it.each(['best', 'newest', 'code'] as const)('put together are the whole list, by %s', (sort) => {
    const searcher = searcherOf(entries);
    const whole = searcher.search('школа', 100, { sort }).hits.map(({ id }) => id);
    expect(new Set(whole).size).toBe(37);
    const sliced: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const slice: ReturnType<typeof searcher.search> = searcher.search('школа', 5, { sort, offset });
      expect(slice.total).toBe(37);
      sliced.push(...slice.hits.map(({ id }) => id));
      offset = slice.next;
    }
    expect(sliced).toEqual(whole);
    if (sort === 'best') expect(whole.slice(0, 13).every((id) => Number(id.slice(1)) % 3 === 0)).toBe(true);
  });

  it('of the newest begin with what was written last', () => {
    const { hits } = ask(entries, 'школа', { sort: 'newest' });
    const times = hits.map(({ id }) => entries.find((each) => each.id === id)?.changed ?? -1);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});

describe('suggestions', () => {
  const entries = [
    entry('a', { title: 'Хаттар мен құжаттар' }),
    entry('b', { title: 'Переписка о школах' }, { years: { from: 1934, to: 1934 } }),
  ];
  const meant = (text: string, options: SearchOptions = {}) => ask(entries, text, options).suggestions;

  it('are whole queries with the words of another keyboard, with the letters of Kazakh, without a slip', () => {
    expect(meant('gthtgbcrf')).toEqual(['переписка']);
    expect(meant('[fnnfh ')).toEqual(['хаттар']);
    expect(meant('пкреписка о школах')).toEqual(['переписка о школах']);
    expect(meant('атауы:пкреписка')).toEqual(['атауы:переписка']);
  });

  it('are none where something certain is found, or the words are there but not together', () => {
    expect(meant('переписка')).toEqual([]);
    expect(meant('переписка хаттар')).toEqual([]);
    expect(meant('=gthtgbcrf')).toEqual([]);
  });

  it('lead to something that the filter lets through, and lives', () => {
    expect(meant('gthtgbcrf', { filter: { ...NO_FILTER, from: 1950 } })).toEqual([]);
    const index = createSlotIndex();
    for (const each of entries) index.put(each);
    index.remove('b');
    expect(createSearcher(index).search('gthtgbcrf', 10).suggestions).toEqual([]);
  });
});
