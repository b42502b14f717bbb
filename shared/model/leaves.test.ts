import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLeaves, countLeaves } from './leaf-check.ts';
import { isReversed, leavesSchema, readLeafRanges } from './leaves.ts';
import { printLeafRanges } from './print-leaves.ts';
import type { LeafRange } from './read-leaves.ts';
import { LANGUAGES } from './record-types.ts';

const read = (text: string) => readLeafRanges(text).ranges;
const ranges = (text: string): readonly LeafRange[] => read(text) ?? [];

const leaf = fc.record(
  {
    num: fc.integer({ min: 1, max: 9999 }),
    suffix: fc.constantFrom('а', 'б', 'г', 'ә'),
    side: fc.constantFrom('recto' as const, 'verso' as const),
  },
  { requiredKeys: ['num'], noNullPrototype: true },
);
const lists = fc.array(
  fc.record({ from: leaf, to: leaf }, { requiredKeys: ['from'], noNullPrototype: true }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

describe('leaves as they are written', () => {
  it('reads lists and ranges, with the word for leaves or without it', () => {
    const three = [{ from: { num: 1 }, to: { num: 3 } }, { from: { num: 5 } }];
    for (const text of ['1-3, 5', '1–3,5', 'Лл. 1–3, 5', 'л.1-3,5', '1–3, 5-парақтар', ' 1—3; 5 ']) {
      expect([text, read(text)]).toEqual([text, three]);
    }
    expect(read('7об.–9')).toEqual([{ from: { num: 7, side: 'verso' }, to: { num: 9 } }]);
    expect(read('12а (арты)')).toEqual([{ from: { num: 12, suffix: 'а', side: 'verso' } }]);
  });

  it('keeps what it cannot read as written', () => {
    for (const text of ['', 'весь', '1–3 и обложка', 'Д. 5 Л. 3', '1/2', '5-']) {
      expect([text, readLeafRanges(text)]).toEqual([text, { written: text, ranges: null }]);
    }
  });

  it('reads back what it prints, in every language', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(...LANGUAGES), (list, language) => {
        const printed = printLeafRanges(list, language);
        expect([printed, read(printed)]).toEqual([printed, list]);
      }),
    );
  });

  it('never throws, and what it reads fits the schema', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9а-я–\-,. об()]{0,60}$/u)), (text) => {
        const found = readLeafRanges(text);
        expect(leavesSchema.safeParse(found).success).toBe(text.length <= 400);
      }),
    );
  });

  it('sees a range that runs backwards', () => {
    expect(ranges('9–7').map(isReversed)).toEqual([true]);
    expect(ranges('7об–7').map(isReversed)).toEqual([false]);
    expect(ranges('7об–7лиц').map(isReversed)).toEqual([true]);
    expect(ranges('7–7об, 12–12а, 3').map(isReversed)).toEqual([false, false, false]);
  });
});

describe('the leaves of a unit against its documents', () => {
  const sheet = { count: 10, lettered: [], missed: [] };
  const shown = (found: readonly LeafRange[] | null) => found && printLeafRanges(found, 'ru');

  it('finds gaps, overlaps and leaves that the sheet does not have', () => {
    const check = checkLeaves(sheet, [ranges('1–3'), ranges('3–6'), ranges('9, 12')]);
    expect(check.last).toBe(10);
    expect(shown(check.gaps)).toBe('7–8, 10');
    expect(shown(check.overlaps)).toBe('3');
    expect(shown(check.beyond)).toBe('12');
  });

  it('counts lettered leaves in and passed-over numbers out', () => {
    const check = checkLeaves({ count: 10, lettered: ranges('5а, 5б'), missed: ranges('7') }, [
      ranges('1–5'),
      ranges('5а'),
      ranges('6–9'),
    ]);
    expect(check.last).toBe(9);
    expect(shown(check.gaps)).toBe('5б');
    expect(shown(check.beyond)).toBe('');
  });

  it('lets two documents share the two sides of a leaf', () => {
    expect(checkLeaves({ ...sheet, count: 4 }, [ranges('1–2лиц.'), ranges('2об.–4')]).overlaps).toEqual([]);
    expect(shown(checkLeaves({ ...sheet, count: 4 }, [ranges('1–2'), ranges('2об.–4')]).overlaps)).toBe('2');
    expect(shown(checkLeaves({ ...sheet, count: 4 }, [ranges('1–4'), ranges('2лиц.')]).overlaps)).toBe('2');
  });

  it('has nothing to compare without documents, and no end without a count', () => {
    expect(checkLeaves(sheet, [])).toEqual({ last: 10, gaps: null, overlaps: [], beyond: [] });
    const check = checkLeaves({ ...sheet, count: null }, [ranges('1–2'), ranges('5')]);
    expect([check.last, shown(check.gaps), check.beyond]).toEqual([null, '3–4', []]);
  });

  it('has neither gaps nor overlaps where documents follow one another', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        let next = 1;
        const documents = sizes.map((size): LeafRange[] => {
          const from = next;
          next += size;
          return [{ from: { num: from }, to: { num: from + size - 1 } }];
        });
        const count = sizes.reduce((sum, size) => sum + size, 0);
        expect(countLeaves(documents.flat())).toBe(count);
        expect(checkLeaves({ count, lettered: [], missed: [] }, documents)).toEqual({
          last: count,
          gaps: [],
          overlaps: [],
          beyond: [],
        });
      }),
    );
  });
});
