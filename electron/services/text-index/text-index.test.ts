/** The index in its own thread, beside a real journal and a real vault: readings in staging and sealed, the text layers of PDFs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { startForked } from '../../../node/calls/child.ts';
import { silentLog } from '../../../node/log.ts';
import { STAFF_GRANT } from '../../../shared/model/access.ts';
import { must } from '../../../shared/must.ts';
import { plainPages } from '../../../shared/page-text/plain-pages.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { TroubleError } from '../../../shared/result.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { createAttention } from '../jobs/attention.ts';
import { wholeMachine } from '../jobs/watch-work.ts';
import { sourceModules } from '../modules.ts';
import { createLayerReader, type LayerReader } from '../text-export/layer-reader.ts';
import { NO_PAGE_FILTER } from './ask-filter.ts';
import { createTextIndex, type TextIndex } from './text-index.ts';

let folder: string;
let world: TestIngest;
let layers: LayerReader;
let index: TextIndex;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-finding-'));
  world = await openTestIngest(folder);
  const modules = sourceModules();
  const { machine } = wholeMachine(createAttention());
  layers = createLayerReader({ startChild: startForked, module: modules.exportChild, machine });
  index = createTextIndex(deps());
});
afterEach(async () => {
  await index.close();
  layers.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

function deps(): Parameters<typeof createTextIndex>[0] {
  return {
    dataFolder: folder,
    programFolder: process.cwd(),
    thread: sourceModules().textIndexThread,
    vault: world.vault,
    grant: STAFF_GRANT,
    ownTexts: (file, indexes) => layers.read(file, indexes),
    emit: () => undefined,
    log: silentLog(),
  };
}

const CERTAIN = { ...NO_PAGE_FILTER, certainty: 'certain' } as const;

async function countFound(text: string): Promise<number> {
  const question = { text, filter: CERTAIN, sort: 'best' as const, limit: 5, cursor: null, facets: false };
  const answer = await index.calls().findPages({ ...question, asker: newId() });
  return answer.total.pages;
}

/** Waits until the words are found, on so many pages. */
async function expectFound(text: string, pages: number): Promise<void> {
  index.follow();
  await expect.poll(() => countFound(text)).toBe(pages);
}

/** A page with a reading that was kept in this batch. */
async function makePage(text: string, batch: string): Promise<void> {
  const alto = writeAlto(must(plainPages(text)[0], 'a text has a page'), 'scan/0');
  const no = Math.floor(Math.random() * 1e6);
  const { sha256 } = await world.vault.receive(
    batch,
    no,
    `${no}.xml`,
    inPieces(new TextEncoder().encode(alto)),
  );
  await world.vault.keep(batch, no, null);
  const [document, page] = [newId(), newId()];
  const reading = { sha256, languages: ['kaz'], engine: 'tesseract 5', words: 2, sure: 0.9 };
  const edits = [
    newRecord(document, 'document', { parent: null }),
    newRecord(page, 'page', { parent: document, [`texts/${newId()}`]: reading }),
  ];
  await world.journal.commit({ id: newId(), command: 'record.create', edits }, 'jobs');
}

test('finds readings in staging and sealed, and the text layers of PDFs', { timeout: 60_000 }, async () => {
  const pages = ['Kolkhoz meeting', '', 'Harvest report'];
  await world.finish(await world.send({ 'a.pdf': makePdf({ pages }) }));
  const batch = newId();
  await world.vault.openBatch({ id: batch, label: 'texts', createdBy: world.journal.person });
  await makePage('Ауыл кеңесінің хаттамасы', batch);
  await expectFound('хаттамасы', 1);
  await world.vault.seal(batch);
  await index.rebuild();
  await expectFound('хаттамасы', 1);
  await expectFound('harvest', 1);
  await expectFound('kolkhoz', 1);
  await expect.poll(() => index.status()).toMatchObject({ state: 'ready', pages: 4, withoutText: 1 });
  await index.close();
  await expect(async () => index.status()).rejects.toThrow(new TroubleError('TEXT_INDEX_CLOSED'));
});

test('a thread that falls again and again is given up, and nobody waits for it', async () => {
  const falls: string[] = [];
  const falling = createTextIndex({
    ...deps(),
    thread: new URL('data:text/javascript,setTimeout(() => process.exit(1), 20)'),
    log: { ...silentLog(), error: (event) => String(falls.push(event)) },
  });
  await expect(falling.status()).rejects.toThrow('WORKER_GONE');
  await expect.poll(() => falls).toEqual(Array.from({ length: 3 }, () => 'text_index.fell'));
  await expect(async () => falling.status()).rejects.toThrow(new TroubleError('TEXT_INDEX_CLOSED'));
  await falling.close();
});
