import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSynonymTable } from '../../../shared/query/synonyms.ts';
import { NO_PAGE_FILTER } from './ask-filter.ts';
import { LOST, openAskFixture } from './fixture-ask.ts';

let index: ReturnType<typeof openAskFixture>;
beforeEach(() => {
  index = openAskFixture();
});
afterEach(() => index.store.close());

describe('tiers:', () => {
  test('words as they were typed, in another form or script, and misread on pages that lost letters', async () => {
    const [exact, form, latin] = index.pages(['Ұлттық архив қоры', 'архивтердің тізімі', 'ulttyq arhiv']) as [
      string,
      string,
      string,
    ];
    const [garbled] = index.pages(['¥лттьщ архив. тэж1рибе мен мшдетт!'], { class: LOST }) as [string];
    expect(await index.tiers('архив')).toEqual({ [exact]: 1, [garbled]: 1, [form]: 2, [latin]: 2 });
    expect(await index.tiers('тәжірибе')).toEqual({ [garbled]: 3 });
    expect(await index.tiers('міндетті')).toEqual({ [garbled]: expect.any(Number) as number });
    expect(Object.values(await index.tiers('міндетті'))[0]).toBeGreaterThan(2);
    expect(await index.tiers('тәжірибе', { certainty: 'certain' })).toEqual({});
    expect(await index.tiers('=тәжірибе')).toEqual({});
  });

  test('sound pages are never searched for misread words', async () => {
    index.pages(['тэж1рибе мшдетт!']);
    expect(await index.tiers('тәжірибе | міндетті')).toEqual({});
  });

  test('all words must be there; a page has the tier of its least sure word', async () => {
    const [both] = index.pages(['архив тэж1рибе'], { class: LOST }) as [string];
    index.pages(['архив'], { class: LOST });
    expect(await index.tiers('архив тәжірибе')).toEqual({ [both]: 3 });
    expect(await index.tiers('архив -тәжірибе')).toMatchObject({ [both]: 1 });
  });
});

describe('the query:', () => {
  test('or, not, brackets, and everything but', async () => {
    const [a, b, c] = index.pages(['мектеп ауыл', 'мектеп қала', 'аудан қала']) as [string, string, string];
    const found = async (text: string) => Object.keys(await index.tiers(text)).sort();
    expect(await found('ауыл НЕМЕСЕ аудан')).toEqual([a, c].sort());
    expect(await found('мектеп -ауыл')).toEqual([b]);
    expect(await found('(ауыл | аудан) -мектеп')).toEqual([c]);
    expect(await found('-мектеп')).toEqual([c]);
    expect(await found('')).toEqual([]);
  });

  test('phrases in their order, with words between, and over misread words', async () => {
    const [right] = index.pages(['ұлттық архив қоры', 'архив ұлттық қоры']) as [string, string];
    const [garbled] = index.pages(['мында ¥лттьщ архив туралы', '¥лттьщ емес архив'], { class: LOST }) as [
      string,
    ];
    expect(await index.tiers('"ұлттық архив"')).toEqual({
      [right]: 1,
      [garbled]: expect.any(Number) as number,
    });
    expect(await index.tiers('="ұлттық архив"')).toEqual({ [right]: 1 });
    expect(await index.tiers('"ұлттық қоры"~1')).toMatchObject({ [right]: 1 });
  });

  test('beginnings, also of misread words', async () => {
    const [plain] = index.pages(['мектептердің']) as [string];
    const [garbled] = index.pages(['тэж1рибесшдег1'], { class: LOST }) as [string];
    expect(await index.tiers('мект*')).toEqual({ [plain]: 1 });
    expect(await index.tiers('тәжірибе*')).toEqual({ [garbled]: expect.any(Number) as number });
  });

  test('numbers are whole, Roman ones are numbers too', async () => {
    const [year, parts, roman] = index.pages(['1946 жыл', '194 бет, 6 парақ', 'ХІХ ғасыр']) as [
      string,
      string,
      string,
    ];
    expect(await index.tiers('1946')).toEqual({ [year]: 1 });
    expect(await index.tiers('194')).toEqual({ [parts]: 1 });
    expect(await index.tiers('19')).toEqual({ [roman]: 2 });
  });

  test('words that mean the same', async () => {
    index = openAskFixture({ synonyms: () => createSynonymTable([['архив', 'мұрағат']]) });
    const [a, b] = index.pages(['архив', 'мұрағат']) as [string, string];
    expect(Object.keys(await index.tiers('архив')).sort()).toEqual([a, b].sort());
  });

  test('dates and languages of what the page lies in; titles are for the catalogue', async () => {
    const unit = index.node('unit', { first: '1937-01-01', last: '1939-12-31' });
    const [page] = index.pages(['хат'], { under: index.node('document', { parent: unit }) }) as [string];
    index.pages(['хат']);
    expect(await index.tiers('хат date:1938')).toEqual({ [page]: 1 });
    expect(await index.tiers('хат date:1940..1941')).toEqual({});
    expect(Object.keys(await index.tiers('хат lang:kaz'))).toHaveLength(2);
    expect(await index.tiers('хат lang:rus')).toEqual({});
    expect(await index.tiers('атауы:хат')).toEqual({});
  });
});

describe('codes:', () => {
  test('everything below what the code names, also by its leaf; first of all', async () => {
    const fonds = index.node('fonds', { codes: ['фр5', 'ф5'] });
    const inventory = index.node('inventory', { parent: fonds, codes: ['оп1'] });
    const other = index.node('inventory', { parent: fonds, codes: ['оп2'] });
    const [one, two] = [inventory, other].map((parent) =>
      index.node('document', { parent: index.node('unit', { parent, codes: ['д7'] }) }),
    ) as [string, string];
    const [first] = index.pages(['хат'], { under: one, leaf: '45 об.' }) as [string];
    const [second] = index.pages(['хат'], { under: two, leaf: '46' }) as [string];
    index.pages(['хат']);
    expect(await index.tiers('Ф. Р-5 оп. 1 д. 7')).toEqual({ [first]: 0 });
    expect(Object.keys(await index.tiers('ф5')).sort()).toEqual([first, second].sort());
    expect(await index.tiers('ф5 оп2 хат')).toEqual({ [second]: 1 });
    expect(await index.tiers('парақ:45')).toEqual({ [first]: 0 });
    expect(await index.tiers('ф6')).toEqual({});
  });
});

describe('the list:', () => {
  test('units with the best three pages, the rest by and by, each once', async () => {
    const units = Array.from({ length: 7 }, () => index.node('unit'));
    const pages = units.flatMap((unit) =>
      index.pages(
        Array.from({ length: 5 }, (_, i) => `архив ${'сөз '.repeat(i)}`),
        { under: index.node('document', { parent: unit }) },
      ),
    );
    const shown: string[] = [];
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer = await index.ask('архив', { limit: 3, cursor });
      expect(answer.total).toEqual({ pages: 35, units: 7, certain: 35, uncertain: 0, isLeast: false });
      for (const { unit, pages: count, certain, hits } of answer.units) {
        expect([count, certain, hits.length]).toEqual([5, 5, 3]);
        shown.push(unit);
        let more: string | null = null;
        do {
          const rest = await index.asker.more({
            text: 'архив',
            filter: NO_PAGE_FILTER,
            unit,
            limit: 2,
            cursor: more,
          });
          seen.push(...rest.hits.map(({ page }) => page));
          more = rest.next;
        } while (more !== null);
      }
      cursor = answer.next;
    } while (cursor !== null);
    expect(shown.sort()).toEqual(units.sort());
    expect(seen.sort()).toEqual(pages.sort());
  });

  test('goes on where it stood when pages come in meanwhile', async () => {
    for (let i = 0; i < 6; i++) index.pages(['архив']);
    const first = await index.ask('архив', { limit: 3, sort: 'newest' });
    index.pages(['архив']);
    const second = await index.ask('архив', { limit: 3, sort: 'newest', cursor: first.next });
    const units = [...first.units, ...second.units].map(({ unit }) => unit);
    expect(new Set(units).size).toBe(6);
    expect(second.next).toBeNull();
  });

  test('certain units first, in the same order as without the uncertain ones', async () => {
    index.pages(['тэж1рибе'], { class: LOST });
    index.pages(['тәжірибе']);
    index.pages(['тэж1рибе'], { class: LOST });
    index.pages(['тәжірибе сөз']);
    const certain = await index.ask('тәжірибе', { filter: { certainty: 'certain' } });
    const all = await index.ask('тәжірибе');
    expect(certain.total).toEqual({ pages: 2, units: 2, certain: 2, uncertain: null, isLeast: false });
    expect(all.total).toEqual({ pages: 4, units: 4, certain: 2, uncertain: 2, isLeast: false });
    expect(all.units.slice(0, 2)).toEqual(certain.units);
    const uncertain = await index.ask('тәжірибе', { filter: { certainty: 'uncertain' } });
    expect(uncertain.total).toEqual({ pages: 2, units: 2, certain: 2, uncertain: 2, isLeast: false });
    expect(uncertain.units).toEqual(all.units.slice(2));
  });

  test('in the order of the codes', async () => {
    const fonds = index.node('fonds', { place: '5' });
    const late = index.node('unit', { parent: fonds, place: '00002' });
    const early = index.node('unit', { parent: fonds, place: '00001' });
    for (const unit of [late, early])
      index.pages(['архив'], { under: index.node('document', { parent: unit }) });
    const { units } = await index.ask('архив', { sort: 'code' });
    expect(units.map(({ unit }) => unit)).toEqual([early, late]);
  });

  test('narrowed by fonds, place, years, language and tags, with counts of what each choice would leave', async () => {
    const tag = 'tag-1';
    const [one, other] = [index.node('fonds'), index.node('fonds')];
    const unit = index.node('unit', { parent: one, first: '1937-01-01', last: '1941-12-31' });
    const far = index.node('unit', { parent: other, first: '1905-01-01', last: '1905-12-31', tags: [tag] });
    const document = index.node('document', { parent: unit });
    const [first] = index.pages(['архив', 'архив'], { under: document });
    index.pages(['архив'], { under: index.node('document', { parent: far }) });
    const count = async (filter: object) => (await index.ask('архив', { filter, facets: true })).total.pages;
    expect(await count({ fonds: [one] })).toBe(2);
    expect(await count({ within: far })).toBe(1);
    expect(await count({ within: document })).toBe(2);
    expect(await count({ within: first ?? '' })).toBe(1);
    expect(await count({ within: index.node('unit') })).toBe(0);
    expect(await count({ from: 1940, to: 1950 })).toBe(2);
    expect(await count({ to: 1910 })).toBe(1);
    expect(await count({ languages: ['rus'] })).toBe(0);
    expect(await count({ tags: [tag] })).toBe(1);
    const { facets } = await index.ask('архив', { filter: { fonds: [one] }, facets: true });
    expect(facets).toEqual({
      fonds: { [one]: 2, [other]: 1 },
      languages: { kaz: 2 },
      years: { '1930': 2, '1940': 2 },
      tags: {},
      certainty: { certain: 2, uncertain: 0 },
    });
  });

  test('counts each page once for a tag, wherever it hangs', async () => {
    const [tag, other] = ['tag-1', 'tag-2'];
    const unit = index.node('unit', { tags: [tag] });
    const under = index.node('document', { parent: unit });
    index.pages(['архив'], { under, tags: [tag, other] });
    index.pages(['архив'], { under });
    index.pages(['архив'], { tags: [other] });
    const { facets } = await index.ask('архив', { facets: true });
    expect(facets?.tags).toEqual({ [tag]: 2, [other]: 2 });
    const narrowed = await index.ask('архив', { facets: true, filter: { tags: [tag] } });
    expect([narrowed.total.pages, narrowed.facets?.tags]).toEqual([2, { [tag]: 2, [other]: 1 }]);
  });

  test('says where a page is, and what was searched', async () => {
    const pages = index.pages(['бос', 'архив'], { leaf: '12 об.' });
    index.pages(['тэж1рибе'], { class: LOST });
    const { units, searched } = await index.ask('архив');
    expect(units[0]?.hits[0]).toMatchObject({ page: pages[1], leaf: '12 об.', at: 2, tier: 1, cost: 0 });
    expect(searched).toEqual({ pages: 3, lost: 1, withoutText: 0, isWhole: true });
  });

  test('offers other words only when they find something', async () => {
    index = openAskFixture({ suggest: () => ['жоқсөз', 'архив'] });
    index.pages(['архив']);
    expect((await index.ask('ahxbd')).suggestions).toEqual(['архив']);
    expect((await index.ask('архив')).suggestions).toEqual([]);
  });

  test('weighs no more than twenty thousand pages and says so', async () => {
    index.store.batch(() => {
      for (let i = 0; i < 210; i++) index.pages(Array.from({ length: 100 }, () => 'қор'));
    });
    const answer = await index.ask('қор', { limit: 2, facets: true });
    expect([answer.ranked, answer.total.pages, answer.total.units]).toEqual([false, 21_000, 210]);
    expect(answer.facets?.languages).toEqual({ kaz: 21_000 });
  });
});

test('whoever has left is not answered any more', async () => {
  index.store.batch(() => {
    for (let i = 0; i < 30; i++) index.pages(Array.from({ length: 200 }, (_, n) => `қор архив сөз${n}`));
  });
  const question = {
    text: 'қор',
    filter: NO_PAGE_FILTER,
    sort: 'best',
    limit: 200,
    cursor: null,
    facets: true,
  } as const;
  await expect(index.asker.pages(question, () => true)).rejects.toMatchObject({ code: 'CANCELLED' });
});
