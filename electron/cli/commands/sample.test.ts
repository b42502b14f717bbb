/**
 * The sample archive on a real journal, vault and queue: cut in the middle twice, gone on with by the command, put into the
 * bin, brought back. It is made once for all of this: 52 drawn pages are seconds of processor time.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { startForked } from '../../../node/calls/child.ts';
import { must } from '../../../shared/must.ts';
import { parentOf, textOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../../services/journal/journal.ts';
import { takeLock } from '../../services/lock.ts';
import { sourceModules } from '../../services/modules.ts';
import { planSample, type SamplePlan } from '../../services/sample/sample-plan.ts';
import { createSample, type Sample } from '../../services/sample/sample.ts';
import { run } from './sample.ts';

let folder: string;
let opened: { world: TestIngest; sample: Sample } | null = null;
let lines: { out: string[]; err: string[] };
const io = () => ({
  dataFolder: folder,
  out: (line: string) => void lines.out.push(line),
  err: (line: string) => void lines.err.push(line),
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sample-'));
  lines = { out: [], err: [] };
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<{ world: TestIngest; sample: Sample }> {
  let made: Sample | undefined;
  const world = await openTestIngest(folder, {
    kinds: (journal) => {
      const { sampleChild } = sourceModules();
      const mapSize = { width: 320, height: 250 };
      made = createSample({ folder, journal, startChild: startForked, sampleChild, mapSize });
      return made.kinds;
    },
  });
  const sample = must(made, 'kinds are asked for');
  sample.attach(world.ingest);
  opened = { world, sample };
  return opened;
}

async function close(): Promise<void> {
  // In the order of a host.
  await opened?.world.close();
  opened?.sample.close();
  opened = null;
}

async function all(journal: Journal): Promise<RecordView[]> {
  const { states } = await journal.states({ after: null, limit: 5000 });
  return states.map(viewOf);
}

const live = (views: readonly RecordView[], t: string) =>
  views.filter((view) => view.t === t && !view.deleted);

function drawn(): string[] {
  try {
    return readdirSync(path.join(folder, 'sample')).filter((name) => !name.endsWith('.part'));
  } catch {
    return [];
  }
}

/** Ends the program twice: when some files are drawn, and when some of them are documents. */
async function cutTwice(): Promise<SamplePlan> {
  const { world, sample } = await open();
  const plan = planSample(world.journal.archive);
  await sample.services['sample.open']({});
  await expect.poll(() => drawn().length, { timeout: 60_000 }).toBeGreaterThan(3);
  await close();
  expect(drawn().length).toBeLessThan(plan.files.length);

  // At the next start nobody asks for it: the queue knows.
  const again = await open();
  await expect
    .poll(async () => live(await all(again.world.journal), 'document').length, {
      timeout: 90_000,
      interval: 250,
    })
    .toBeGreaterThan(5);
  await close();
  return plan;
}

test(
  'the sample is made once, by the usual ways, however often it was cut',
  { timeout: 240_000 },
  async () => {
    const plan = await cutTwice();
    // One of those that are not stored yet is drawn again, by the command.
    rmSync(path.join(folder, 'sample', must(plan.files.at(-1), 'there are files').name), { force: true });
    expect(await run([], io())).toBe(0);
    expect(lines.out).toEqual(['The sample archive is there: 54 records and their scans.']);

    const { world, sample } = await open();
    const views = await all(world.journal);
    expect(live(views, 'fonds')).toHaveLength(3);
    expect(live(views, 'unit').length).toBeGreaterThanOrEqual(38);
    const documents = live(views, 'document');
    expect(documents).toHaveLength(plan.files.length);
    const units = new Set(live(views, 'unit').map(({ id }) => id));
    expect(documents.every(({ values }) => units.has(parentOf(values) ?? ''))).toBe(true);
    expect(documents.some(({ values }) => textOf(values, 'opening')?.includes('таволгой'))).toBe(true);
    expect(await world.journal.verify()).toMatchObject({ ok: true });
    expect(readdirSync(folder)).not.toContain('sample');

    const { imports } = await world.ingest.services['import.list']({});
    expect(imports.map(({ state, refused }) => [state, refused])).toEqual([['done', 0]]);

    // A person's own words stay when it is opened again.
    const [first] = documents;
    if (first === undefined) throw new Error('no document');
    const edit = setFields(first, { 'title/kk': 'Менің атауым' });
    await world.journal.commit({ id: newId(), command: 'record.edit', edits: [edit] }, 'window');
    const { n } = await world.journal.head();
    await sample.services['sample.open']({});
    await world.ingest.idle();
    expect((await world.journal.head()).n).toBe(n);

    await sample.services['sample.map']({});
    await world.ingest.idle();
    const maps = live(await all(world.journal), 'document').filter(({ values }) => 'title/en' in values);
    expect(maps.map(({ values }) => values['title/en'])).toEqual(['Land use map of Terektisai District']);

    const removed = await sample.services['sample.remove']({});
    expect(removed.records).toBe(plan.records.length + plan.files.length + 1);
    expect(live(await all(world.journal), 'unit')).toHaveLength(0);
    expect(await sample.services['sample.state']({})).toEqual({ live: 0, total: plan.records.length });
    await world.journal.undo();
    expect(await sample.services['sample.state']({})).toMatchObject({ live: plan.records.length });
    await sample.services['sample.remove']({});
    await sample.services['sample.open']({});
    await world.ingest.idle();
    expect(live(await all(world.journal), 'document').length).toBeGreaterThanOrEqual(plan.files.length);
    expect(live(await all(world.journal), 'fonds')).toHaveLength(3);
  },
);

test('another host keeps the data folder, and a wrong word is no command', async () => {
  const lock = takeLock(folder, { host: 'web', address: null, since: new Date().toISOString() });
  expect(await run([], io())).toBe(2);
  expect(lines.err.at(-1)).toContain('Qoima is running');
  lock.release();
  expect(await run(['--everything'], io())).toBe(2);
  expect(lines.err.at(-1)).toContain('Usage');
});
