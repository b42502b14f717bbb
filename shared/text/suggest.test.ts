import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLexicon } from './lexicon.ts';
import { suggest } from './suggest.ts';

const WORDS = [
  'архив',
  'архивтер',
  'қазақстан',
  'қала',
  'қоғам',
  'және',
  'түзетулер',
  'рысқұлов',
  'шәкәрім',
  'мектеп',
  'перепись',
  'library',
];
const lexicon = createLexicon(new Uint8Array());
lexicon.add(WORDS);
const suggestions = (typed: string, isFound = (word: string) => WORDS.includes(word)) =>
  suggest(typed, lexicon, isFound).map(({ text, why }) => `${text} ${why}`);

it.each([
  ['fh[bd', 'архив layout'],
  ['ghjnjrjk', undefined],
  ['дшикфкн', 'library layout'],
  ['казакстан', 'қазақстан letters'],
  ['Кала', 'қала letters'],
  ['когам', 'қоғам letters'],
  ['жане', 'және letters'],
  ['тузетулер', 'түзетулер letters'],
  ['рыскулов', 'рысқұлов letters'],
  ['шакарим', 'шәкәрім letters'],
  ['мектепп', 'мектеп slip'],
  ['мкетеп', 'мектеп slip'],
  ['рпрепись', 'перепись slip'],
  ['архвитре', 'архивтер slip'],
  ['мет', undefined],
  ['архив', undefined],
  ['', undefined],
])('for %j the first is %j', (typed, expected) => {
  expect(suggestions(typed)[0]).toBe(expected);
});

it('knows the digits of the Kazakh keyboard', () => {
  lexicon.add(['қазақ']);
  expect(suggestions('0fpf0', () => true)[0]).toBe('қазақ layout');
});

it('offers nothing that would not be found', () => {
  expect(suggestions('казакстан', () => false)).toEqual([]);
});

it('ends soon, whatever is typed, and never offers what was typed', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('а', 'о', 'у', 'к', '[') })),
      (typed) => {
        const all = suggest(typed, lexicon, () => true);
        expect(all.length).toBeLessThanOrEqual(5);
        expect(all.map(({ text }) => text)).not.toContain(typed);
      },
    ),
    { numRuns: 200 },
  );
});
