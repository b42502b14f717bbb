import { expect, test } from 'vitest';
import { openTestIndex } from '../text-index/fixture-index.ts';
import { tellOfTexts } from './read-texts.ts';

test('tells how many pages of which kind are in, and no word of them', async () => {
  const index = await openTestIndex();
  try {
    await index.document(['Құпия хаттама', null]);
    await index.settled();
    const told = tellOfTexts(index.journal.folder);
    expect(told).toMatchObject({ isFilled: true, unread: 0, kinds: [{ pages: 1 }, { pages: 1 }] });
    expect(JSON.stringify(told)).not.toMatch(/[Ққ]ұпия|хаттама/u);
  } finally {
    await index.remove();
  }
});
