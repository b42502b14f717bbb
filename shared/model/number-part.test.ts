import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber, printNumber } from './number-part.ts';
import { leafSortKey, numberSortKey, referenceSortKey } from './number-sort-key.ts';
import { LANGUAGES, numberPartSchema, type NumberPart } from './record-types.ts';
import { parseReferenceCode } from './reference-code.ts';

const read = (text: string): NumberPart => {
  const number = parseNumber(text);
  if (number === null) throw new Error(`no number: ${text}`);
  return number;
};

/** The texts in the order of their keys, from a start that has them backwards. */
const sorted = (texts: readonly string[], key: (text: string) => string): string[] =>
  [...texts].reverse().sort((a, b) => (key(a) < key(b) ? -1 : 1));

describe('the number of one record', () => {
  it.each([
    ['5', { num: 5 }],
    ['005', { num: 5 }],
    ['№ 5', { num: 5 }],
    ['Р-5', { prefix: 'Р', num: 5 }],
    ['р–5', { prefix: 'Р', num: 5 }],
    ['Р5', { prefix: 'Р', num: 5 }],
    ['ОАФ-3', { prefix: 'ОАФ', num: 3 }],
    ['1а', { num: 1, suffix: 'а' }],
    ['1 А', { num: 1, suffix: 'а' }],
    ['2-л/с', { num: 2, suffix: 'л/с' }],
    ['2 л/с', { num: 2, suffix: 'л/с' }],
    ['45 т. 2', { num: 45, volume: 2 }],
    ['45а, том 2', { num: 45, suffix: 'а', volume: 2 }],
    ['45, 2-том', { num: 45, volume: 2 }],
    ['45 vol. 2', { num: 45, volume: 2 }],
  ])('reads %j', (text, number) => {
    expect(parseNumber(text)).toEqual(number);
  });

  it.each(['', ' ', 'а', 'Р-', '5 6', 'Ф. 5', '5/1', '45 т. 0', '1'.repeat(16), '5 қор туралы'])(
    'takes %j for no number',
    (text) => {
      expect(parseNumber(text)).toBeNull();
    },
  );

  it('never throws, and what it reads fits the schema and reads back from print', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[РПЛр]?-?[0-9]{1,6}-?[абвлт]?(?: т\. [0-9])?$/u),
    );
    fc.assert(
      fc.property(text, (written) => {
        const number = parseNumber(written);
        if (number === null) return;
        expect(numberPartSchema.safeParse(number).success).toBe(true);
        for (const language of LANGUAGES) expect(parseNumber(printNumber(number, language))).toEqual(number);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('keys that sort by code units', () => {
  it('sorts numbers, then suffixes in alphabet order, then volumes, and prefixes as groups', () => {
    const order = [
      '1', '2', '9', '10', '45', '45 т. 2', '45 т. 10', '45а', '45ә', '45б', '45в', '45г', '45ғ', '45е', '45ё',
      '45ж', '45и', '45й', '45к', '45қ', '45ы', '45і', '45я', '45a', '46', '100', '1000', 'Л-1', 'П-708', 'Р-2',
      'Р-10', 'Ф-1',
    ]; // prettier-ignore
    expect(sorted(order, (text) => numberSortKey(read(text)))).toEqual(order);
  });

  it('puts what has no number last', () => {
    const largest = numberSortKey({ prefix: 'яяяяяяяяяя', num: Number.MAX_SAFE_INTEGER });
    expect(numberSortKey(null) > largest).toBe(true);
    expect(numberSortKey(null) > numberSortKey({ prefix: '學', num: 1 })).toBe(true);
  });

  it('sorts leaves with their backs before lettered leaves', () => {
    const leafOf = (text: string) => parseReferenceCode(`Ф. 1. Л. ${text}`)?.leaves?.[0]?.from ?? { num: 0 };
    const order = ['9', '45', '45об', '45а', '45аоб', '45ә', '45б', '46', '100'];
    expect(sorted(order, (text) => leafSortKey(leafOf(text)))).toEqual(order);
  });

  it('sorts codes by fonds, inventory, unit and leaf, a whole before its parts', () => {
    const order = [
      'Ф. 5',
      'Ф. 5. Оп. 1',
      'Ф. 5. Оп. 1. Д. 2',
      'Ф. 5. Оп. 1. Д. 2. Л. 1',
      'Ф. 5. Оп. 1. Д. 2. Л. 1 об.',
      'Ф. 5. Оп. 1. Д. 2 т. 2',
      'Ф. 5. Оп. 1. Д. 2а',
      'Ф. 5. Оп. 1. Д. 10',
      'Ф. 5. Оп. 1а. Д. 1',
      'Ф. 5. Оп. 2',
      'Ф. 5а',
      'Ф. 10',
      'Ф. Р-1',
    ];
    const keyOf = (text: string) => {
      const code = parseReferenceCode(text);
      return code === null ? '' : referenceSortKey(code);
    };
    expect(sorted(order, keyOf)).toEqual(order);
  });

  it('orders any two plain numbers as numbers', () => {
    const num = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(num, num, (a, b) => {
        const [x, y] = [numberSortKey({ num: a }), numberSortKey({ num: b })];
        expect(Math.sign(a - b)).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });
});
