/** What is kept of a question whose index changes while it is answered. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { createSynonymTable } from '../../../shared/query/synonyms.ts';
import { NO_PAGE_FILTER } from './ask-filter.ts';
import { createPageLists, type PageLists } from './ask-lists.ts';
import type { Pace } from './ask-pace.ts';
import { openAskFixture } from './fixture-ask.ts';
import { openProfiles } from './shipped-profiles.ts';

let index: ReturnType<typeof openAskFixture>;
let lists: PageLists;
beforeEach(() => {
  index = openAskFixture();
  const profiles = openProfiles();
  lists = createPageLists(index.store, (key) => profiles.channelOf(key));
});
afterEach(() => index.store.close());

const TEXT = 'архив';
const ROOT = must(parseQuery(TEXT, { begun: false, synonyms: createSynonymTable([]) }).root, 'a word');
const STILL: Pace = { turn: async () => undefined };

/** Others have their turn once, and do this. */
function during(work: () => void): Pace {
  let isDone = false;
  return {
    async turn() {
      if (!isDone) work();
      isDone = true;
    },
  };
}

/** The pages of the list in their units, as they are read for whoever asked. */
async function found(pace: Pace = STILL, listPace = pace): Promise<string[]> {
  const pages = await lists.find(TEXT, ROOT, 'certain', pace);
  const list = await lists.list(TEXT, pages, NO_PAGE_FILTER, { sort: 'newest', facets: false }, listPace);
  return Array.from(list.keys, (key) => list.groupOf(key))
    .flatMap((unit) => lists.placesOf(unit, pages, list))
    .map((at) => index.store.idOfPage(pages.rows[at] ?? 0) ?? 'gone')
    .sort();
}

test('a page that came in while its word was looked for is found by the next one who asks', async () => {
  const [one = ''] = index.pages(['архив']);
  let other = '';
  const pace = during(() => ([other = ''] = index.pages(['архив есебі'])));
  expect(await found(pace, STILL)).toEqual([one]);
  expect(await found()).toEqual([one, other].sort());
});

test('a list that was made while pages went is not taken for that of what is found now', async () => {
  const [gone = '', ...others] = index.pages(['архив', 'архив қоры', 'архив ісі']);
  await found(
    STILL,
    during(() => index.store.remove([gone])),
  );
  expect(await found()).toEqual([...others].sort());
});
