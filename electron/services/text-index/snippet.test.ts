import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { wordsAsked } from '../../../shared/query/query-words.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { boxesOnPage } from './boxes-on-page.ts';
import { formsOfPhrase, formsOfWord } from './expand-forms.ts';
import { cutSnippet } from './snippet-cut.ts';
import { matchesIn, type Asked } from './snippet-match.ts';

const TERM = { term: 'тәжірибе', tier: 3, cost: 0.1 } as const;

function asked(query: string, misread: readonly { term: string; tier: 3 | 4; cost: number }[] = []): Asked[] {
  return wordsAsked(parseQuery(query, { begun: false }).root).map((node) =>
    node.kind === 'word'
      ? { words: [formsOfWord(node, misread)], slack: 0 }
      : { words: formsOfPhrase(node, () => misread), slack: node.slack },
  );
}

const marked = (text: string, query: string): string[] =>
  matchesIn(text, 'typed', false, asked(query)).map(({ start, end }) => text.slice(start, end));

describe('matches', () => {
  test('words in all certain forms, whole where they only begin so', () => {
    expect(marked('Архив, қорының тізімі: ҚОР', 'қор архив')).toEqual(['Архив', 'қорының', 'ҚОР']);
    expect(marked('мектептердің', 'мект*')).toEqual(['мектептердің']);
    expect(marked('ХІХ ғасыр 1946', '1946 XIX')).toEqual(['ХІХ', '1946']);
  });

  test('phrases only whole, with words between where they may', () => {
    expect(marked('архив ұлттық архив', '"ұлттық архив"')).toEqual(['ұлттық', 'архив']);
    expect(marked('ұлттық ескі архив', '"ұлттық архив"')).toEqual([]);
    expect(marked('ұлттық ескі архив', '"ұлттық архив"~1')).toEqual(['ұлттық', 'архив']);
  });

  test('a word over a line’s end from its first half to its second', () => {
    expect(marked('бұл ар-\nхивтің ісі', 'архивтің')).toEqual(['ар-\nхивтің']);
  });

  test('misread words with what they were read for, on pages that may have some', () => {
    const term = { ...TERM, term: 'тэжірибе' };
    const [match] = matchesIn('мол тэж1рибе', 'read', true, asked('тәжірибе', [term]));
    expect(match).toEqual({ start: 4, end: 12, tier: 3, cost: 0.1, reading: 'тәжірибе', of: 0 });
    expect(matchesIn('мол тэж1рибе', 'read', false, asked('тәжірибе', [term]))).toEqual([]);
  });
});

describe('a snippet', () => {
  test('begins and ends at words, and its marks stand on them', () => {
    const text = `${'сөз '.repeat(100)}ұлттық архив ${'тағы '.repeat(100)}`;
    const snippet = cutSnippet(text, matchesIn(text, 'typed', false, asked('архив')));
    expect(snippet.text.startsWith('…сөз ') && snippet.text.endsWith('…')).toBe(true);
    expect(snippet.marks.map(({ start, end }) => snippet.text.slice(start, end))).toEqual(['архив']);
  });

  test('shows the place where most of the words stand together', () => {
    const text = `архив ${'сөз '.repeat(100)}архив ұлттық қоры ${'сөз '.repeat(100)}`;
    expect(cutSnippet(text, matchesIn(text, 'typed', false, asked('архив қоры'))).text).toContain('ұлттық');
  });

  test('of any text is short, and every mark is what stands in the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('архив', 'қоры', '\n', '😀', 'a'.repeat(90)), fc.string()), {
          maxLength: 80,
        }),
        (words) => {
          const text = words.join(' ');
          const matches = matchesIn(text, 'read', true, asked('архив қоры'));
          const snippet = cutSnippet(text, matches);
          expect(snippet.text.length).toBeLessThan(460);
          expect(snippet.text.isWellFormed() || !text.isWellFormed()).toBe(true);
          const whole = new Set(
            matches.map(({ start, end }) => text.slice(start, end).replaceAll(/\s/gu, ' ')),
          );
          for (const { start, end } of snippet.marks) expect(whole).toContain(snippet.text.slice(start, end));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('boxes', () => {
  const word = (text: string, x: number, y: number) => ({ text, place: { x, y, w: 100, h: 20 }, sure: 0.9 });
  const page: PageText = {
    width: 1000,
    height: 1000,
    languages: ['kaz'],
    engine: '',
    blocks: [
      {
        place: { x: 0, y: 0, w: 1000, h: 100 },
        lines: [
          { place: { x: 0, y: 0, w: 1000, h: 20 }, words: [word('мол', 0, 0), word('ар-', 900, 0)] },
          { place: { x: 0, y: 50, w: 1000, h: 20 }, words: [word('хивтің', 0, 50), word('қоры', 200, 50)] },
        ],
      },
    ],
  };

  test('stand around the words, two where a line’s end cuts one', () => {
    const hits = boxesOnPage(page, false, asked('архивтің қоры'));
    expect(hits.map(({ tier }) => tier)).toEqual([1, 1]);
    expect(hits.map(({ boxes }) => boxes.map(({ x, y, w, h }) => [x, y, w, h].map(Math.round)))).toEqual([
      [
        [90, 0, 10, 2],
        [0, 5, 10, 2],
      ],
      [[20, 5, 10, 2]],
    ]);
    expect(boxesOnPage(page, false, asked('жоқ'))).toEqual([]);
  });
});
