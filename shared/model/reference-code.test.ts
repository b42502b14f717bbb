import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printReferenceCode } from './print-reference-code.ts';
import type { Leaf, LeafRange } from './read-leaves.ts';
import { LANGUAGES, type NumberPart } from './record-types.ts';
import { parseReferenceCode, type ReferenceCode } from './reference-code.ts';

const five: NumberPart = { num: 5 };
const soviet: NumberPart = { prefix: 'Р', num: 5 };
const unit = { fonds: five, inventory: { num: 1 }, unit: { num: 123 } };
const sovietUnit = { ...unit, fonds: soviet };
const leaf = (num: number, rest: Omit<Leaf, 'num'> = {}): LeafRange => ({ from: { num, ...rest } });
const withLeaf = { ...unit, leaves: [leaf(45)] };
const withVerso = { ...unit, leaves: [leaf(45, { side: 'verso' })] };

const written: readonly (readonly [string, ReferenceCode])[] = [
  // Russian, every mixture of dots, commas and spaces
  ['Ф. 5, Оп. 1, Д. 123, Л. 45', withLeaf],
  ['Ф.5 Оп.1 Д.123 Л.45', withLeaf],
  ['ф.5 оп.1 ед.хр.123 л.45', withLeaf],
  ['ф 5 оп 1 д 123 л 45', withLeaf],
  ['ф5оп1д123л45', withLeaf],
  ['Ф-5, Оп-1, Д-123, Л-45', withLeaf],
  ['  Ф. 5.\u00a0Оп. 1.\tД. 123.\nЛ. 45.  ', withLeaf],
  ['(Ф. 5. Оп. 1. Д. 123. Л. 45)', withLeaf],
  ['Фонд № 5, опись № 1, дело № 123, лист 45', withLeaf],
  ['ф. 5, оп. 1, единица хранения 123, л. 45', withLeaf],
  ['Ф. Р-5. Оп. 1. Д. 123', sovietUnit],
  ['Ф. Р5 Оп. 1 Д. 123', sovietUnit],
  ['Ф. Р 5. Оп. 1. Д. 123', sovietUnit],
  ['ф. р\u20115 оп. 1 д. 123', sovietUnit],
  ['Ф. 5. Оп. 1. Д. 123. Л. 45об.', withVerso],
  ['Ф. 5. Оп. 1. Д. 123. Л. 45 об.', withVerso],
  ['Ф. 5. Оп. 1. Д. 123. Л. 45 (об.)', withVerso],
  ['Фонд 5, опись 1, дело 123, лист 45 оборот', withVerso],
  [
    'Ф. Р-5. Оп. 1. Д. 123. Л. 45–46 об.',
    { ...sovietUnit, leaves: [{ from: { num: 45 }, to: { num: 46, side: 'verso' } }] },
  ],
  [
    'Ф. 5. Оп. 1. Д. 123. Лл. 1–3, 5, 7об.–9',
    {
      ...unit,
      leaves: [
        { from: { num: 1 }, to: { num: 3 } },
        leaf(5),
        { from: { num: 7, side: 'verso' }, to: { num: 9 } },
      ],
    },
  ],
  [
    'Ф. 5. Оп. 1. Д. 123. Лл. 12а, 12б об., 13аоб',
    {
      ...unit,
      leaves: [
        leaf(12, { suffix: 'а' }),
        leaf(12, { suffix: 'б', side: 'verso' }),
        leaf(13, { suffix: 'а', side: 'verso' }),
      ],
    },
  ],
  ['Ф. П-708. Оп. 1а', { fonds: { prefix: 'П', num: 708 }, inventory: { num: 1, suffix: 'а' } }],
  ['Ф. Л-12', { fonds: { prefix: 'Л', num: 12 } }],
  [
    'Ф. 5. Оп. 2-л/с. Д. 45 т. 2',
    { fonds: five, inventory: { num: 2, suffix: 'л/с' }, unit: { num: 45, volume: 2 } },
  ],
  ['Ф. 5 Оп. 2 л/с', { fonds: five, inventory: { num: 2, suffix: 'л/с' } }],
  ['Ф. 5 Оп. 1 Д. 123А', { ...unit, unit: { num: 123, suffix: 'а' } }],
  ['Ф. 5 Оп. 1 Д. 123 а, Л. 45', { ...withLeaf, unit: { num: 123, suffix: 'а' } }],
  ['Ф. Р-5', { fonds: soviet }],
  ['Ф. 5 Д. 123', { fonds: five, unit: { num: 123 } }],
  // the archive in front
  ['ЦГАИПД. Ф. 1728. Ед. хр. 537079', { archive: 'ЦГАИПД', fonds: { num: 1728 }, unit: { num: 537079 } }],
  [
    'НБА РКП. Ф. 2. Оп. 1. Д. 1.',
    { archive: 'НБА РКП', fonds: { num: 2 }, inventory: { num: 1 }, unit: { num: 1 } },
  ],
  ['ЦГА РК Ф. 5', { archive: 'ЦГА РК', fonds: five }],
  ['Архив № 3 им. Ф. Иванова. Ф. 5', { archive: 'Архив № 3 им. Ф. Иванова', fonds: five }],
  ['ҚР ОММ, Р-5-қор', { archive: 'ҚР ОММ', fonds: soviet }],
  // Kazakh
  ['5-қор, 1-тізімдеме, 123-іс, 45-парақ', withLeaf],
  ['5-қ. 1-т. 123-іс 45-п.', withLeaf],
  ['5-қ., 1-т., 123-іс, 45-п.', withLeaf],
  ['5 қор 1 тізімдеме 123 іс 45 парақ', withLeaf],
  ['5-қордың 1-тізімдемесі, 123-іс, 45-парағы', withLeaf],
  ['5-қор, 1-тізбе, 123-сақтау бірлігі, 45-парақ', withLeaf],
  ['қор 5, тізімдеме 1, іс 123, парақ 45', withLeaf],
  ['5-ҚОР, 1-ТІЗІМДЕМЕ, 123-ІС, 45-ПАРАҚ', withLeaf],
  ['5-қор, 1-тізімдеме, 123-іс, 45-парақ (арты)', withVerso],
  ['5-қор, 1-тізімдеме, 123-іс, 45-парақтың арты', withVerso],
  ['Р-5-қор, 1-тізімдеме, 123-іс', sovietUnit],
  ['Л-12-қор, 2-л/с-тізімдеме', { fonds: { prefix: 'Л', num: 12 }, inventory: { num: 2, suffix: 'л/с' } }],
  ['5-қор, 1-тізімдеме, 45-іс, 2-том', { ...unit, unit: { num: 45, volume: 2 } }],
  // Latin letters
  ['F. 5, op. 1, d. 123, l. 45v', withVerso],
  ['F. 5, op. 1, d. 123, l. 45 verso', withVerso],
  ['fonds 5, inventory 1, file 123, leaf 45', withLeaf],
  ['F. Р-5, op. 1, d. 123', sovietUnit],
  ['f. 5, op. 1, d. 123, l. 45r', { ...unit, leaves: [leaf(45, { side: 'recto' })] }],
  // by position
  ['5/1/123', unit],
  ['5 / 1 / 123', unit],
  ['5/1', { fonds: five, inventory: { num: 1 } }],
  ['5/1/123/45об', withVerso],
  ['Р-417/2/133', { fonds: { prefix: 'Р', num: 417 }, inventory: { num: 2 }, unit: { num: 133 } }],
  ['5/2-л/с/123', { ...unit, inventory: { num: 2, suffix: 'л/с' } }],
  // names of scans
  ['0005_001_00123_045об.tif', withVerso],
  ['0005_001_00123_045.TIFF', withLeaf],
  ['0005_001_00123.pdf', unit],
  ['скан/2024/0005_001_00123_045.jpg', withLeaf],
  ['C:\\scans\\0005_001_00123_045v.tif', withVerso],
  ['Ф5_Оп1_Д123_Л45об.tif', withVerso],
  ['Р-5_001_00123.tif', sovietUnit],
];

describe('reading a reference code', () => {
  it.each(written)('reads %j', (text, code) => {
    expect(parseReferenceCode(text)).toEqual(code);
  });

  it.each([
    '',
    ' ',
    '5',
    'Р-5',
    'Ф.',
    'Ф. Р-',
    'Оп. 1. Д. 123',
    'л. 45',
    'Ф. 5. Ф. 6',
    'Ф. 5. Д. 1. Оп. 2',
    'дело о фонде 5',
    'письма из ф. 5',
    'Ф. 5 и другие',
    'Ф. пять',
    'IMG_20240101_123456.jpg',
    '2024_01.jpg',
    '1/2/3/4/5',
    'Ф. 12345678901234567890',
    'қор',
    '\u0000',
    '\ud800',
  ])('takes %j for no code', (text) => {
    expect(parseReferenceCode(text)).toBeNull();
  });

  it('takes a pasted page for no code', () => {
    expect(parseReferenceCode('Ф. 5. '.repeat(100_000))).toBeNull();
  });

  it('never throws, and what it reads it prints and reads back, whatever is pasted', () => {
    const marks =
      'Ф.|Оп.|Д.|Л.|Лл.|-қор|-т.|-іс|-парақ|п.|том|ед.хр.|об.|(арты)|-|–|/|_|,|.|№|(|л/с| |Р|Р-|а|v|F|op|ЦГА';
    const piece = fc.oneof(
      fc.constantFrom(...marks.split('|')),
      fc.constantFrom('Ф. 5', 'Ф. Р-5', ' Оп. 1', ' Д. 12', ' Л. 3', '5-қор', ' 1-т.', ' 12-іс', ' 3-парақ'),
      fc.nat({ max: 9999 }).map(String),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const code = parseReferenceCode(pieces.join(''));
        if (code === null) return;
        for (const language of LANGUAGES) {
          expect(parseReferenceCode(printReferenceCode(code, language))).toEqual(code);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

const number = (suffixes: readonly string[]): fc.Arbitrary<NumberPart> =>
  fc.record(
    {
      prefix: fc.constantFrom('Р', 'П', 'Л', 'ОАФ', 'Ф', 'Т', 'R', 'ӘБ'),
      num: fc.nat({ max: 999_999 }),
      suffix: fc.constantFrom(...suffixes),
    },
    { requiredKeys: ['num'] },
  );
const suffixes = ['а', 'б', 'л', 'д', 'т', 'п', 'і', 'c', 'л/с', 'доп', 'нтд'];
const anyLeaf: fc.Arbitrary<Leaf> = fc.record(
  {
    num: fc.nat({ max: 9999 }),
    suffix: fc.constantFrom('а', 'б', 'в', 'ә', 'аа'),
    side: fc.constantFrom('recto' as const, 'verso' as const),
  },
  { requiredKeys: ['num'] },
);
const anyUnit = fc
  .tuple(number(suffixes), fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }))
  .map(([unit, volume]) => (volume === undefined ? unit : { ...unit, volume }));
const anyCode: fc.Arbitrary<ReferenceCode> = fc.record(
  {
    archive: fc.constantFrom(
      'ЦГА РК',
      'ҚР ОММ',
      'Шығыс Қазақстан облысының архиві',
      'Архив № 3',
      'State Archive',
    ),
    fonds: number(suffixes),
    inventory: number(suffixes),
    unit: anyUnit,
    leaves: fc.array(fc.record({ from: anyLeaf, to: anyLeaf }, { requiredKeys: ['from'] }), {
      minLength: 1,
      maxLength: 4,
    }),
  },
  { requiredKeys: ['fonds'] },
);

describe('printing a reference code', () => {
  const code: ReferenceCode = {
    archive: 'ЦГА РК',
    fonds: soviet,
    inventory: { num: 1, suffix: 'а' },
    unit: { num: 45, volume: 2 },
    leaves: [leaf(45, { side: 'verso' })],
  };

  it('follows the custom of each language', () => {
    expect(LANGUAGES.map((language) => printReferenceCode(code, language))).toEqual([
      'ЦГА РК, Р-5-қор, 1а-тізімдеме, 45-іс, 2-том, 45-парақ (арты)',
      'ЦГА РК. Ф. Р-5. Оп. 1а. Д. 45 т. 2. Л. 45 об.',
      'ЦГА РК, F. Р-5, op. 1а, d. 45 vol. 2, l. 45v',
    ]);
  });

  it('prints ranges of leaves with the word for several', () => {
    const leaves = [{ from: { num: 1 }, to: { num: 3 } }, leaf(7, { suffix: 'а', side: 'verso' })];
    expect(LANGUAGES.map((language) => printReferenceCode({ ...unit, leaves }, language))).toEqual([
      '5-қор, 1-тізімдеме, 123-іс, 1–3, 7а (арты)-парақтар',
      'Ф. 5. Оп. 1. Д. 123. Лл. 1–3, 7а об.',
      'F. 5, op. 1, d. 123, ll. 1–3, 7а v',
    ]);
  });

  it.each(LANGUAGES)('reads back as the same code in %s', (language) => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(parseReferenceCode(printReferenceCode(code, language))).toEqual(code);
      }),
      { numRuns: 3000 },
    );
  });
});
