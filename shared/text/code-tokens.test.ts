import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../must.ts';
import { parseReferenceCode } from '../model/reference-code.ts';
import { printReferenceCode } from '../model/print-reference-code.ts';
import { LANGUAGES, type NumberPart } from '../model/record-types.ts';
import { queryTerms } from '../query/query-terms.ts';
import { codeTokens } from './code-tokens.ts';

const wordsOf = (query: string) => [...queryTerms(query).words];
const indexed = (code: string) => codeTokens(must(parseReferenceCode(code), code));

/** As the search does: every word of the query is among the words of the record. */
const finds = (query: string, code: string) => {
  const words = new Set(indexed(code));
  return wordsOf(query).every((word) => words.has(word));
};

describe('finding by reference code', () => {
  it('indexes the parts, the whole and the own number', () => {
    expect(indexed('Ф. Р-5. Оп. 1. Д. 123')).toEqual(
      expect.arrayContaining(['фр5', 'ф5', 'оп1', 'д123', 'р-5/1/123', '5/1/123', '123']),
    );
    expect(indexed('Ф. 5. Оп. 2-л/с')).toEqual(['ф5', 'оп2лс', '5/2лс', '2лс']);
  });

  it('finds a prefix that was stored in Latin letters by one in Cyrillic, and the other way round', () => {
    for (const stored of ['Ф. P-5. Оп. 1', 'Ф. Р-5. Оп. 1', 'Ф. R-5. Оп. 1'])
      for (const query of ['Р-5', 'P-5', 'R-5', 'P-5/1', 'Ф. Р-5 Оп. 1', 'фP5 оп1'])
        expect([stored, query, finds(query, stored)]).toEqual([stored, query, true]);
    expect(finds('P-5', 'Ф. П-5')).toBe(true);
    expect(finds('П-5', 'Ф. P-5')).toBe(true);
    expect(finds('Л-5', 'Ф. P-5')).toBe(false);
  });

  it.each([
    'Ф. Р-5. Оп. 1. Д. 123',
    '5-қор 1-тізімдеме 123-іс',
    '5-қ. 1-т. 123-іс',
    'Р-5-қор, 1-тізімдеме, 123-іс',
    'ф5 оп1 д123',
    'фр5',
    'Р-5/1/123',
    '5/1/123',
    'F. Р-5, op. 1, d. 123',
    'F. R-5, op. 1, d. 123',
    'Ф. P-5. Оп. 1. Д. 123',
    'ЦГА РК. Ф. Р-5. Оп. 1. Д. 123. Л. 45 об.',
    '0005_001_00123_045об.tif',
    'Ф. Р-5',
    'р-5',
    'Р5',
    'оп. 1 д. 123',
    'д. 123',
    '123',
  ])('%j finds Ф. Р-5. Оп. 1. Д. 123', (query) => {
    expect(finds(query, 'Ф. Р-5. Оп. 1. Д. 123')).toBe(true);
  });

  it.each([
    'Ф. П-5. Оп. 1. Д. 123',
    'Ф. Р-5. Оп. 2. Д. 123',
    'Ф. Р-5. Оп. 1. Д. 12',
    '5/1/1234',
    'Ф. Р-51',
    'п-5',
  ])('%j does not', (query) => {
    expect(finds(query, 'Ф. Р-5. Оп. 1. Д. 123')).toBe(false);
  });

  it('finds a volume by its unit, and a letter only when it is the same', () => {
    expect(finds('Ф. 5. Оп. 1. Д. 45', 'Ф. 5. Оп. 1. Д. 45 т. 2')).toBe(true);
    expect(finds('Ф. 5. Оп. 1. Д. 45 т. 2', 'Ф. 5. Оп. 1. Д. 45 т. 2')).toBe(true);
    expect(finds('Ф. 5. Оп. 1. Д. 45 т. 3', 'Ф. 5. Оп. 1. Д. 45 т. 2')).toBe(false);
    expect(finds('Ф. 5. Оп. 1a', 'Ф. 5. Оп. 1а')).toBe(true);
    expect(finds('Ф. 5. Оп. 1', 'Ф. 5. Оп. 1а')).toBe(false);
  });

  it.each([
    ['Ф. Р-5. Оп. 1 перепись', ['фр5', 'оп1', 'перепись']],
    ['перепись 5-қор 1-тізімдеме', ['перепись', 'ф5', 'оп1']],
    ['Ф. Р-5. Оп', ['фр5', 'оп']],
    ['дело Сейфуллина', ['дело', 'сейфуллина']],
    ['сочинения т. 2 Ауэзова', ['сочинения', 'т', '2', 'ауэзова']],
    ['хат 1937', ['хат', '1937']],
    ['Ту-154', ['ту', '154']],
    ['', []],
  ])('%j asks for %j', (query, words) => {
    expect(wordsOf(query)).toEqual(words);
  });

  it('finds every code by itself, printed in any language', () => {
    const number: fc.Arbitrary<NumberPart> = fc.record(
      {
        prefix: fc.constantFrom('Р', 'П', 'Л', 'ОАФ'),
        num: fc.nat({ max: 99_999 }),
        suffix: fc.constantFrom('а', 'б', 'л/с'),
      },
      { requiredKeys: ['num'] },
    );
    const codes = fc.record({ fonds: number, inventory: number, unit: number }, { requiredKeys: ['fonds'] });
    fc.assert(
      fc.property(codes, fc.constantFrom(...LANGUAGES), (code, language) => {
        expect(codeTokens(code)).toEqual(expect.arrayContaining(wordsOf(printReferenceCode(code, language))));
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws and never gives an empty word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(wordsOf(text).includes('')).toBe(false);
      }),
    );
  });
});
