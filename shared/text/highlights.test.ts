import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlights, piecesOf, snippetOf } from './highlights.ts';
import { queryTerms } from './query-terms.ts';
import { placedTokens, tokens } from './tokens.ts';

/** The marked words as they stand in the text. */
const marked = (text: string, query: string) =>
  highlights(text, queryTerms(query)).map(({ start, end }) => text.slice(start, end));

/** Texts as they come: Kazakh and Russian words, marks apart from their letters, dropped signs, other scripts, halves of pairs. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        'Қоныс',
        'и\u0306од',
        'йод',
        "об'ём",
        ' ',
        '-',
        'ко\u00adпе',
        'Ё',
        'е\u0308л',
        'І',
        'İ',
        'ﬁ',
        '\u1112\u1161',
        '1937',
        'a\u0301',
        '\n',
        'Σ',
        "'",
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

describe('words with their places', () => {
  it('are the words that are indexed, each where it stands', () => {
    fc.assert(
      fc.property(text, (written) => {
        const placed = placedTokens(written);
        if (placed.length > 0 || written.normalize('NFC') === written) {
          expect(placed.map(({ word }) => word)).toEqual(tokens(written));
        }
        let end = 0;
        for (const each of placed) {
          expect(each.start).toBeGreaterThanOrEqual(end);
          expect(each.end).toBeGreaterThan(each.start);
          end = each.end;
          expect(tokens(written.slice(each.start, each.end))).toEqual([each.word]);
        }
        expect(end).toBeLessThanOrEqual(written.length);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('marking what was found', () => {
  it.each([
    ['Жер ҚОНЫСТАНДЫРУ туралы', 'қоныс', ['ҚОНЫСТАНДЫРУ']],
    ['Жер қонысы', 'қоныс ', []],
    ['Ёлка у школы', 'ёлка', ['Ёлка']],
    ['Е\u0308лка у школы', 'ёлка', ['Е\u0308лка']],
    ['Сергеи\u0306 и иод', 'сергей', ['Сергеи\u0306']],
    ["Об'ём работ", 'обём', ["Об'ём"]],
    ['ко\u00adопе\u00adратив «Ұлы»', 'кооператив ұл', ['ко\u00adопе\u00adратив', 'Ұлы']],
    ['Школьный школа дошкольный', 'школ', ['Школьный', 'школа']],
    ['Қ қ К к', 'қ ', ['Қ', 'қ']],
    ['ЮНЕСКО-ның есебі', 'юнеско', ['ЮНЕСКО']],
    ['Приказ 1937 г.', '1937', ['1937']],
    ['ничего', '', []],
  ])('%j asked for %j', (written, query, expected) => {
    expect(marked(written, query)).toEqual(expected);
  });

  it('marks the words that stood in for those of the query', () => {
    const terms = { ...queryTerms('переписак '), near: ['переписка'] };
    expect(highlights('Переписка о земле', terms)).toEqual([{ start: 0, end: 9 }]);
  });

  it('gives places inside the text that never overlap, and pieces that are the text', () => {
    fc.assert(
      fc.property(text, text, (written, query) => {
        const words = [...queryTerms(query).words, ...tokens(written).slice(0, 2)];
        const ranges = highlights(written, { words, begun: words.at(-1)?.slice(0, 2) ?? null });
        let end = 0;
        for (const range of ranges) {
          expect(range.start).toBeGreaterThanOrEqual(end);
          expect(range.end).toBeGreaterThan(range.start);
          end = range.end;
        }
        expect(end).toBeLessThanOrEqual(written.length);
        const pieces = piecesOf(written, ranges);
        expect(pieces.map((piece) => piece.text).join('')).toBe(written);
        expect(pieces.filter((piece) => piece.marked)).toHaveLength(ranges.length);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the part of a long text that is shown', () => {
  it('stands around the first word found, cut between words', () => {
    const long = `${'алдыңғы сөздер '.repeat(20)}іздеген\nсөз ${'кейінгі сөздер '.repeat(20)}`;
    const cut = snippetOf(long, highlights(long, queryTerms('іздеген ')));
    expect(cut.text).toMatch(/^…алдыңғы|^…сөздер/);
    expect(cut.text).toContain('іздеген сөз кейінгі');
    expect(cut.text.endsWith('…')).toBe(true);
    expect(cut.text.length).toBeLessThanOrEqual(163);
    expect(cut.ranges.map(({ start, end }) => cut.text.slice(start, end))).toEqual(['іздеген']);
  });

  it('keeps the word found when dots without a space follow it', () => {
    const contents = `1-тарау мектеп${'.'.repeat(200)} 12`;
    const cut = snippetOf(contents, highlights(contents, queryTerms('мектеп')));
    expect(cut.ranges.map(({ start, end }) => cut.text.slice(start, end))).toEqual(['мектеп']);
  });

  it('marks there what is marked in the text, whatever the text is', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 5, max: 60 }), (written, length) => {
        const words = tokens(written);
        const ranges = highlights(written, { words: words.slice(-3), begun: null });
        const cut = snippetOf(written, ranges, length);
        expect(cut.text.length).toBeLessThanOrEqual(Math.max(length, written.length) + 2);
        for (const { start, end } of cut.ranges) {
          expect(words).toEqual(expect.arrayContaining(tokens(cut.text.slice(start, end))));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
