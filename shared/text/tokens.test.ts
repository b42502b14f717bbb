import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokens } from './tokens.ts';

describe('words of a text', () => {
  it.each([
    ['Қазақ АССР-інің хаттары, 1937 ж.', ['қазақ', 'асср', 'інің', 'хаттары', '1937', 'ж']],
    ['ЮНЕСКО-ның', ['юнеско', 'ның']],
    ['Ёлка и йод', ['ёлка', 'и', 'йод']],
    ['и\u0306од', ['йод']],
    ["об'ём Қазақ’стан d'Arc", ['обём', 'қазақстан', 'darc']],
    ["Сергеи\u0306'ің", ['сергейің']],
    ['ко\u00adопе\u200bратив', ['кооператив']],
    ['«Еңбекші-қазақ»', ['еңбекші', 'қазақ']],
    ['кітاب قازاق مَكتَب', ['кітاب', 'قازاق', 'مَكتَب']],
    ['ф5 оп1 д123', ['ф5', 'оп1', 'д123']],
    ['... — !', []],
    ['', []],
  ])('cuts %j', (text, words) => {
    expect(tokens(text)).toEqual(words);
  });

  it('cuts a run that no word can be, at a whole character', () => {
    expect(tokens('а'.repeat(1000))).toEqual(['а'.repeat(64)]);
    expect(tokens('𐰀'.repeat(100))).toEqual(['𐰀'.repeat(64)]);
  });

  it('gives the same words however a text is composed, and again from its own words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = tokens(text);
        expect(tokens(text.normalize('NFD'))).toEqual(words);
        expect(tokens(words.join(' '))).toEqual(words);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws and never gives an empty word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tokens(text).includes('')).toBe(false);
      }),
    );
  });
});
