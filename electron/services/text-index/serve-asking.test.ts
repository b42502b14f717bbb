import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recognisedTextSchema } from '../../../shared/model/record-types.ts';
import { must } from '../../../shared/must.ts';
import { lineField } from '../../../shared/page-text/corrections.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { NO_PAGE_FILTER } from './ask-filter.ts';
import { createPlacedTextReader } from './boxes-source.ts';
import { openTestIndex, type TestIndex } from './fixture-index.ts';
import { serveAsking, type AskingCalls } from './serve-asking.ts';

let index: TestIndex;
let calls: AskingCalls;
beforeEach(async () => {
  index = await openTestIndex();
  const folder = index.journal.folder;
  const locate = async (sha256: string) => path.join(index.texts, sha256);
  calls = serveAsking(
    {
      ask: (work) => index.loop().ask(work),
      status: () => index.loop().status(),
    },
    createPlacedTextReader({ journal: index.journal.path, vault: path.join(folder, 'vault'), locate }),
    { lexicon: { has: () => false, hasBeginning: () => false } },
  );
});
afterEach(() => index.remove());

const question = (text: string) =>
  ({ text, filter: NO_PAGE_FILTER, sort: 'best', limit: 10, cursor: null, facets: true }) as const;

/** Words of 100 × 20 pixels on lines 50 apart, on a picture of 1000 × 1000. */
function laid(lines: readonly (readonly string[])[]): PageText {
  const place = { x: 0, y: 0, w: 1000, h: 1000 };
  const placed = lines.map((words, l) => ({
    place: { x: 0, y: l * 50, w: 1000, h: 20 },
    words: words.map((text, w) => ({ text, place: { x: w * 200, y: l * 50, w: 100, h: 20 }, sure: 0.9 })),
  }));
  return {
    width: 1000,
    height: 1000,
    languages: ['kaz'],
    engine: 'tesseract 5.5',
    blocks: [{ place, lines: placed }],
  };
}

const PICTURE = { sha256: 'a'.repeat(64), index: 0 };

/** A page with this text, read from `PICTURE`. */
async function pageOf(text: PageText): Promise<{ page: string; reading: string; document: string }> {
  const alto = writeAlto(text, `${PICTURE.sha256}/${PICTURE.index}`);
  const sha256 = createHash('sha256').update(alto).digest('hex');
  writeFileSync(path.join(index.texts, sha256), alto);
  const { document, pages } = await index.document([null]);
  const page = must(pages[0], 'the page');
  const reading = newId();
  const about = { sha256, languages: ['kaz'], engine: 'tesseract 5.5', words: 4, sure: 0.9 };
  await index.set(page, { image: PICTURE, [`texts/${reading}`]: recognisedTextSchema.parse(about) });
  await index.settled();
  return { page, reading, document };
}

const placesOf = async (page: string, text: string) =>
  (await calls.findBoxes({ page, text })).hits.map(({ boxes }) =>
    boxes.map(({ x, y, w, h }) => [x, y, w, h].map(Math.round)),
  );

test('a newer question of the same asker ends the one before; other askers and the same question again do not', async () => {
  await index.document(Array.from({ length: 50 }, () => 'ұлттық архив'));
  await index.settled();
  const first = calls.findPages({ asker: 'box', ...question('архив') });
  const same = calls.findPages({ asker: 'box', ...question('архив') });
  const other = calls.findPages({ asker: 'page', ...question('архив') });
  const newer = calls.findPages({ asker: 'box', ...question('ұлттық') });
  const settled = await Promise.allSettled([first, same, other, newer]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  expect(settled[0]).toMatchObject({ reason: { code: 'CANCELLED' } });
  const [one, two] = await Promise.all([
    calls.findPages({ asker: 'box', ...question('архив') }),
    calls.findPages({
      asker: 'box',
      ...question('архив'),
      filter: { ...NO_PAGE_FILTER, certainty: 'certain' },
    }),
  ]);
  expect([one.total.pages, two.total.pages]).toEqual([50, 50]);
  const left = calls.findPages({ asker: 'box', ...question('архив ұлттық') });
  calls.findStop({ asker: 'box' });
  await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('boxes stand where the words are, after corrections too, and only on the picture that was read', async () => {
  const { page, reading, document } = await pageOf(
    laid([
      ['Ұлттық', 'ар-'],
      ['хивтің', 'қоры'],
    ]),
  );
  expect(await placesOf(page, 'архивтің')).toEqual([
    [
      [20, 0, 10, 2],
      [0, 5, 10, 2],
    ],
  ]);
  expect(await placesOf(page, 'қор')).toEqual([[[20, 5, 10, 2]]]);
  await index.set(page, { [lineField(reading, 'b1l1')]: 'Ұлттық мұражай' });
  await index.settled();
  expect(await placesOf(page, 'мұражай')).toHaveLength(1);
  expect(await placesOf(page, 'архивтің')).toEqual([]);
  await index.set(page, { image: { ...PICTURE, index: 1 } });
  await index.settled();
  expect(await placesOf(page, 'мұражай')).toEqual([]);
  await index.set(page, { image: PICTURE });
  await index.bin(document);
  await index.settled();
  expect(await placesOf(page, 'мұражай')).toEqual([]);
});

test('a page that is not there has no boxes', async () => {
  await index.settled();
  expect(await calls.findBoxes({ page: newId(), text: 'сөз' })).toEqual({ hits: [] });
});
