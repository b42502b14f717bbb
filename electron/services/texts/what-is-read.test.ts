/** Which pages a job reads, and by what: as units and fonds say, as a person chooses, and what looks misread. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { drawTextPage } from '../../../test/fixtures/draw-text-page.ts';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { openTexts, saying, type TestTexts } from '../../../test/fixtures/open-texts.ts';
import { silentLog } from '../../../node/log.ts';
import type { Json } from '../../../shared/json.ts';
import { parentOf } from '../../../shared/model/record-values.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import { misreadPages } from './misread-pages.ts';
import { createAbove } from './pages-below.ts';
import { askedOf, pagesToRead } from './pages-to-read.ts';
import { createTexts } from './texts.ts';

const KAZAKH = 'Ауылдық кеңестің жиналысы';

/** What an engine makes of it that was told to read English. */
const MISREAD = 'Ауылдык кенестш жиналысы Кун тэртЮшде егш жинау жумыстары мен мал корасын дайындау мэселеа';

/** One for all tests, each with a fonds of its own. */
let folder: string;
let opened: TestTexts;
/** Of a page that is read in English. */
let inEnglish = '';
let pictures = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-texts-'));
  const read = saying((_index, [language]) => (language === 'eng' ? inEnglish : KAZAKH));
  opened = await openTexts(folder, (engine) => ({ ...engine, read }));
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  inEnglish = 'The meeting of the village council';
  opened.read.length = 0;
});

/** Of a test that reads nothing. */
function unused(): Recognizer {
  const never = async (): Promise<never> => Promise.reject(new Error('nothing is read'));
  return {
    languages: async () => [],
    read: never,
    check: async () => false,
    pids: () => [],
    close: () => undefined,
  };
}

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
      const lines = [`${KAZAKH} ${pictures++}`];
      const picture = await drawTextPage({ lines, width: 700, height: 200, top: 90 });
      await world.finish(await world.send({ [`${i}.png`]: picture }, unit));
    }
    return { fonds, units: [first, second] };
  }

  test('a whole fonds is read as each of its units says, after it was counted', async () => {
    const { world, texts, read } = opened;
    const { fonds, units } = await makeUnits(world);
    const plan = { of: [fonds], languages: ['eng'], again: false, asSet: true };
    const counted = { pages: 2, toRead: 2, read: 0, corrected: 0, noPicture: 0 };
    expect(await texts.services['text.preview'](plan)).toEqual(counted);
    const whole = await texts.services['text.begin'](plan);
    await world.ingest.idle();
    expect(read.sort()).toEqual(['0 eng', '0 kaz']);
    expect(await texts.services['text.preview'](plan)).toEqual({ ...counted, toRead: 0, read: 2 });
    // Chosen for this once, whatever is set.
    const chosen = { of: [units[1]], languages: ['kaz'], again: false };
    expect(await texts.services['text.preview'](chosen)).toMatchObject({ pages: 1, toRead: 1 });
    const once = await texts.services['text.begin'](chosen);
    await world.ingest.idle();
    const jobs = world.ingest.queue.list();
    const jobOf = ({ job }: { job: string }) => jobs.find(({ id }) => id === job);
    expect(jobOf(once)?.title).toBe('1/2 · kaz');
    expect(jobOf(whole)).toMatchObject({
      title: '1',
      state: 'done',
      done: 2,
      total: 2,
      numbers: { read: 2 },
    });
  });

  test('pages that look misread are listed wherever they are, and read again by what they look like', async () => {
    const { world, texts, read } = opened;
    inEnglish = MISREAD;
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

  test('where there is no page-text index, what readings say of themselves has to do', async () => {
    const around = await openTestIngest(path.join(folder, 'alone'));
    const closed = () => {
      throw new TroubleError('TEXT_INDEX_CLOSED');
    };
    const recognizer = unused();
    const texts = createTexts({ ...around, recognizer, log: silentLog(), lostPages: closed });
    expect(await texts.services['text.misread']({ of: null })).toEqual({
      pages: 0,
      documents: 0,
      shown: [],
    });
    await around.close();
  });

  test('a text that came in with its file and lost its letters is listed, and read as Kazakh', async () => {
    const { world } = opened;
    const { fonds, units } = await makeUnits(world);
    const [page, other] = await Promise.all(
      units.map(async (parent) => {
        const { states } = await world.journal.pages({ parent });
        return viewOf(must(states[0], 'its page'));
      }),
    );
    const own = must(page, 'the first page');
    const lost = [
      { page: own.id, kept: 0.01, noise: 'heavy' as const, isOwn: true },
      { page: must(other, 'the other page').id, kept: 0.02, noise: 'some' as const, isOwn: false },
    ];
    expect(await misreadPages(world.journal, [fonds], lost)).toEqual({
      pages: 1,
      documents: 1,
      shown: [
        {
          document: parentOf(own.values),
          page: own.id,
          pages: 1,
          readIn: [],
          looksLike: 'kaz',
          kept: 0.01,
          noise: 'heavy',
        },
      ],
    });
    const job = {
      id: newId(),
      of: [fonds],
      languages: ['rus'],
      asSet: false,
      again: true,
      onlyMisread: true,
    };
    const lostTexts = new Set([own.id]);
    const { left } = await pagesToRead(world.journal, job, lostTexts);
    expect(left.map((each) => each.page)).toEqual([own.id]);
    const asked = await askedOf(own, job, createAbove(world.journal), lostTexts);
    expect(asked?.models).toEqual(['kaz']);
    expect(await misreadPages(world.journal, [units[1]], lost)).toMatchObject({ pages: 0 });
  });

  test('a reading that a person chose or corrected is not listed, and what is in the bin is nowhere', async () => {
    const { world, texts } = opened;
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
