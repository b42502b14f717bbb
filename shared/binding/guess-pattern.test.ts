import { array, assert, property, string } from 'fast-check';
import { expect, it, test } from 'vitest';
import { guessPattern } from './guess-pattern.ts';
import { matchPath } from './match-path.ts';
import { printPattern } from './pattern.ts';

const guess = (...paths: string[]) => {
  const pattern = guessPattern(paths);
  return pattern === null ? null : printPattern(pattern.pieces, 'en');
};

test.each([
  [['скан/0005_001_00123_045.tif', 'скан/0005_001_00123_045об.tif'], '{fonds}_{inventory}_{unit}_{leaf}'],
  [['Ф5/Оп1/Д123/45.jpg', 'Ф5/Оп1/Д124/46об.jpg'], 'Ф{fonds}/Оп{inventory}/Д{unit}/{leaf}'],
  [['a/F5_O1_D123_L045v.tif', 'a/F5_O1_D123_L046.tif'], 'F{fonds}_O{inventory}_D{unit}_L{leaf}'],
  [['000500100123045.jpg', '000500100123046об.jpg'], '{fonds:4}{inventory:3}{unit:5}{leaf}'],
  [['5-қор/1-тізімдеме/12-іс/3.png'], '{fonds}-қор/{inventory}-тізімдеме/{unit}-іс/{leaf}'],
  [['дело 123/001.tif', 'дело 124/002 об.tif'], 'дело {unit}/{leaf}'],
  [['Съёмка 2024/Дело 7/IMG_0001.jpg', 'Съёмка 2024/Дело 7/IMG_0002.jpg'], 'Дело {unit}/IMG_{page}'],
  [['5/1/123/45.jpg', '5/1/123/46.jpg'], '{fonds}/{inventory}/{unit}/{leaf}'],
  [['Ф.Р-5_Оп.1_Д.12а_Л.4об.png', 'Ф.Р-5_Оп.1_Д.13_Л.5.png'], 'Ф.{fonds}_Оп.{inventory}_Д.{unit}_Л.{leaf}'],
  [['Р-5_1_123а_45.tif', 'Р-5_1_124_45об.tif'], '{fonds}_{inventory}_{unit}_{leaf}'],
  [['Р5/1/123/45.tif'], '{fonds}/{inventory}/{unit}/{leaf}'],
  [['123_45.tif', '123_46.tif'], '{unit}_{leaf}'],
  [['leaf/001.tif', 'leaf/002.tif', 'leaf/002v.tif'], '{leaf}'],
  [['x/20240115_12_7.tif', 'x/20240116_12_8.tif'], '{any}_{unit}_{leaf}'],
  [['a/Иванов_12_7.tif', 'a/Петров_12_8.tif', 'b/Ким_9_1.tif'], '{any}_{unit}_{leaf}'],
])('%j suggest %s', (paths, expected) => expect(guess(...paths)).toBe(expected));

it('guesses nothing from names without numbers', () => {
  expect(guess('скан.tif', 'ещё скан.tif')).toBeNull();
  expect(guess()).toBeNull();
});

it('is not led astray by a few odd names', () => {
  const paths = Array.from({ length: 300 }, (_, i) => `s/0005_001_00123_${String(i).padStart(3, '0')}.tif`);
  expect(guess(...paths, 'Thumbs.tif', 'обложка.tif', 's/x9.tif')).toBe('{fonds}_{inventory}_{unit}_{leaf}');
});

it('reads more than half of the names that it was guessed from, and never throws', () => {
  assert(
    property(array(string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 6 }), (paths) => {
      const pattern = guessPattern(paths);
      if (pattern === null) return;
      const read = paths.filter((path) => matchPath(pattern, path).ok).length;
      expect(read * 2).toBeGreaterThan(paths.length);
    }),
  );
});
