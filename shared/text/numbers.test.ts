import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { plainDigits, romanValue } from './numbers.ts';

const numbersIn = (text: string) => analyse(text, 'typed').flatMap(({ numbers }) => numbers);

describe('numbers of a text', () => {
  it.each([
    ['194 бет, 6 парақ', ['#194', '#6']],
    ['1946ж. 2009', ['#1946', '#2009']],
    ['№ 007', ['#7']],
    ['XIX ғ. ХІХ в. ХХІ, IY, П том, XXI', ['#19', '#19', '#21', '#4', '#2', '#21']],
    ['С. М. Кирова в МХАТ, СССР, У реки', []],
    ['1941–45 гг.', ['#1941', '#45', '#1945']],
    ['1941-12', ['#1941', '#12']],
    ['١٩٤٦', ['#1946']],
    ['1'.repeat(40), []],
  ])('%j', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });

  it.each([
    ['29.08.2009 ж.', '@2009-08-29'],
    ['9/8/1946', '@1946-08-09'],
    ['2009-08-29', '@2009-08-29'],
    ['29 августа 2009 г.', '@2009-08-29'],
    ['2009 жылғы 29 тамыз', '@2009-08-29'],
    ['1946 жылдың 5 қарашасында', '@1946-11-05'],
    ['August 5, 1946', '@1946-08-05'],
    ['август 1946 г.', '@1946-08'],
    ['1946 жылдың тамызы', '@1946-08'],
  ])('%j is the date %s', (text, key) => {
    expect(numbersIn(text)).toContain(key);
  });

  it.each(['31.13.1946', '5.5.5', 'стр. 29, 08, 2009', '1946 тамыздан', '194 6'])('%j is no day', (text) => {
    expect(numbersIn(text).filter((key) => /^@.*-.*-/u.test(key))).toEqual([]);
  });

  it('reads every Roman numeral as it is written', () => {
    const written = (value: number): string => {
      const signs = [
        1000,
        'M',
        900,
        'CM',
        500,
        'D',
        400,
        'CD',
        100,
        'C',
        90,
        'XC',
        50,
        'L',
        40,
        'XL',
        10,
        'X',
        9,
        'IX',
        5,
        'V',
        4,
        'IV',
        1,
        'I',
      ];
      let [text, rest] = ['', value];
      for (let i = 0; i < signs.length; i += 2)
        while (rest >= Number(signs[i])) {
          text += String(signs[i + 1]);
          rest -= Number(signs[i]);
        }
      return text;
    };
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), (value) => {
        if (value === 50) return;
        expect(romanValue(written(value))).toBe(value);
        expect(romanValue(written(value).replaceAll('X', 'Х').replaceAll('I', 'І'))).toBe(value);
      }),
    );
    expect(romanValue('MCMXLVI')).toBe(1946);
  });

  it('gives ASCII digits for those of every script', () => {
    expect(plainDigits('۱۹۴۶ १९४६ 𝟙𝟡𝟜𝟞')).toBe('1946 1946 1946');
  });
});
