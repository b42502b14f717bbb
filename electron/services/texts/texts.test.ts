/** Reading pages on a real journal, vault, queue and engine: read once, cut in the middle, read again in another language. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawTextPage } from '../../../test/fixtures/draw-text-page.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import type { TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { openTexts, saying, type TestTexts } from '../../../test/fixtures/open-texts.ts';
import { silentLog } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { isWordlessPage } from '../../../shared/model/wordless-page.ts';
import { textsOf } from '../../../shared/model/record-values.ts';
import { plainText } from '../../../shared/page-text/page-text.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import { runReading } from './read-job.ts';
import { openTextBatch } from './text-batch.ts';
import { createTextNotes } from './text-notes.ts';

const KAZAKH = ['Ауылдық кеңестің жиналысы', 'Күн тәртібінде егін жинау'];

let folder: string;
let opened: TestTexts | null = null;

/** One for all tests that do not end it; each has documents of its own. */
let shared: TestTexts;
let sharedFolder: string;
/** What stands in the engine's place there; null: the engine itself. */
let read: Recognizer['read'] | null = null;

beforeAll(async () => {
  sharedFolder = mkdtempSync(path.join(tmpdir(), 'qoima-texts-'));
  shared = await openTexts(sharedFolder, (engine) => ({
    ...engine,
    read: (...asked) => (read === null ? engine.read(...asked) : read(...asked)),
  }));
});
afterAll(async () => {
  await shared.close();
  rmSync(sharedFolder, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-texts-'));
  read = null;
  shared.read.length = 0;
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(around?: (recognizer: Recognizer) => Recognizer): Promise<TestTexts> {
  opened = await openTexts(folder, around);
  return opened;
}

async function close(): Promise<void> {
  await opened?.close();
  opened = null;
}

async function importFiles(
  world: TestIngest,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<RecordView[]> {
  const { files: came } = await world.finish(await world.send(files));
  const documents = await world.documents();
  return documents.filter(({ id }) => came.some(({ document }) => document === id));
}

/** A slip of paper: how large it is does not matter here. */
function slip(...lines: string[]): Promise<Buffer> {
  return drawTextPage({ lines, width: 700, height: 220, left: 40, top: 80 });
}

async function pagesOf(world: TestIngest, documents: readonly RecordView[]): Promise<RecordView[]> {
  const all = await Promise.all(documents.map(({ id }) => world.journal.pages({ parent: id })));
  return all.flatMap(({ states }) => states.map(viewOf));
}

async function altoText(world: TestIngest, sha256: string): Promise<string> {
  const located = must(await world.vault.locate(sha256), 'the text is in the vault');
  const alto = readAlto(readFileSync(located.path, 'utf8'));
  return alto.ok ? alto.value.map(plainText).join('\n') : alto.code;
}

/** The engine takes seconds on a busy machine. */
const SOON = { timeout: 60_000 };
const LANGUAGES = { languages: ['kaz'], again: false };

describe('reading pages', { timeout: 120_000 }, () => {
  test('stores each text in the vault and names it on its page; windows keep no more pages for that', async () => {
    const { world, texts } = shared;
    const documents = await importFiles(world, { 'a.png': await slip(...KAZAKH) });
    await texts.services['text.begin']({ of: documents.map(({ id }) => id), ...LANGUAGES });
    await world.ingest.idle();
    const [page] = await pagesOf(world, documents);
    const [text] = textsOf(must(page, 'a page').values);
    expect(text?.text).toMatchObject({ languages: ['kaz'], words: 7 });
    expect(text?.text.sure).toBeGreaterThan(0.8);
    expect((await altoText(world, text?.text.sha256 ?? '')).replaceAll(/\s+/gu, ' ')).toBe(KAZAKH.join(' '));
    const [state] = await world.journal.state([must(page, 'a page').id]);
    expect(isWordlessPage(must(state, 'its state'))).toBe(true);
    expect(await world.vault.openBatches()).toEqual([]);
    expect(await world.journal.verify()).toMatchObject({ ok: true });
  });

  test('leaves out what was read with these languages, reads it again when asked, and keeps both', async () => {
    const { world, texts, read: asked } = shared;
    read = saying(() => 'Protocol of the meeting');
    const documents = await importFiles(world, { 'b.png': await slip('Protocol of the meeting') });
    const of = documents.map(({ id }) => id);
    const begin = async (languages: string[], again: boolean) => {
      await texts.services['text.begin']({ of, languages, again });
      await world.ingest.idle();
    };
    await begin(['kaz'], false);
    await begin(['kaz'], false);
    expect(asked).toEqual(['0 kaz']);
    await begin(['eng'], false);
    await begin(['kaz'], true);
    expect(asked).toEqual(['0 kaz', '0 eng', '0 kaz']);
    const [page] = await pagesOf(world, documents);
    expect(textsOf(must(page, 'a page').values).map(({ text }) => text.languages)).toEqual([
      ['kaz'],
      ['eng'],
      ['kaz'],
    ]);
  });

  test('goes on after the program was ended in the middle, and reads no page twice', async () => {
    let isCut = true;
    const said = ['First page', 'Second page', 'Third page'];
    const say = saying((index) => said[index] ?? '');
    const first = await open((engine) => ({
      ...engine,
      // The second page never comes to an end before the host stops.
      read: (file, index, languages, options) =>
        isCut && index === 1
          ? new Promise((resolve) => {
              const leave = () => resolve({ ok: false, code: 'CANCELLED' });
              if (options.signal?.aborted === true) leave();
              options.signal?.addEventListener('abort', leave);
            })
          : say(file, index, languages, options),
    }));
    const pdf = makePdf({ pages: said, size: [300, 60] });
    const documents = await importFiles(first.world, { 'a.pdf': pdf });
    await first.texts.services['text.begin']({
      of: documents.map(({ id }) => id),
      languages: ['eng'],
      again: false,
    });
    await expect.poll(async () => (await first.world.vault.openBatches()).length, SOON).toBe(1);
    await expect
      .poll(
        async () =>
          (await pagesOf(first.world, documents)).filter(({ values }) => textsOf(values).length > 0).length,
        SOON,
      )
      .toBe(1);
    await close();
    isCut = false;

    const again = await open((engine) => ({ ...engine, read: say }));
    await again.world.ingest.idle();
    expect(again.read).toEqual(['1 eng', '2 eng']);
    const pages = await pagesOf(again.world, documents);
    const texts = await Promise.all(
      pages.map(async ({ values }) => altoText(again.world, textsOf(values)[0]?.text.sha256 ?? '')),
    );
    expect(texts).toEqual(said);
    expect(await again.world.vault.openBatches()).toEqual([]);
  });

  test('what a job kept and did not write down is written when the program starts and the job will not go on', async () => {
    const first = await open();
    const documents = await importFiles(first.world, { 'a.png': await slip('Protocol') });
    const [page] = await pagesOf(first.world, documents);
    const job = '01890a5d-ac96-774b-bcce-b302099a8057';
    const batch = await openTextBatch(first.world.vault, job, documents[0]?.id ?? '');
    const about = { languages: ['eng'], engine: 'test', words: 1, sure: 1 };
    const { sha256 } = await batch.keep(must(page, 'a page').id, '<alto/>', about);
    await close();

    const again = await open();
    const texts = async () => textsOf(must((await pagesOf(again.world, documents))[0], 'a page').values);
    expect((await texts()).map(({ text }) => text.sha256)).toEqual([sha256]);
    expect(await again.world.vault.openBatches()).toEqual([]);
    await close();
    const third = await open();
    expect(textsOf(must((await pagesOf(third.world, documents))[0], 'a page').values)).toHaveLength(1);
  });

  test('a page is read as a person turned it', async () => {
    const turns: unknown[] = [];
    const { world, texts } = shared;
    read = async (_file, _index, _languages, { turned }) => {
      turns.push(turned);
      return { ok: false, code: 'NO_PICTURE' };
    };
    const documents = await importFiles(world, { 'c.png': await slip('It lies on its side') });
    const page = must((await pagesOf(world, documents))[0], 'a page');
    const edits = [setFields(page, { turned: 270 })];
    await world.journal.commit({ id: newId(), command: 'record.edit', edits }, 'window');
    await texts.services['text.begin']({ of: [page.id], ...LANGUAGES });
    await world.ingest.idle();
    expect(turns).toEqual([270]);
  });

  test('ended after the last page was written down and before its texts were an object, they become one', async () => {
    const { world } = shared;
    const documents = await importFiles(world, { 'd.png': await slip('Protocol that was read') });
    const { journal, vault } = world;
    const notes = createTextNotes(journal);
    const recognizer = { read: saying(() => 'Protocol') };
    const of = documents.map(({ id }) => id);
    const job = { id: newId(), of, languages: ['eng'], again: false, asSet: false, onlyMisread: false };
    const run = (over: Vault) =>
      runReading(
        {
          journal,
          vault: over,
          recognizer,
          log: silentLog(),
          notes,
          lostTexts: async () => new Set(),
        },
        job,
        new AbortController().signal,
        () => undefined,
      );
    const seal = async () => Promise.reject(new Error('EIO'));
    await expect(run({ ...vault, seal })).rejects.toThrow('EIO');
    expect(await vault.openBatches()).toHaveLength(1);
    expect(await run(vault)).toBe('done');
    expect(await world.vault.openBatches()).toEqual([]);
  });

  test('passes over a page that cannot be read, and says that some, or all, could not', async () => {
    const { world, texts } = shared;
    const say = saying(() => 'Second page');
    read = async (file, index, languages, options) =>
      index === 0
        ? Promise.reject(new Error('EIO'))
        : index === 2
          ? { ok: false, code: 'TOO_SLOW' }
          : say(file, index, languages, options);
    const pdf = makePdf({ pages: ['Page one', 'Page two', 'Page three'], size: [300, 60] });
    const documents = await importFiles(world, { 'e.pdf': pdf });
    const pages = await pagesOf(world, documents);
    const job = async (of: string[]) => {
      const { job: id } = await texts.services['text.begin']({ of, languages: ['eng'], again: false });
      await world.ingest.idle();
      return world.ingest.queue.list().find((each) => each.id === id);
    };
    expect(await job(documents.map(({ id }) => id))).toMatchObject({
      state: 'failed',
      code: 'TEXT_PARTLY_READ',
      done: 1,
      total: 3,
    });
    const [, second] = await pagesOf(world, documents);
    expect(textsOf(must(second, 'a page').values)).toHaveLength(1);
    expect(await job([must(pages[0], 'a page').id])).toMatchObject({
      state: 'failed',
      code: 'TEXT_NOT_READ',
    });
  });

  test('says at once when there is no model', async () => {
    const { texts } = shared;
    await expect(
      texts.services['text.begin']({ of: [], languages: ['uzb'], again: false }),
    ).rejects.toMatchObject({
      code: 'NO_MODEL',
    });
    expect((await texts.services['text.languages']({})).languages).toEqual(
      expect.arrayContaining(['kaz', 'eng']),
    );
  });
});
