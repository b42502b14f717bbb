import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateBounds } from './date-bounds.ts';
import { isUndated } from './date-words.ts';
import { isBackwards, isOutside, readDates } from './dates.ts';
import { datesSchema } from './record-types.ts';

const readable: readonly (readonly [string, string])[] = [
  // years
  ['1937', '1937'],
  ['1937 г.', '1937'],
  ['1937 год', '1937'],
  ['1937 ж.', '1937'],
  ['1937 жылы', '1937'],
  ['[1937]', '1937'],
  ['1937?', '1937?'],
  ['[1937?]', '1937?'],
  ['1937 (?)', '1937?'],
  ['ок. 1920', '1920~'],
  ['около 1920 г.', '1920~'],
  ['шамамен 1920 ж.', '1920~'],
  ['ca. 1920', '1920~'],
  ['ок. 1937?', '1937%'],
  // ranges
  ['1937–1940', '1937/1940'],
  ['1937 - 1940 гг.', '1937/1940'],
  ['1937–1940 жж.', '1937/1940'],
  ['1937–1940 жылдар', '1937/1940'],
  ['1937–40', '1937/1940'],
  ['1911–12 гг.', '1911/1912'],
  ['с 1937 по 1940 год', '1937/1940'],
  ['1937 жылдан 1940 жылға дейін', '1937/1940'],
  ['ок. 1920–1925', '1920~/1925~'],
  ['1937, 1940', '{1937,1940}'],
  ['1937, 1939–1941 гг.', '{1937,1939..1941}'],
  // decades and centuries
  ['1930-е', '193X'],
  ['1930-е гг.', '193X'],
  ['1930-х годов', '193X'],
  ['1930-жылдар', '193X'],
  ['1930 жылдар', '193X'],
  ['1930s', '193X'],
  ['1920–1930-е гг.', '192X/193X'],
  ['конец 1920-х – начало 1930-х гг.', '192X/193X'],
  ['XIX в.', '18XX'],
  ['ХІХ ғ.', '18XX'],
  ['XIX ғасыр', '18XX'],
  ['19 век', '18XX'],
  ['XVIII–XIX вв.', '17XX/18XX'],
  ['конец XIX – начало XX в.', '18XX/19XX'],
  ['19th century', '18XX'],
  // months and days
  ['15.03.1921', '1921-03-15'],
  ['15.III.1921', '1921-03-15'],
  ['5/3/1921', '1921-03-05'],
  ['15 марта 1921 г.', '1921-03-15'],
  ['1921 жылғы 15 наурыз', '1921-03-15'],
  ['25 қазан 1917 ж.', '1917-10-25'],
  ['October 25, 1917', '1917-10-25'],
  ['1921.03.15', '1921-03-15'],
  ['март 1921', '1921-03'],
  ['в марте 1921 г.', '1921-03'],
  ['1921 ж. наурыз', '1921-03'],
  ['03.1921', '1921-03'],
  ['весна 1921', '1921-21'],
  ['15–20 марта 1921', '1921-03-15/1921-03-20'],
  ['15–20.03.1921', '1921-03-15/1921-03-20'],
  ['15.03–20.04.1921', '1921-03-15/1921-04-20'],
  ['15.03.1921–20.04.1922', '1921-03-15/1922-04-20'],
  ['март–апрель 1921', '1921-03/1921-04'],
  ['янв. 1937 – дек. 1938', '1937-01/1938-12'],
  // open on one side
  ['не позднее 1917', '../1917'],
  ['до 1917 г.', '../1917'],
  ['1917 ж. дейін', '../1917'],
  ['1917 жылдан кеш емес', '../1917'],
  ['не ранее 1917', '1917/..'],
  ['после 15.03.1917', '1917-03-15/..'],
  ['1917 ж. кейін', '1917/..'],
  ['before 1917', '../1917'],
  ['не ранее 1917 – не позднее 1920', '1917/1920'],
  // EDTF itself
  ['1921-03-15', '1921-03-15'],
  ['1937/1940', '1937/1940'],
  ['193X', '193X'],
  ['1920~', '1920~'],
  ['1937/..', '1937/..'],
  ['1911-12', '1911-12'],
  ['{1937,1939..1941}', '{1937,1939..1941}'],
];

describe('reading dates', () => {
  it.each(readable)('reads %j as %s and keeps the text', (written, edtf) => {
    expect(readDates(written)).toEqual({ written, edtf });
  });

  it.each([
    '',
    'б.д.',
    'без даты',
    'күні жоқ',
    'hello',
    '31.02.1921',
    '1940–1937',
    '99999',
    '-100',
    '1',
    '12',
    'март',
    'XX',
    'декабристы 1825',
    '1 кв. 1937',
    '25 октября (7 ноября) 1917',
    'после войны',
    `1937${' '.repeat(200)}`,
    '1937-'.repeat(1000),
  ])('keeps %j without an EDTF', (written) => {
    expect(readDates(written)).toEqual({ written, edtf: null });
  });

  it('tells a stated lack of a date from what it cannot read', () => {
    for (const text of [
      'б.д.',
      'Б. д.',
      '[б/д]',
      'без даты',
      'Күні жоқ',
      'күні көрсетілмеген',
      'n.d.',
      'undated',
    ]) {
      expect([text, isUndated(text)]).toEqual([text, true]);
    }
    for (const text of ['', '1937', 'после войны', 'без']) expect(isUndated(text)).toBe(false);
  });

  it('never throws, keeps every character, and gives only EDTF that has bounds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'не ранее|не позднее|с|по|до|ок.|1937|193X|1930-е|г.|жж.|XIX|в.|ғ.|марта|наурыз|-|–|/|,|..|?|~|{|}|[|15|.03.|дейін|б.д.'.split(
          '|',
        ),
        ' ',
      ),
      fc.nat({ max: 99_999 }).map(String),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', ' '), (pieces, space) => {
        const written = pieces.join(space);
        const dates = readDates(written);
        expect(dates.written).toBe(written);
        if (written.length <= 300) expect(datesSchema.safeParse(dates).success).toBe(true);
        if (dates.edtf !== null) expect([dates.edtf, dateBounds(dates.edtf)]).not.toEqual([dates.edtf, null]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the bounds of a date', () => {
  it.each([
    ['1937', '1937-01-01', '1937-12-31'],
    ['1936-02', '1936-02-01', '1936-02-29'],
    ['1921-03-15', '1921-03-15', '1921-03-15'],
    ['1920~', '1920-01-01', '1920-12-31'],
    ['193X', '1930-01-01', '1939-12-31'],
    ['17XX/18XX', '1700-01-01', '1899-12-31'],
    ['1937/1940', '1937-01-01', '1940-12-31'],
    ['../1917', null, '1917-12-31'],
    ['1917/..', '1917-01-01', null],
    ['1917/', '1917-01-01', null],
    ['1921-21', '1921-03-01', '1921-05-31'],
    ['1921-24', '1921-01-01', '1921-12-31'],
    ['{1937,1939..1941}', '1937-01-01', '1941-12-31'],
    ['{..1917}', null, '1917-12-31'],
    ['[1940,1937]', '1937-01-01', '1940-12-31'],
  ])('%s: %s to %s', (edtf, start, end) => {
    expect(dateBounds(edtf)).toEqual({ start, end });
  });

  it.each([
    '',
    '1937 г.',
    'x',
    '{}',
    '1921-02-31',
    '99999',
    'Y12000',
    'Y170000002',
    'Y-170000002',
    `{${'1937,'.repeat(30)}1938}`,
  ])('%j has none', (text) => {
    expect(dateBounds(text)).toBeNull();
  });

  it('never throws on a damaged value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9X~?%/.,:{}[\]TZ+-]{0,20}$/u), (text) => {
        const bounds = dateBounds(text);
        for (const day of [bounds?.start, bounds?.end])
          expect(day ?? '0000-01-01').toMatch(/^\d{4}-\d\d-\d\d$/u);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('dates that contradict', () => {
  it.each(['1940–1937', '1940-1937 гг.', '15.03.1921–02.03.1921', 'с 1940 по 1937', '1940/1937'])(
    '%j ends before it begins',
    (text) => {
      expect(isBackwards(text)).toBe(true);
    },
  );

  it.each(['1937–1940', '1937', '', 'б. д.', 'весна', '1937–1937', 'дело 1940-1'])('%j does not', (text) => {
    expect(isBackwards(text)).toBe(false);
  });

  it('lie outside other dates on either side, unless those are open or unknown there', () => {
    const limits = '1921/1937';
    expect(['1921', '1930/1937', '193X', '1920', '1936/1938'].map((each) => isOutside(each, limits))).toEqual(
      [false, false, true, true, true],
    );
    expect(isOutside('1900', '../1937')).toBe(false);
    expect(isOutside('1940', '1921/..')).toBe(false);
    expect(isOutside('../1937', limits)).toBe(false);
    expect([isOutside(null, limits), isOutside('1900', null), isOutside('x', limits)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('are never read as dates when they run backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1500, max: 2100 }), fc.integer({ min: 1500, max: 2100 }), (a, b) => {
        expect(isBackwards(`${a}–${b}`)).toBe(b < a);
        expect(isOutside(`${Math.min(a, b)}/${Math.max(a, b)}`, `${a}`)).toBe(a !== b);
      }),
    );
  });
});
