import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { garble } from './garble.ts';
import { createRandom } from './random.ts';
import { sampleFonds } from './sample-texts.ts';

const KAZAKH = /[әғқңөұүһі]/iu;
const russian = fc.string({
  unit: fc.constantFrom(...Array.from('абвгдежзиклмнопрстуфхцчшщъыьэюя 123.,')),
  maxLength: 60,
});

test('no letter of Kazakh is left, whatever the text and the chance', () => {
  const texts = sampleFonds()
    .flatMap((fonds) => fonds.inventories.flatMap(({ units }) => units))
    .flatMap(({ pages }) => pages.flat());
  expect(texts.filter((text) => KAZAKH.test(text)).length).toBeGreaterThan(40);
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.string(), (text, seed) => {
      expect(garble(text, createRandom(seed))).not.toMatch(KAZAKH);
    }),
  );
});

test('Russian is read as it stands', () => {
  fc.assert(
    fc.property(russian, fc.string(), (text, seed) => {
      const withoutBlocks = text.replaceAll('ы', 'и');
      expect(garble(withoutBlocks, createRandom(seed))).toBe(withoutBlocks);
    }),
  );
});

test('the same seed reads the same', () => {
  const text = 'Қаулы етілді: уездік жер бөлімінен тұқымдық қарыз сұралсын';
  expect(garble(text, createRandom('a'))).toBe(garble(text, createRandom('a')));
  expect(garble(text, createRandom('a'))).not.toBe(garble(text, createRandom('b')));
});
