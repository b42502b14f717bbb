import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReady, marksOf, mergedText, mergePieces } from './conflict-merge.ts';

const BASE = 'Ауылдық кеңестің хаттамалары, 1934 жыл';

describe('two texts that came from one', () => {
  it('are one text when each changed another place', () => {
    const pieces = mergePieces(
      BASE,
      'Ауылдық кеңес отырысының хаттамалары, 1934 жыл',
      'Ауылдық кеңестің хаттамалары, 1935 жыл',
    );
    expect(isReady(pieces)).toBe(true);
    expect(mergedText(pieces, [])).toBe('Ауылдық кеңес отырысының хаттамалары, 1935 жыл');
    const taken = pieces.flatMap((piece) =>
      piece.kind === 'taken' ? [`${piece.by}: ${piece.text.trim()}`] : [],
    );
    expect(taken).toEqual(['0: кеңес', '0: отырысының', '1: 1935']);
  });

  it('have both what was put before and what was put behind', () => {
    const pieces = mergePieces('Хаттамалар', 'Отырыс Хаттамалар', 'Хаттамалар 1934');
    expect(mergedText(pieces, [])).toBe('Отырыс Хаттамалар 1934');
  });

  it('ask where both changed the same words, and only there', () => {
    const pieces = mergePieces(
      BASE,
      'Қалалық кеңестің хаттамалары, 1934 жыл',
      'Аудандық кеңестің хаттамалары, 1935 жыл',
    );
    expect(isReady(pieces)).toBe(false);
    expect(pieces[0]).toEqual({ kind: 'open', texts: ['Қалалық', 'Аудандық'] });
    expect(mergedText(pieces, [undefined])).toBeNull();
    expect(mergedText(pieces, ['first'])).toBe('Қалалық кеңестің хаттамалары, 1935 жыл');
    expect(mergedText(pieces, ['second'])).toBe('Аудандық кеңестің хаттамалары, 1935 жыл');
    expect(mergedText(pieces, ['both'])).toBe('Қалалық Аудандық кеңестің хаттамалары, 1935 жыл');
  });

  it('ask about phrases, not about each of their words', () => {
    const pieces = mergePieces('бір екі үш', 'алма алмұрт үш', 'сиыр қой үш');
    expect(pieces).toEqual([
      { kind: 'open', texts: ['алма алмұрт', 'сиыр қой'] },
      { kind: 'same', text: ' үш' },
    ]);
  });

  it('ask about every difference when nobody knows what they came from', () => {
    const pieces = mergePieces(null, 'Хаттамалар 1934', 'Отырыс хаттамалары 1934');
    expect(isReady(pieces)).toBe(false);
  });

  it('that are long are compared by lines', () => {
    const lines = (word: string) => Array.from({ length: 400 }, (_, i) => `бет ${i} туралы ${word}`);
    const base = lines('сөз').join('\n');
    const first = lines('сөз').with(3, 'бірінші').join('\n');
    const second = lines('сөз').with(300, 'екінші').join('\n');
    const merged = mergedText(mergePieces(base, first, second), []);
    expect(merged).toBe(lines('сөз').with(3, 'бірінші').with(300, 'екінші').join('\n'));
  });
});

const text = fc
  .array(fc.constantFrom('а', 'б', 'в', ' ', '  ', '\n', 'constructor', '__proto__'), { maxLength: 14 })
  .map((parts) => parts.join(''));

it('whatever the texts: choosing one side everywhere and taking nothing from the other gives texts that were written', () => {
  fc.assert(
    fc.property(text, text, text, (base, first, second) => {
      const pieces = mergePieces(null, first, second);
      const open = pieces.filter(({ kind }) => kind === 'open').length;
      expect(mergedText(pieces, Array(open).fill('first'))).toBe(first);
      expect(mergedText(pieces, Array(open).fill('second'))).toBe(second);
      // Whoever changed nothing loses nothing and hinders nothing.
      expect(mergedText(mergePieces(base, base, second), [])).toBe(second);
      expect(mergedText(mergePieces(base, first, base), [])).toBe(first);
      expect(mergedText(mergePieces(base, first, first), [])).toBe(first);
    }),
  );
});

it('marks give back both texts', () => {
  fc.assert(
    fc.property(text, text, (base, written) => {
      const marks = marksOf(base, written);
      const side = (without: string) =>
        marks
          .filter(({ kind }) => kind !== without)
          .map((mark) => mark.text)
          .join('');
      expect(side('removed')).toBe(written);
      expect(side('added')).toBe(base);
    }),
  );
});
