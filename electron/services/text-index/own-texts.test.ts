/** Texts that PDFs bring themselves, and what becomes of pages whose PDF could not be had. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestIndex, type TestIndex } from './fixture-index.ts';

const SHA256 = 'c'.repeat(64);
const FILE = {
  sha256: SHA256,
  size: 100,
  mime: 'application/pdf',
  name: 'a.pdf',
  pages: 2,
  picture: true,
} as const;

let index: TestIndex;
let texts: readonly (string | null)[] | null;
let asked: number[][];
beforeEach(async () => {
  asked = [];
  index = await openTestIndex({
    async askOwnTexts(_sha256, indexes) {
      asked.push([...indexes]);
      return texts;
    },
  });
});
afterEach(() => index.remove());

/** A document of two pages that show this PDF. */
async function makePages(): Promise<readonly string[]> {
  const { document, pages } = await index.document([null, null]);
  await index.set(document, { file: FILE });
  for (const [i, page] of pages.entries()) await index.set(page, { image: { sha256: SHA256, index: i } });
  return pages;
}

test('pages of a PDF that cannot be had just now are asked for again at the next start', async () => {
  texts = null;
  const pages = await makePages();
  expect(await index.settled()).toMatchObject({ pages: 2, withoutText: 2 });
  texts = ['ауыл кеңесі', 'егіс науқаны'];
  await index.reopen();
  expect(await index.found('кеңесі')).toEqual([pages[0]]);
  expect(await index.found('науқаны')).toEqual([pages[1]]);
});

test('a page that has none is not asked for again', async () => {
  texts = ['ауыл кеңесі', null];
  await makePages();
  expect(await index.settled()).toMatchObject({ pages: 2, withoutText: 1 });
  const before = asked.length;
  await index.reopen();
  await index.settled();
  expect(asked).toHaveLength(before);
});
