import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { WORD_PREFIX } from '../../../shared/model/record-types.ts';
import { createSynonymKeeper } from './ask-synonyms.ts';
import { openAskFixture } from './fixture-ask.ts';

test('words of one group find each other as soon as a person puts them together, and no longer than that', async () => {
  const index = openAskFixture();
  const keep = createSynonymKeeper(index.store);
  const [a, b] = index.pages(['сельсовет', 'ауылнай']) as [string, string];
  const found = async () => Object.keys(await index.tiers('сельсовет')).sort();
  expect(await found()).toEqual([a]);
  const id = newId();
  const values = { [`${WORD_PREFIX}сельсовет`]: true, [`${WORD_PREFIX}ауылнай`]: true };
  keep({ id, values, deleted: false });
  expect(await found()).toEqual([a, b].sort());
  keep({ id, values, deleted: true });
  expect(await found()).toEqual([a]);
  index.store.close();
});
