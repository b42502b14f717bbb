import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../shared/query/parse-query.ts';
import { createSynonymTable } from '../../shared/query/synonyms.ts';
import { answers } from '../../test/fixtures/naive-search.ts';
import { must } from '../../shared/must.ts';
import { NO_FILTER } from './filter.ts';
import { createSearcher, type SearchOptions } from './query.ts';
import { plainRun, runOf } from './runs.ts';
import { createSlotIndex, type Entry } from './slot-index.ts';
import { packIndex, unpackIndex } from './snapshot.ts';
import { FIELD } from './text-fields.ts';
import { NO_YEARS, type Years } from './years.ts';

const LANGUAGES = ['kaz', 'rus'];

function entry(
  id: string,
  texts: Partial<Record<keyof typeof FIELD, string>>,
  more: Partial<Entry> = {},
): Entry {
  const runs = Object.entries(texts).map(([field, text]) =>
    field === 'code'
      ? plainRun(FIELD.code, text.split(' '))
      : runOf(FIELD[field as keyof typeof FIELD], text),
  );
  return {
    id,
    t: 'unit',
    runs: runs.sort((a, b) => a.field - b.field),
    inherited: 0,
    fonds: null,
    years: NO_YEARS,
    languages: [],
    order: 0,
    tags: [],
    status: null,
    above: [],
    changed: 0,
    ...more,
  };
}

function searcherOf(entries: readonly Entry[]) {
  const index = createSlotIndex();
  for (const each of entries) index.put(each);
  return createSearcher(index);
}

function ask(entries: readonly Entry[], text: string, options: SearchOptions = {}) {
  return searcherOf(entries).search(text, 50, options);
}

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

describe('tiers', () => {
  const letters = entry('kk', { title: 'Тұрар Рысқұловтың хаттары' });
  const file = entry('ru', { title: 'Личное дело Рыскулова Турара' });

  it.each(['Турар Рыскулов', 'Тұрар Рысқұлов', 'Turar Rysqulov', 'Turar Rısqūlov', 'تۇرار رىسقۇلوۆ'])(
    'find a name in other scripts: %s',
    (name) => {
      const { hits, counts } = ask([letters, file], name);
      expect(hits.map(({ id }) => id).sort()).toEqual(['kk', 'ru']);
      expect(counts).toEqual({ certain: 2, uncertain: 0 });
      expect(hits.every(({ tier }) => tier === 1 || tier === 2)).toBe(true);
    },
  );

  it('tell what stands there in place of a word', () => {
    const [hit] = ask([letters], 'Рыскулов хаттары').hits;
    expect(hit?.stoodIn).toEqual([{ word: 'Рыскулов', as: 'рысқұловтың', tier: 2 }]);
    const [century] = ask([entry('c', { title: 'ХІХ ғасыр' })], '19 ғасыр').hits;
    expect(century?.stoodIn).toEqual([{ word: '19', as: 'хіх', tier: 2 }]);
  });

  it('stand in their order: the whole title, the words, other forms, near words', () => {
    const entries = [
      entry('near', { title: 'Шкода уезда' }),
      entry('form', { title: 'Школы уезда' }),
      entry('note', { title: 'Отчёт', note: 'школа уезда' }),
      entry('words', { title: 'Вторая школа уезда' }),
      entry('title', { title: 'Школа уезда' }),
    ];
    const { hits, counts } = ask(entries, 'школа уезда');
    expect(hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['title', 0],
      ['words', 1],
      ['note', 1],
      ['form', 2],
      ['near', 4],
    ]);
    expect(counts).toEqual({ certain: 4, uncertain: 1 });
    const certain = ask(entries, 'школа уезда', { certainty: 'certain' });
    expect([certain.hits.length, certain.counts.uncertain]).toEqual([4, 0]);
    const uncertain = ask(entries, 'школа уезда', { certainty: 'uncertain' });
    expect(uncertain.hits.map(({ id }) => id)).toEqual(['near']);
    expect(
      ask(entries, '=школа')
        .hits.map(({ id }) => id)
        .sort(),
    ).toEqual(['note', 'title', 'words']);
    expect(ask(entries, 'шкода~').hits.some(({ tier }) => tier === 4)).toBe(true);
    expect(ask(entries, 'школа~0').counts).toEqual({ certain: 4, uncertain: 0 });
  });

  it('put what a code names before what a text says of it, and pages by their leaf', () => {
    const page = entry('page', { code: 'ф5 оп1 д12 л.45' }, { t: 'page' });
    const entries = [
      entry('text', { title: 'Смотри Ф. 5 Оп. 1 Д. 12' }),
      page,
      entry('unit', { code: 'ф5 оп1 д12 12' }),
    ];
    expect(ask(entries, 'Ф. 5 Оп. 1 Д. 12').hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['unit', 0],
      ['page', 1],
    ]);
    expect(ask(entries, 'Ф. 5 Оп. 1 Д. 12 Л. 45').hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['page', 0],
      ['unit', 1],
    ]);
    const units = [3, 1, 2].map((no) => entry(`u${no}`, { code: `ф5 оп1 д${no}` }, { order: no }));
    expect(ask(units, 'Ф. 5').hits.map(({ id }) => id)).toEqual(['u1', 'u2', 'u3']);
    expect(ask(entries, 'парақ:45').hits.map(({ id }) => id)).toEqual(['page']);
  });

  it('take a synonym for another form of a word', () => {
    const synonyms = createSynonymTable([['кеңшар', 'совхоз']]);
    const entries = [entry('s', { title: 'Совхоз хаттары' }), entry('k', { title: 'Кеңшар хаттары' })];
    const { hits } = ask(entries, 'кеңшар хаттары', { synonyms });
    expect(hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['k', 0],
      ['s', 2],
    ]);
    expect(hits[1]?.stoodIn).toEqual([{ word: 'кеңшар', as: 'совхоз', tier: 2 }]);
    expect(ask(entries, 'кеңшар хаттары').total).toBe(1);
  });
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
