import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignLines, alignWords } from './align-words.ts';
import { learnProfile } from './learn-profile.ts';
import { readProfile } from './profile.ts';

const about = { id: 't', engine: 't', version: 1 };

test('blocks in which two words differ are cut out, letters that went with the one before', () => {
  expect(alignWords('егін', 'егш')).toEqual([
    ['е', 'е'],
    ['г', 'г'],
    ['ін', 'ш'],
  ]);
  expect(alignWords('әдет', 'эдт')).toEqual([
    ['ә', 'э'],
    ['де', 'д'],
    ['т', 'т'],
  ]);
});

test('words of lines are found again though some are gone, split or added', () => {
  const words = alignLines('Ауылдық кеңестің, «жиналысы» — хаттама', 'Ауылдьщ кецестщ | "жиналысы» хатт ама');
  expect(words.slice(0, 3)).toEqual([
    ['ауылдық', 'ауылдьщ'],
    ['кеңестің', 'кецестщ'],
    ['жиналысы', 'жиналысы'],
  ]);
});

test('counts how a block was read, and how often it stayed', () => {
  const { blocks, words } = learnProfile(
    [
      { read: 'егш жинау', correct: 'егін жинау' },
      { read: 'егін салу', correct: 'егін салу' },
    ],
    about,
  );
  expect(words).toBe(4);
  expect(blocks).toEqual({ ін: { ін: 1, ш: 1 } });
});

test('a block that was misread too seldom is left out', () => {
  const pairs = [{ read: 'егш егш егде', correct: 'егін егін егді' }];
  expect(Object.keys(learnProfile(pairs, { ...about, atLeast: 2 }).blocks)).toEqual(['ін']);
});

test('whatever lines it is given, it gives a sound profile', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(fc.constantFrom('егін', 'жинау', 'ауылдық', '1', '!', '¥', 'ш'), { maxLength: 9 })
      .map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ read: line, correct: line }), { maxLength: 6 }), (pairs) => {
      expect(readProfile(learnProfile(pairs, about))).not.toBeNull();
    }),
  );
});
