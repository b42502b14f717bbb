import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findablePage, findableText, findIn, fold, foldQuery } from './find-in-page.ts';
import type { PageText } from './page-text.ts';

const page: PageText = {
  width: 1000,
  height: 1000,
  languages: [],
  engine: '',
  blocks: [
    {
      place: { x: 0, y: 0, w: 1000, h: 1000 },
      lines: [lineAt(100, ['Сёмов', 'ауылдық', 'кеңес-']), lineAt(200, ['тің', 'жиналысы.', 'СЕМОВ'])],
    },
  ],
};

function lineAt(y: number, words: readonly string[]) {
  const placed = words.map((text, i) => ({ text, place: { x: i * 300, y, w: 200, h: 50 }, sure: null }));
  return { place: { x: 0, y, w: 800, h: 50 }, words: placed };
}

const find = (query: string) => findIn(findablePage(page), foldQuery(query), 100);

test('ё is е, capitals are small letters', () => {
  expect(find('семов').map(({ match }) => match)).toEqual(['Сёмов', 'СЕМОВ']);
  expect(find('СЁМОВ')).toHaveLength(2);
});

test('a word that the end of a line cut is one, with a box on each line', () => {
  const [hit] = find('кеңестің');
  expect(hit?.lines).toEqual(['b1l1', 'b1l2']);
  expect(hit?.boxes).toEqual([
    { x: 60, y: 10, w: 20, h: 5 },
    { x: 0, y: 20, w: 20, h: 5 },
  ]);
});

test('several words make one box for each line, with what stands around them', () => {
  const [hit] = find(' ауылдық   кеңестің жиналысы');
  expect(hit?.boxes).toEqual([
    { x: 30, y: 10, w: 50, h: 5 },
    { x: 0, y: 20, w: 50, h: 5 },
  ]);
  expect([hit?.before, hit?.match, hit?.after]).toEqual(['Сёмов ', 'ауылдық кеңестің жиналысы', '. СЕМОВ']);
});

test('hits do not overlap', () => {
  expect(findIn(findableText('аааа'), 'аа', 9).map(({ at }) => at)).toEqual([0, 2]);
});

test('only some lines, and a text without places', () => {
  expect(findIn(findablePage(page, new Set(['b1l2'])), 'ауылдық', 9)).toEqual([]);
  expect(findIn(findableText('қолмен\nжазылған сөз'), 'жазылған', 9)).toMatchObject([
    { lines: [], boxes: [], before: 'қолмен ', match: 'жазылған' },
  ]);
});

test('whatever is looked for in whatever text: each hit is there, they do not overlap, none is missed', () => {
  const letters = fc.constantFrom('а', 'Ә', 'ё', 'Ё', 'е', 'İ', 'ß', 'б');
  const texts = fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 6 }), { maxLength: 12 });
  const query = fc.string({ unit: letters, minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(texts, query, (words, wanted) => {
      const ready = findableText(words.join(' '));
      const hits = findIn(ready, foldQuery(wanted), 1000);
      expect(ready.folded).toHaveLength(ready.text.length);
      let end = 0;
      for (const { at, match } of hits) {
        expect(at).toBeGreaterThanOrEqual(end);
        expect(fold(match)).toBe(foldQuery(wanted));
        end = at + match.length;
      }
      expect(hits).toHaveLength(ready.folded.split(foldQuery(wanted)).length - 1);
    }),
  );
});
