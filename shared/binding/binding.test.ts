import { array, assert, constantFrom, integer, oneof, option, property, string } from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matchPath } from './match-path.ts';
import { PLACEHOLDERS, printPattern, readPattern, type Pattern, type Piece } from './pattern.ts';
import { LANGUAGES } from '../model/record-types.ts';

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

  it('reads the side where it stands apart', () => {
    expect(told('{unit}/{leaf}_{side}', '88/0012_v.tif')).toMatchObject({ leaf: { num: 12, side: 'verso' } });
    expect(told('{unit}/{leaf:4}{side}', '88/0012a.tif')).toMatchObject({ leaf: { num: 12, side: 'recto' } });
    expect(told('{іс}/{парақ}-{жағы}', '88/12-арты.tif')).toMatchObject({ leaf: { num: 12, side: 'verso' } });
    expect(told('{unit}/{leaf}', '88/012_об.tif')).toMatchObject({ leaf: { num: 12, side: 'verso' } });
    expect(told('{unit}/{leaf}', '88/012ob.tif')).toMatchObject({ leaf: { num: 12, side: 'verso' } });
    expect(told('{unit}/{leaf}', '88/12а_OB.tif')).toMatchObject({
      leaf: { num: 12, suffix: 'а', side: 'verso' },
    });
    expect(told('{unit}/{leaf}_{side}', '88/12_x.tif')).toBe('BAD_NUMBER');
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

  it('is printed in each language and read back', () => {
    const literal = constantFrom('_', 'Ф', '-', 'оп.', '(x)');
    const placeholder = constantFrom(...PLACEHOLDERS).chain((name) =>
      option(integer({ min: 1, max: 60 })).map((width): Piece => ({ name, width })),
    );
    const segment = array(oneof(literal, placeholder), { minLength: 1, maxLength: 5 });
    assert(
      property(
        array(segment, { minLength: 1, maxLength: 3 }),
        constantFrom(...LANGUAGES),
        (pieces, language) => {
          const read = readPattern(printPattern(pieces, language));
          if (!read.ok) return;
          // Two literals beside each other are one.
          expect(printPattern(read.value.pieces, language)).toBe(printPattern(pieces, language));
          expect(readPattern(printPattern(read.value.pieces, 'kk'))).toEqual(read);
        },
      ),
    );
  });

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
