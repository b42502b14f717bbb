import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLexicon, type LexiconLanguage } from './lexicon-format.ts';
import { createLexicon } from './lexicon.ts';

const KAZAKH = [
  'архив',
  'архивтің',
  'кітап',
  'құжат',
  'құжаттар',
  'қала',
  'қалалар',
  'тізімдеме',
  'бару',
  'іс',
];
const bytesOf = (words: readonly string[], language: LexiconLanguage = 'kaz') =>
  encodeLexicon(new Map([[language, new Map(words.map((word) => [word, !word.endsWith('лар')]))]]));
const word = fc
  .array(fc.constantFrom('а', 'б', 'қ', 'ө', 'я', 'i', 'a', 'z', '-'), { minLength: 1, maxLength: 8 })
  .map((letters) => letters.join(''));

describe('a lexicon', () => {
  it('knows its words, by language', () => {
    const lexicon = createLexicon(
      encodeLexicon(
        new Map([
          ['kaz', new Map(KAZAKH.map((each) => [each, true]))],
          ['rus', new Map([['дело', true]])],
        ] as const),
      ),
    );
    expect(lexicon.size()).toBe(11);
    expect(lexicon.has('құжат')).toBe(true);
    expect(lexicon.has('құжат', 'rus')).toBe(false);
    expect(lexicon.has('дело', 'rus')).toBe(true);
    expect(lexicon.has('дела')).toBe(false);
    expect(lexicon.has('')).toBe(false);
    expect(lexicon.has('ق')).toBe(false);
  });

  it.each(['архивтерден', 'кітабымыздың', 'құжаттарын', 'қаладағы', 'барған', 'тізімдемесіне', 'қалалықтар'])(
    'knows %j by what is left without its endings',
    (inflected) => {
      expect(createLexicon(bytesOf(KAZAKH)).has(inflected)).toBe(true);
    },
  );

  it.each(['құжаттерден', 'цужат', 'калага', 'тгзгмдеме', 'архивтер1', 'құжатдар'])(
    'does not know %j',
    (garbled) => {
      expect(createLexicon(bytesOf(KAZAKH)).has(garbled)).toBe(false);
    },
  );

  it('gives the words of dictionaries alone', () => {
    const lexicon = createLexicon(bytesOf(KAZAKH));
    expect([...lexicon.words('kaz', true)]).not.toContain('қалалар');
    expect([...lexicon.words('kaz')].toSorted()).toEqual(KAZAKH.toSorted());
    expect([...lexicon.words('eng')]).toEqual([]);
  });

  it('takes the words of an archive in, and is empty without bytes', () => {
    const lexicon = createLexicon(new Uint8Array());
    lexicon.add(['рысқұлов', 'рысқұлов', '']);
    expect(lexicon.size()).toBe(1);
    expect(lexicon.has('рысқұлов')).toBe(true);
    expect(lexicon.has('рысқұловтың')).toBe(true);
    expect(lexicon.startingWith('рыс', 5)).toEqual(['рысқұлов']);
    expect(lexicon.hasBeginning('рысқ')).toBe(true);
    expect(lexicon.hasBeginning('рысқа')).toBe(false);
  });

  it('says that bytes are damaged', () => {
    const bytes = bytesOf(KAZAKH);
    expect(() => createLexicon(bytes.subarray(0, bytes.length - 3))).toThrow('cut off');
    expect(() => createLexicon(Uint8Array.from([1, 2, 3]))).toThrow('no lexicon');
  });

  it('answers as a set of words does', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { maxLength: 300 }),
        fc.array(word, { maxLength: 20 }),
        (words, asked) => {
          const lexicon = createLexicon(bytesOf(words, 'eng'));
          expect([...lexicon.words()].toSorted()).toEqual(words.toSorted());
          for (const each of [...words.slice(0, 40), ...asked]) {
            expect(lexicon.has(each, 'eng')).toBe(words.includes(each));
            const beginning = words.filter((other) => other.startsWith(each));
            expect(lexicon.hasBeginning(each)).toBe(beginning.length > 0);
            expect(lexicon.startingWith(each, 1000).toSorted()).toEqual(beginning.toSorted());
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
