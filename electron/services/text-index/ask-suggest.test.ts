import { expect, test } from 'vitest';
import { createSuggester } from './ask-suggest.ts';
import { openAskFixture } from './fixture-ask.ts';

const WORDS = ['тәжірибе', 'мектеп', 'архив'];
const lexicon = {
  has: (word: string) => WORDS.includes(word),
  hasBeginning: (begin: string) => WORDS.some((word) => word.startsWith(begin)),
};

test('only what stands on a page is offered in the place of what does not', () => {
  const index = openAskFixture();
  index.pages(['мектеп тәжірибе Рысқұлов']);
  const suggest = createSuggester(index.store, lexicon);
  expect(suggest('vtrntg')).toEqual(['мектеп']);
  expect(suggest('мектпе тәжірибе')).toEqual(['мектеп тәжірибе']);
  expect(suggest('мектеп "архвв"')).toEqual([]);
  expect(suggest('архвв')).toEqual([]);
  expect(suggest('мектеп')).toEqual([]);
  index.store.close();
});
