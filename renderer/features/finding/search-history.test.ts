import { expect, it } from 'vitest';
import { EMPTY_QUERY, parseFindQuery } from '../../ui/find-query.ts';

it('keeps the last searches, each once, and none that was only on the way to another', async () => {
  const { withQuery } = await import('./search-history.ts');
  const ask = (before: readonly string[], text: string) => withQuery(before, { ...EMPTY_QUERY, text });
  const texts = (searches: readonly string[]) => searches.map((each) => parseFindQuery(each).text);
  let searches = ask([], 'кең');
  searches = ask(searches, 'кеңес ');
  expect(texts(searches)).toEqual(['кеңес']);
  searches = ask(searches, 'жер');
  searches = ask(searches, 'кеңес');
  expect(texts(searches)).toEqual(['кеңес', 'жер']);
  expect(ask(searches, '  ')).toBe(searches);
  for (let i = 0; i < 30; i++) searches = ask(searches, `${i} сөз`);
  expect(searches).toHaveLength(20);
});
