import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createChannel } from './channel.ts';
import { createCorrector } from './corrector.ts';
import { learnProfile } from './learn-profile.ts';
import { EMPTY_PROFILE } from './profile.ts';
import { createProfiles, engineKey } from './profiles.ts';
import { suspectTerms } from './shape.ts';
import { strokeKey } from './stroke-key.ts';
import { createSuspects, type Suspects } from './suspects.ts';

const none = createChannel(EMPTY_PROFILE);
const channelOf = () => none;

/** Words of a village's papers, and how a Russian-only engine read them. */
const READ: readonly (readonly [clean: string, read: string])[] = [
  ['қырман', 'цырман'],
  ['кеңесі', 'кецес1'],
  ['егін', 'егш'],
  ['ауылдық', 'ауылдьщ'],
  ['бригадирлер', 'бригадирлер'],
  ['жиналысы', 'жиналысы'],
  ['міндеттеме', 'мшдеттеме'],
  ['бөлінді', 'белшд1'],
  ['үлесі', 'улес!'],
  ['тұқым', 'т¥цым'],
  ['күзетшісі', 'кузетппа'],
  ['өңдеу', 'ендеу'],
];

function filled(): Suspects {
  const suspects = createSuspects();
  for (const [, read] of READ) for (const term of suspectTerms(read)) suspects.add(term, 'x');
  return suspects;
}

describe('the dictionary of suspect terms', () => {
  test('finds garbled words by what they were', () => {
    const suspects = filled();
    for (const [clean, read] of READ) {
      const terms = suspects.expand(clean, { a: 0.1, channelOf }).map(({ term }) => term);
      expect(terms, clean).toContain(suspectTerms(read)[0]);
    }
  });

  test('the cheapest come first, the same shape costs nothing, and far words are not found', () => {
    const suspects = filled();
    suspects.add('цырлан', 'x');
    const found = suspects.expand('қырман', { a: 0.14, channelOf });
    expect(found.map(({ cost }) => cost)).toEqual(found.map(({ cost }) => cost).sort((a, b) => a - b));
    expect(suspects.expand('жиналысы', { a: 0.1, channelOf })[0]).toMatchObject({
      term: 'жиналысы',
      cost: 0,
    });
    expect(suspects.expand('хатшысы', { a: 0.1, channelOf })).toEqual([]);
  });

  test('short words are found by their strokes alone', () => {
    const suspects = createSuspects();
    for (const term of ['ец', 'ел', 'ак', 'еге']) suspects.add(term, 'x');
    expect(suspects.expand('ең', { a: 0.14, channelOf }).map(({ term }) => term)).toContain('ец');
    for (const { term } of suspects.expand('ең', { a: 0.14, channelOf }))
      expect(strokeKey(term)).toBe(strokeKey('ең'));
  });

  test('beginnings find longer words', () => {
    const suspects = filled();
    for (const term of ['кецестердщ', 'кецшар']) suspects.add(term, 'x');
    const found = suspects.expand('кеңес', { a: 0.1, channelOf, prefix: true }).map(({ term }) => term);
    expect(found).toEqual(expect.arrayContaining(['кецесі', 'кецестердщ']));
    expect(found).not.toContain('кецшар');
    expect(suspects.expand('ке', { a: 0.1, channelOf, prefix: true })).toEqual([]);
  });

  test('what was taken out is not found, and comes back under its number', () => {
    const suspects = filled();
    const { size } = suspects;
    const id = suspects.idOf('цырман');
    suspects.remove('цырман');
    suspects.remove('цырман');
    suspects.remove('never there');
    expect(suspects.size).toBe(size - 1);
    expect(suspects.expand('қырман', { a: 0.1, channelOf })).toEqual([]);
    expect(suspects.add('цырман', 'y')).toBe(id);
    expect(suspects.expand('қырман', { a: 0.1, channelOf })).toHaveLength(1);
  });

  test('a term is weighed by the engines that read it, not by others', () => {
    const odd = createChannel(
      learnProfile(
        Array.from({ length: 9 }, () => ({ read: 'молдас мома', correct: 'қолдас қоқа' })),
        { id: 'odd', engine: 'odd', version: 1 },
      ),
    );
    const engines = (name: string) => (name === 'odd' ? odd : none);
    const foundAs = (engine: string) => {
      const suspects = createSuspects();
      suspects.add('another', engine === 'odd' ? 'plain' : 'odd');
      suspects.add('мырман', engine);
      return suspects.expand('қырман', { a: 0.05, channelOf: engines });
    };
    expect(foundAs('odd')).toMatchObject([{ term: 'мырман' }]);
    expect(foundAs('plain')).toEqual([]);
  });

  test('a block of several letters is found though its first letter alone fits nothing', () => {
    const odd = createChannel(
      learnProfile(
        Array.from({ length: 9 }, () => ({ read: 'кебвк', correct: 'кедік' })),
        { id: 'odd', engine: 'odd', version: 1 },
      ),
    );
    const suspects = createSuspects();
    suspects.add('ебвс', 'odd');
    expect(suspects.expand('едіс', { a: 0.05, channelOf: () => odd })).toMatchObject([{ term: 'ебвс' }]);
    expect(odd.cost('едіс', 'ебвс', 0.4)).toBeLessThan(0.4);
  });

  test('agrees with weighing every term by itself', () => {
    const letters = fc.array(fc.constantFrom(...Array.from('аеікқнңлшыщцгғу')), {
      minLength: 4,
      maxLength: 8,
    });
    const word = letters.map((each) => each.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), word, (terms, clean) => {
        const suspects = createSuspects();
        for (const term of terms) suspects.add(term, 'x');
        const limit = 0.1 * clean.length + 0.2;
        const expected = [...new Set(terms)]
          .filter((term) => strokeKey(term) === strokeKey(clean) || none.cost(clean, term, limit) <= limit)
          .sort();
        const found = suspects.expand(clean, { a: 0.1, channelOf });
        expect(found.map(({ term }) => term).sort()).toEqual(expected);
      }),
    );
  });

  test('never throws, whatever is put in and asked', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 100 });
    fc.assert(
      fc.property(fc.array(text), text, fc.boolean(), (terms, clean, prefix) => {
        const suspects = createSuspects();
        for (const term of terms) suspects.add(term, term);
        suspects.expand(clean, { a: 0.14, channelOf, prefix });
      }),
    );
  });
});

describe('corrections by the lexicon', () => {
  const words = new Set(['қырман', 'кеңесі', 'егін', 'бөлінді', 'қала', 'қара']);
  const lexicon = {
    has: (exact: string) => words.has(exact),
    hasBeginning: (head: string) => [...words].some((word) => word.startsWith(head)),
  };
  const { correct } = createCorrector(none, lexicon);

  test('a garbled word gives the one that it is', () => {
    expect(correct('цырман')?.word).toBe('қырман');
    expect(correct('кецесі')?.word).toBe('кеңесі');
    expect(correct('қырман')).toEqual({ word: 'қырман', cost: 0 });
  });

  test('nothing is guessed where nothing or too much comes near', () => {
    expect(correct('трактор')).toBeNull();
    expect(correct('бір')).toBeNull();
    words.add('цырман');
    expect(correct('кырман')?.word).toBe('қырман');
    words.delete('цырман');
  });
});

describe('profiles by engine', () => {
  test('names of one engine have one key', () => {
    expect(engineKey('tesseract 5.5.0')).toBe('tesseract');
    expect(engineKey('Tesseract Open Source OCR Engine v4')).toBe('tesseract');
    expect(engineKey('ABBYY FineReader 12')).toBe('finereader');
    expect(engineKey('Some Engine 3.1')).toBe('some engine');
    expect(engineKey('')).toBe('');
  });

  test('a learned profile takes the place of what was known, for its engine alone', () => {
    const profiles = createProfiles([]);
    const before = profiles.channelOf('x');
    const about = { id: 'x', engine: 'x', version: 20 };
    profiles.learn(
      learnProfile(
        Array.from({ length: 5 }, () => ({ read: 'жала', correct: 'қала' })),
        about,
      ),
    );
    expect(profiles.channelOf('x').cost('қала', 'жала', 2)).toBeLessThan(before.cost('қала', 'жала', 2));
    expect(profiles.channelOf('y').cost('қала', 'жала', 2)).toBe(before.cost('қала', 'жала', 2));
    expect(profiles.channelOf('x')).toBe(profiles.channelOf('x'));
  });
});
