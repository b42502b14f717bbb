import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, analyseWord } from './analyse.ts';
import { highlights, piecesOf, snippetOf, type AskedWord } from './highlights.ts';
import { queryTerms } from '../query/query-terms.ts';

const tokens = (text: string) => analyse(text, 'typed').map(({ exact }) => exact);

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

  it.each([
    ['Сақталған құжаттардың тізімі', ['құжат'], ['құжаттардың']],
    ['Турар Рыскулов', ['Тұрар', 'Рысқұлов'], ['Турар', 'Рыскулов']],
    ['Qazaqstan tarihy', ['қазақстан'], ['Qazaqstan']],
    ['قازاقستان', ['Қазақстан'], ['قازاقستان']],
    ['ХІХ ғасыр, 19 век', ['XIX'], ['ХІХ', '19']],
    ['Ведомость о дѣлахъ', ['дела'], ['дѣлахъ']],
    ['ар-\nхивтер', ['архивтер'], ['ар-\nхивтер']],
    ['көлем көл', ['көл'], ['көл']],
  ])('%j: the words %j in all their forms', (written, words, expected) => {
    const asked = words.map((word): AskedWord => ({ word: analyseWord(word), mode: 'plain', begun: false }));
    const ranges = highlights(written, { words: [], begun: null, asked });
    expect(ranges.map(({ start, end }) => written.slice(start, end))).toEqual(expected);
  });

  it('marks the spelling alone where that was asked for, and beginnings', () => {
    const asked = (mode: AskedWord['mode']): AskedWord[] => [
      { word: analyseWord('құжат'), mode, begun: false },
    ];
    const marks = (mode: AskedWord['mode']) =>
      highlights('құжат құжаттар кужат құжаттама', { words: [], begun: null, asked: asked(mode) }).map(
        ({ start }) => start,
      );
    expect(marks('exact')).toEqual([0]);
    expect(marks('prefix')).toEqual([0, 6, 15, 21]);
  });

  it('leaves a sign at the end of a recognised word unmarked', () => {
    const asked: AskedWord[] = [{ word: analyseWord('алға'), mode: 'plain', begun: false }];
    expect(highlights('Алға! тағы', { words: [], begun: null, asked }, 'read')).toEqual([
      { start: 0, end: 4 },
    ]);
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
          // A word over a line's end stands in one line there, with its hyphen.
          const shown = cut.text.slice(start, end).replaceAll(/[-\u00ad]+ +/gu, '');
          expect(words).toEqual(expect.arrayContaining(tokens(shown)));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
