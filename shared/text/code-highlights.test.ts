import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../must.ts';
import { parseReferenceCode } from '../model/reference-code.ts';
import { printReferenceCode } from '../model/print-reference-code.ts';
import { LANGUAGES, type NumberPart } from '../model/record-types.ts';
import { codeHighlights } from './code-highlights.ts';
import { queryTerms } from '../query/query-terms.ts';

const marked = (code: string, language: 'kk' | 'ru' | 'en', query: string) => {
  const parsed = must(parseReferenceCode(code), code);
  const printed = printReferenceCode(parsed, language);
  return codeHighlights(printed, parsed, queryTerms(query)).map(({ start, end }) =>
    printed.slice(start, end),
  );
};

describe('marking a printed code', () => {
  it.each([
    ['ru', 'Ф. Р-5. Оп. 1. Д. 123', ['Р-5', '1', '123']],
    ['kk', 'Ф. Р-5. Оп. 1. Д. 123', ['Р-5', '1', '123']],
    ['en', 'ф5 оп1', ['Р-5', '1']],
    ['ru', 'Ф. Р-5 перепись', ['Р-5']],
    ['ru', '123', ['123']],
    ['ru', 'Ф. 5. Оп. 1. Д. 12', ['Р-5', '1', '123']],
    ['ru', 'Ф. 6', []],
    ['ru', 'школа', []],
  ] as const)('in %s, asked for %j', (language, query, expected) => {
    expect(marked('Ф. Р-5. Оп. 1. Д. 123', language, query)).toEqual(expected);
  });

  it('finds the parts also where their numbers are alike', () => {
    expect(marked('Ф. 1. Оп. 1. Д. 1', 'ru', 'оп. 1 д. 1')).toEqual(['1', '1']);
    expect(marked('Ф. 11. Оп. 1. Д. 1', 'kk', 'Ф. 11. Оп. 1')).toEqual(['11', '1']);
    expect(marked('Ф. 5. Оп. 2-л/с', 'ru', 'Ф. 5. Оп. 2-л/с')).toEqual(['5', '2-л/с']);
  });

  it('marks every part of a code that is asked for by itself, in every language', () => {
    const number: fc.Arbitrary<NumberPart> = fc.record(
      { prefix: fc.constantFrom('Р', 'П'), num: fc.nat({ max: 9999 }), suffix: fc.constantFrom('а', 'б') },
      { requiredKeys: ['num'] },
    );
    const codes = fc.record({ fonds: number, inventory: number, unit: number }, { requiredKeys: ['fonds'] });
    fc.assert(
      fc.property(codes, fc.constantFrom(...LANGUAGES), (code, language) => {
        const printed = printReferenceCode(code, language);
        const ranges = codeHighlights(printed, code, queryTerms(printed));
        let end = 0;
        for (const range of ranges) {
          expect(range.start).toBeGreaterThanOrEqual(end);
          end = range.end;
        }
        expect(end).toBeLessThanOrEqual(printed.length);
        const parts = [code.fonds, code.inventory, code.unit].filter((part) => part !== undefined);
        if (code.unit === undefined || code.inventory !== undefined)
          expect(ranges).toHaveLength(parts.length);
      }),
      { numRuns: 1000 },
    );
  });
});
