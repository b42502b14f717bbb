import { array, assert, constantFrom, integer, option, property, record, string } from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matchPath, readPattern, type Pattern } from './pattern.ts';
import { planBinding } from './plan.ts';

function patternOf(text: string): Pattern {
  const read = readPattern(text);
  if (!read.ok) throw new Error(read.code);
  return read.value;
}
const told = (pattern: string, path: string) => {
  const match = matchPath(patternOf(pattern), path);
  return match.ok ? match.value : match.code;
};

describe('a pattern', () => {
  it('reads fixed positions and separators', () => {
    expect(told('{fonds:4}_{inventory:3}_{unit:5}_{leaf}', 'скан/0005_001_00123_045об.tif')).toEqual({
      fonds: { num: 5 },
      inventory: { num: 1 },
      unit: { num: 123 },
      leaf: { num: 45, side: 'verso' },
    });
    expect(told('{fonds:4}{inventory:3}{unit:5}{page:3}', '000500100123045.jpg')).toEqual({
      fonds: { num: 5 },
      inventory: { num: 1 },
      unit: { num: 123 },
      page: 45,
    });
  });

  it('reads folders, with the words that stand there', () => {
    const folders = 'Ф{fonds}/Оп{inventory}/Д{unit}/{leaf}';
    expect(told(folders, 'D:\\сканы\\ф5\\оп1\\Д123а\\45.jpg')).toEqual({
      fonds: { num: 5 },
      inventory: { num: 1 },
      unit: { num: 123, suffix: 'а' },
      leaf: { num: 45 },
    });
    expect(told('{қор} қор/{опись}/{Дело}/{лист}', 'Р-5 қор/1а/7 т. 2/12а об.png')).toEqual({
      fonds: { prefix: 'Р', num: 5 },
      inventory: { num: 1, suffix: 'а' },
      unit: { num: 7, volume: 2 },
      leaf: { num: 12, suffix: 'а', side: 'verso' },
    });
  });

  it('passes over what says nothing', () => {
    expect(told('{any}_{unit}_{any}_{leaf}', 'IMG_20_x_y_7.tif')).toEqual({
      unit: { num: 20 },
      leaf: { num: 7 },
    });
    expect(told('{unit}/{any}', '88/скан без номера.tif')).toEqual({ unit: { num: 88 } });
  });

  it('says when a name is of another form', () => {
    expect(told('{unit}_{leaf}', 'скан.tif')).toBe('NO_MATCH');
    expect(told('{fonds}/{unit}/{leaf}', '5/7.tif')).toBe('NO_MATCH');
    expect(told('{unit:3}{leaf:3}', 'abc007.tif')).toBe('BAD_NUMBER');
    expect(told('{unit:3}{page:3}', '123a07.tif')).toBe('BAD_NUMBER');
  });

  test.each([
    ['', 'PATTERN_EMPTY'],
    ['скан', 'PATTERN_EMPTY'],
    ['{any}', 'PATTERN_EMPTY'],
    ['{box}/{leaf}', 'PATTERN_UNKNOWN'],
    ['{unit}/{unit}', 'PATTERN_TWICE'],
    ['{unit}{leaf}', 'PATTERN_RUNS_TOGETHER'],
    ['{unit', 'PATTERN_BROKEN'],
    ['{unit:0}', 'PATTERN_BROKEN'],
    ['{unit:99}', 'PATTERN_BROKEN'],
    ['{any}_{any}_{any}_{any}_{unit}', 'PATTERN_BROKEN'],
  ])('%j is refused as %s', (text, code) => expect(readPattern(text)).toMatchObject({ ok: false, code }));

  it('never throws and never hangs, whatever pattern and path are', () => {
    const pieces = constantFrom('{unit}', '{leaf:3}', '{any}', '_', '/', '(', '[', '{', 'Ф', '.', '\\');
    assert(
      property(array(pieces, { maxLength: 8 }), string({ maxLength: 80 }), (parts, path) => {
        const read = readPattern(parts.join(''));
        if (read.ok) void matchPath(read.value, path);
      }),
    );
  });

  it('reads back what was named by it', () => {
    const number = integer({ min: 1, max: 9999 });
    assert(
      property(
        number,
        number,
        number,
        integer({ min: 1, max: 400 }),
        constantFrom('', 'об'),
        (f, o, d, l, side) => {
          const pad = (n: number, width: number) => String(n).padStart(width, '0');
          const name = `${pad(f, 4)}_${pad(o, 4)}_${pad(d, 5)}_${pad(l, 3)}${side}.tif`;
          expect(told('{fonds:4}_{inventory:4}_{unit:5}_{leaf}', name)).toEqual({
            fonds: { num: f },
            inventory: { num: o },
            unit: { num: d },
            leaf: side === '' ? { num: l } : { num: l, side: 'verso' },
          });
        },
      ),
    );
  });
});

describe('a plan', () => {
  const pattern = patternOf('{unit}_{leaf}');
  const setting = { fonds: { num: 5 }, inventory: { num: 1 } };

  it('puts files into units in the order of leaves, and names those claimed twice', () => {
    const paths = ['b/7_10.tif', 'a/7_2об.tif', 'a/7_2.tif', 'a/7_10.tif', 'x/8_1.tif', 'скан.tif'];
    const { units, refused } = planBinding(pattern, paths, setting);
    expect(units.map(({ unit, files }) => [unit.num, files.map((file) => file.path)])).toEqual([
      [7, ['a/7_2.tif', 'a/7_2об.tif', 'a/7_10.tif', 'b/7_10.tif']],
      [8, ['x/8_1.tif']],
    ]);
    expect(units[0]?.twice).toEqual([{ num: 10 }]);
    expect(refused).toEqual([{ path: 'скан.tif', code: 'NO_MATCH' }]);
  });

  it('refuses a file of which nothing says where it belongs', () => {
    expect(planBinding(pattern, ['7_1.tif']).refused).toEqual([{ path: '7_1.tif', code: 'NO_UNIT' }]);
    expect(planBinding(patternOf('{leaf}'), ['1.tif'], setting).refused).toHaveLength(1);
  });

  it('adds up: every path stands in it once', () => {
    const path = record({
      unit: option(integer({ min: 0, max: 3 }), { nil: undefined }),
      leaf: integer({ min: 0, max: 9 }),
    }).map(({ unit, leaf }) => `${unit ?? 'x'}_${leaf}.tif`);
    assert(
      property(array(path, { maxLength: 30 }), (paths) => {
        const { units, refused } = planBinding(pattern, paths, setting);
        const all = [...units.flatMap(({ files }) => files), ...refused].map((each) => each.path);
        expect(all.sort((a, b) => (a < b ? -1 : 1))).toEqual([...paths].sort((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });
});
