import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from './compare-text.ts';
import { textSortKey } from './text-sort-key.ts';

const ALPHABET = 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя';

describe('the order of words', () => {
  it('follows the Kazakh alphabet', () => {
    const words = Array.from(ALPHABET).map((letter) => `${letter}ба`);
    expect([...words].reverse().sort(compareText('kk'))).toEqual(words);
  });

  it('puts і behind ы and ү behind ұ, where browsers without Kazakh do not', () => {
    const words = ['ақ', 'әке', 'балық', 'иіс', 'йод', 'ұлт', 'үлгі', 'ыдыс', 'іс', 'эскиз'];
    expect([...words].reverse().sort(compareText('kk'))).toEqual(words);
  });

  it.each(['kk', 'ru', 'en'] as const)('counts numbers as numbers in %s', (language) => {
    const words = ['Том 1', 'Том 2', 'Том 10', 'Том 10а', 'Том 11'];
    expect([...words].reverse().sort(compareText(language))).toEqual(words);
  });

  it('puts small letters first where nothing else differs, and shorter words first', () => {
    const words = ['алма', 'Алма', 'алмалар', 'Әлем'];
    expect([...words].reverse().sort(compareText('kk'))).toEqual(words);
  });

  it('puts ё beside е in Russian', () => {
    const words = ['ель', 'ёлка', 'енот', 'ёрш'];
    expect(words.sort(compareText('ru'))).toEqual(['ёлка', 'ель', 'енот', 'ёрш']);
  });

  // Node has all of ICU, so the host's own order can be the judge of ours.
  it('agrees with ICU on Kazakh, Russian and Latin words', () => {
    expect(Intl.Collator.supportedLocalesOf(['kk'])).toEqual(['kk']);
    const icu = new Intl.Collator('kk', { numeric: true });
    const letters = Array.from(`${ALPHABET}${ALPHABET.toUpperCase()}abcxyzABZ 0123456789`);
    const words = fc.string({ unit: fc.constantFrom(...letters), maxLength: 6 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const expected = Math.sign(icu.compare(a, b));
        const actual = Math.sign(compareText('kk')(a, b));
        // ICU calls `01` and `1` equal; a sort of ours has no ties between different texts.
        expect(expected === 0 ? expected : actual).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is an order: no circles, no ties between different words', () => {
    const words = fc.string({ unit: 'binary', maxLength: 4 });
    const compare = compareText('kk');
    fc.assert(
      fc.property(words, words, words, (a, b, c) => {
        expect(compare(a, b) === 0).toBe(a === b);
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        if (compare(a, b) < 0 && compare(b, c) < 0) expect(compare(a, c)).toBeLessThan(0);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a key for the same order', () => {
  const letters = Array.from(`${ALPHABET}abcxyz 0123456789`);

  it('sorts by code units as the comparison does', () => {
    const words = fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 }).map((word) => word.trim());
    const compare = compareText('kk');
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [x, y] = [textSortKey(a), textSortKey(b)];
        // Several spaces count as one in the key.
        if (x !== y && !/ {2}/u.test(a + b)) expect(x < y).toBe(compare(a, b) < 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no notice of capitals, quotation marks and leading zeros', () => {
    expect(textSortKey('«Әлем», 007')).toBe(textSortKey('- әлем 7'));
    expect(textSortKey('Өлең') < textSortKey('пошта')).toBe(true);
    expect(textSortKey('學') > textSortKey('zz')).toBe(true);
  });
});
