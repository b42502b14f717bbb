/** Reading pages on a real journal, vault, queue and engine: read once, cut in the middle, read again in another language. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { drawTextPage } from '../../../test/fixtures/draw-text-page.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { startForked } from '../../../node/calls/child.ts';
import { silentLog } from '../../../node/log.ts';
import { isWordlessPage } from '../../../shared/model/wordless-page.ts';
import { textsOf } from '../../../shared/model/record-values.ts';
import type { Json } from '../../../shared/json.ts';
import { plainText, type PageText } from '../../../shared/page-text/page-text.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { must } from '../../../shared/must.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { packagedModelFolders } from '../recognition/model-folders.ts';
import { createRecognizer, type Recognizer } from '../recognition/recognizer.ts';
import { sourceModules } from '../modules.ts';
import { openTextBatch } from './text-batch.ts';
import { createTexts, type Texts } from './texts.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../..');
const KAZAKH = ['Ауылдық кеңестің жиналысы', 'Күн тәртібінде егін жинау'];

type World = { world: TestIngest; texts: Texts; recognizer: Recognizer; read: string[] };
let folder: string;
let opened: World | null = null;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-texts-'));
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

/** `read` hears of every page that the engine is asked for. */
async function open(around: (recognizer: Recognizer) => Recognizer = (each) => each): Promise<World> {
  const read: string[] = [];
  const engine = createRecognizer({
    startChild: startForked,
    module: sourceModules().recognizeChild,
    modelFolders: packagedModelFolders(PROGRAM),
    workFolder: path.join(folder, 'models'),
  });
  const recognizer = around({
    ...engine,
    read: (file, index, languages, options) => {
      read.push(`${index} ${languages.join('+')}`);
      return engine.read(file, index, languages, options);
    },
  });
  let texts: Texts | undefined;
  const world = await openTestIngest(path.join(folder, 'data'), {
    kinds: (journal, vault) => {
      texts = createTexts({ journal, vault, recognizer, log: silentLog() });
      return texts.kinds;
    },
  });
  await must(texts, 'kinds are asked for').attach(world.ingest);
  opened = { world, texts: must(texts, 'kinds are asked for'), recognizer, read };
  return opened;
}

async function close(): Promise<void> {
  if (opened === null) return;
  const { world, recognizer } = opened;
  opened = null;
  await world.close();
  recognizer.close();
}

async function importFiles(
  world: TestIngest,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<RecordView[]> {
  await world.finish(await world.send(files));
  return world.documents();
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
    const { world, texts } = await open();
    const documents = await importFiles(world, { 'a.png': await drawTextPage({ lines: KAZAKH }) });
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
    const { world, texts, read } = await open();
    const documents = await importFiles(world, {
      'a.png': await drawTextPage({ lines: ['Protocol of the meeting'] }),
    });
    const of = documents.map(({ id }) => id);
    const begin = async (languages: string[], again: boolean) => {
      await texts.services['text.begin']({ of, languages, again });
      await world.ingest.idle();
    };
    await begin(['kaz'], false);
    await begin(['kaz'], false);
    expect(read).toEqual(['0 kaz']);
    await begin(['eng'], false);
    await begin(['kaz'], true);
    expect(read).toEqual(['0 kaz', '0 eng', '0 kaz']);
    const [page] = await pagesOf(world, documents);
    expect(textsOf(must(page, 'a page').values).map(({ text }) => text.languages)).toEqual([
      ['kaz'],
      ['eng'],
      ['kaz'],
    ]);
  });

  test('goes on after the program was ended in the middle, and reads no page twice', async () => {
    let isCut = true;
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
          : engine.read(file, index, languages, options),
    }));
    const pdf = makePdf({ pages: ['First page', 'Second page', 'Third page'], size: [595, 842] });
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

    const again = await open();
    await again.world.ingest.idle();
    expect(again.read).toEqual(['1 eng', '2 eng']);
    const pages = await pagesOf(again.world, documents);
    const texts = await Promise.all(
      pages.map(async ({ values }) => altoText(again.world, textsOf(values)[0]?.text.sha256 ?? '')),
    );
    expect(texts).toEqual(['First page', 'Second page', 'Third page']);
    expect(await again.world.vault.openBatches()).toEqual([]);
  });

  test('what a job kept and did not write down is written when the program starts and the job will not go on', async () => {
    const first = await open();
    const documents = await importFiles(first.world, {
      'a.png': await drawTextPage({ lines: ['Protocol'] }),
    });
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

  test('passes over a page that cannot be read, and says that some, or all, could not', async () => {
    const { world, texts } = await open((engine) => ({
      ...engine,
      read: async (file, index, languages, options) =>
        index === 0
          ? Promise.reject(new Error('EIO'))
          : index === 2
            ? { ok: false, code: 'TOO_SLOW' }
            : engine.read(file, index, languages, options),
    }));
    const pdf = makePdf({ pages: ['First page', 'Second page', 'Third page'], size: [595, 842] });
    const documents = await importFiles(world, { 'a.pdf': pdf });
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
    const { texts } = await open();
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

describe('what is read, and by what', { timeout: 120_000 }, () => {
  /** A fonds read as Kazakh with a unit in it; a second unit says Russian. */
  async function makeUnits(world: TestIngest): Promise<{ fonds: string; units: [string, string] }> {
    const [fonds, first, second] = [newId(), newId(), newId()];
    const edit = (rec: string, t: string, f: Record<string, Json>) => ({
      rec,
      t,
      k: 'new' as const,
      f,
      p: {},
    });
    const edits = [
      edit(fonds, 'fonds', { parent: null, number: { num: 1 }, readAs: ['kaz'] }),
      edit(first, 'unit', { parent: fonds, number: { num: 1 } }),
      edit(second, 'unit', { parent: fonds, number: { num: 2 }, readAs: ['eng'] }),
    ];
    await world.journal.commit({ id: newId(), command: 'record.create', edits }, 'window');
    for (const [i, unit] of [first, second].entries()) {
      const picture = await drawTextPage({ lines: [`${KAZAKH[0]} ${i}`], width: 700, height: 200, top: 90 });
      await world.finish(await world.send({ [`${i}.png`]: picture }, unit));
    }
    return { fonds, units: [first, second] };
  }

  test('a whole fonds is read as each of its units says, after it was counted', async () => {
    const { world, texts, read } = await open();
    const { fonds, units } = await makeUnits(world);
    const plan = { of: [fonds], languages: ['eng'], again: false, asSet: true };
    const counted = { pages: 2, toRead: 2, read: 0, corrected: 0, noPicture: 0 };
    expect(await texts.services['text.preview'](plan)).toEqual(counted);
    await texts.services['text.begin'](plan);
    await world.ingest.idle();
    expect(read.sort()).toEqual(['0 eng', '0 kaz']);
    expect(await texts.services['text.preview'](plan)).toEqual({ ...counted, toRead: 0, read: 2 });
    // Chosen for this once, whatever is set.
    const chosen = { of: [units[1]], languages: ['kaz'], again: false };
    expect(await texts.services['text.preview'](chosen)).toMatchObject({ pages: 1, toRead: 1 });
    const [job] = world.ingest.queue.list().filter(({ kind }) => kind === 'text');
    expect(job).toMatchObject({ state: 'done', done: 2, total: 2, numbers: { read: 2 } });
  });

  test('pages that look misread are listed wherever they are, and read again by what they look like', async () => {
    const misread =
      'Ауылдык кенестш жиналысы Кун тэртЮшде егш жинау жумыстары мен мал корасын дайындау мэселеа';
    const { world, texts, read } = await open((engine) => ({
      ...engine,
      read: async (file, index, languages, options) => {
        const answer = await engine.read(file, index, languages, options);
        if (!answer.ok || languages[0] !== 'eng') return answer;
        return { ...answer, value: withWords(answer.value, misread) };
      },
    }));
    const { fonds, units } = await makeUnits(world);
    await texts.services['text.begin']({ of: [fonds], languages: ['kaz'], again: false, asSet: true });
    await world.ingest.idle();
    const listed = await texts.services['text.misread']({ of: null });
    expect(listed).toMatchObject({
      pages: 1,
      documents: 1,
      shown: [{ pages: 1, readIn: ['eng'], looksLike: 'kaz' }],
    });
    expect(await texts.services['text.misread']({ of: [units[0]] })).toMatchObject({ pages: 0 });
    expect(await texts.services['text.misread']({ of: [units[1]] })).toMatchObject({ pages: 1 });
    read.length = 0;
    const again = { of: [fonds], languages: ['kaz'], again: true, asSet: true, onlyMisread: true };
    expect(await texts.services['text.preview'](again)).toMatchObject({ pages: 2, toRead: 1 });
    await texts.services['text.begin'](again);
    await world.ingest.idle();
    expect(read).toEqual(['0 kaz']);
    expect(await texts.services['text.misread']({ of: null })).toEqual({ pages: 0, documents: 0, shown: [] });
  });

  test('a reading that a person chose or corrected is not listed, and what is in the bin is nowhere', async () => {
    const { world, texts } = await open();
    const { fonds, units } = await makeUnits(world);
    const { states } = await world.journal.pages({ parent: units[0] });
    const page = viewOf(must(states[0], 'its page'));
    const reading = newId();
    const text = {
      sha256: 'a'.repeat(64),
      languages: ['rus'],
      looksLike: 'kaz',
      engine: '',
      words: 9,
      sure: null,
    };
    const write = (fields: Record<string, Json>) =>
      world.journal.commit(
        {
          id: newId(),
          command: 'text.choose',
          edits: [{ rec: page.id, t: 'page', k: 'set', f: fields, p: {} }],
        },
        'window',
      );
    const listed = async () => (await texts.services['text.misread']({ of: [fonds] })).pages;
    await write({ [`texts/${reading}`]: text });
    expect(await listed()).toBe(1);
    await write({ [`line/${reading}/b1l1`]: 'Қаулы' });
    expect(await listed()).toBe(0);
    await write({ [`texts/${newId()}`]: text, reading });
    expect(await listed()).toBe(0);
    const [state] = await world.journal.state([units[0]]);
    const bin = deleteRecord(viewOf(must(state, 'the unit')));
    await world.journal.commit({ id: newId(), command: 'record.bin', edits: [bin] }, 'window');
    expect(await listed()).toBe(0);
  });
});

/** The page with other words, all of them in one line. */
function withWords(page: PageText, text: string): PageText {
  const [block] = page.blocks;
  const place = block?.place ?? { x: 0, y: 0, w: 1, h: 1 };
  const words = text.split(' ').map((each) => ({ text: each, place, sure: 0.5 }));
  return { ...page, blocks: [{ place, lines: [{ place, words }] }] };
}
