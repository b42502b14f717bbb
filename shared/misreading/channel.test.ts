import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createChannel, mergeChannels } from './channel.ts';
import { learnProfile } from './learn-profile.ts';
import { EMPTY_PROFILE, readProfile } from './profile.ts';
import { shapeOf, suspectTerms } from './shape.ts';
import { strokeKey } from './stroke-key.ts';

const LETTERS = Array.from('абвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя');
const word = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 14 })
  .map((letters) => letters.join(''));
const anything = fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 90 }));
const none = createChannel(EMPTY_PROFILE);
const learned = createChannel(
  learnProfile([{ read: 'кырман тогы ецбек', correct: 'қырман тоғы еңбек' }], {
    id: 't',
    engine: 't',
    version: 1,
  }),
);

describe('the channel', () => {
  test('a word costs nothing as itself, whatever form it is written in', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const channel of [none, learned]) {
          expect(channel.cost(text, text, 2)).toBe(0);
          expect(channel.cost(text, text.normalize('NFD'), 2)).toBe(0);
          expect(channel.cost(text.normalize('NFD'), text, 2)).toBe(0);
        }
      }),
    );
  });

  test('a higher limit never hides what a lower one shows, and costs stay what they are', () => {
    fc.assert(
      fc.property(word, word, fc.double({ min: 0, max: 2, noNaN: true }), (clean, read, limit) => {
        const cost = none.cost(clean, read, 2);
        const within = none.cost(clean, read, limit);
        expect(cost).toBeGreaterThanOrEqual(0);
        if (cost <= limit) expect(within).toBeCloseTo(cost, 9);
        else expect(within).toBe(Infinity);
      }),
    );
  });

  test('several engines at once are never dearer than one of them', () => {
    const both = mergeChannels([none, learned]);
    fc.assert(
      fc.property(word, word, (clean, read) => {
        expect(both.cost(clean, read, 2)).toBeLessThanOrEqual(
          Math.min(none.cost(clean, read, 2), learned.cost(clean, read, 2)),
        );
      }),
    );
  });

  test('never throws', () => {
    fc.assert(
      fc.property(anything, anything, (clean, read) => {
        none.cost(clean, read, 1);
        strokeKey(clean);
        suspectTerms(read);
      }),
    );
  });

  test('letters that a Russian-only engine lacks cost little, any other change much', () => {
    expect(none.cost('қырман', 'кырман', 2)).toBeLessThan(0.2);
    expect(none.cost('еңбек', 'ецбек', 2)).toBeLessThan(0.2);
    expect(none.cost('бөлімі', 'белім1', 2)).toBeLessThan(0.2);
    expect(none.cost('егін', 'егш', 2)).toBeLessThan(0.4);
    expect(none.cost('ауылдық', 'ауылдьщ', 2)).toBeLessThan(0.5);
    expect(none.cost('қырман', 'қатпар', 2)).toBeGreaterThan(1);
    expect(none.cost('астық', 'айтты', 2)).toBeGreaterThan(0.8);
  });

  test('what was learned of an engine costs less from then on', () => {
    const odd = learnProfile(
      Array.from({ length: 5 }, () => ({ read: 'шаруаяылык', correct: 'шаруашылык' })),
      { id: 't', engine: 't', version: 1 },
    );
    expect(createChannel(odd).cost('шілде', 'яілде', 2)).toBeLessThan(none.cost('шілде', 'яілде', 2));
  });
});

describe('shapes and strokes', () => {
  test('signs and letters of other scripts are what they look like', () => {
    expect(shapeOf('niKip')).toBe(shapeOf('пікір'));
    expect(shapeOf('¥йым')).toBe('ұйым');
    expect(shapeOf('6ip')).toBe('бір');
    expect(shapeOf('К;азан')).toBe('казан');
    expect(shapeOf('1946')).toBe('1946');
    expect(shapeOf('«»')).toBe('');
  });

  test('a last exclamation mark may be a letter or not', () => {
    expect(suspectTerms('мэселелер!')).toEqual(['мэселелері', 'мэселелер']);
    expect(suspectTerms('мэселе')).toEqual(['мэселе']);
    expect(suspectTerms('— ')).toEqual([]);
    expect(suspectTerms('12')).toEqual([]);
  });

  test('words whose strokes were cut anew have one key', () => {
    for (const [clean, read] of [
      ['егін', 'егш'],
      ['ауылдық', 'ауылдьщ'],
      ['мектепші', 'мектеппп'],
      ['ішкі', 'ипю'],
    ])
      expect(strokeKey(read ?? '')).toBe(strokeKey(clean ?? ''));
    expect(strokeKey('қала')).not.toBe(strokeKey('дала'));
  });
});

test('a profile that is broken or of another format is refused', () => {
  expect(readProfile(EMPTY_PROFILE)).toEqual(EMPTY_PROFILE);
  expect(readProfile({ ...EMPTY_PROFILE, format: 2 })).toBeNull();
  expect(readProfile({ ...EMPTY_PROFILE, blocks: { қ: { к: -1 } } })).toBeNull();
  expect(readProfile(null)).toBeNull();
});
