/** The sample archive on a real journal, vault and queue: made once, cut in the middle, put into the bin, brought back. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { startForked, type StartChild } from '../../../node/calls/child.ts';
import { parentOf, textOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import { sourceModules } from '../modules.ts';
import { planSample } from './sample-plan.ts';
import { createSample, type Sample } from './sample.ts';

let folder: string;
let opened: { world: TestIngest; sample: Sample };
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sample-'));
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(startChild: StartChild = startForked): Promise<typeof opened> {
  let sample: Sample | undefined;
  const world = await openTestIngest(folder, {
    kinds: (journal) => {
      const { sampleChild } = sourceModules();
      sample = createSample({
        folder,
        journal,
        startChild,
        sampleChild,
        mapSize: { width: 320, height: 250 },
      });
      return sample.kinds;
    },
  });
  if (sample === undefined) throw new Error('no kinds were asked for');
  sample.attach(world.ingest);
  opened = { world, sample };
  return opened;
}

async function close(): Promise<void> {
  // In the order of a host.
  await opened.world.close();
  opened.sample.close();
}

async function all(journal: Journal): Promise<RecordView[]> {
  const { states } = await journal.states({ after: null, limit: 5000 });
  return states.map(viewOf);
}

const live = (views: readonly RecordView[], t: string) =>
  views.filter((view) => view.t === t && !view.deleted);

test('the sample is made once, by the usual ways, and lies in its units', { timeout: 90_000 }, async () => {
  const { world, sample } = await open();
  const plan = planSample(world.journal.archive);
  await sample.services['sample.open']({});
  await world.ingest.idle();
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
});

test('what was cut in the middle is gone on with and made once', { timeout: 90_000 }, async () => {
  const { world, sample } = await open();
  const plan = planSample(world.journal.archive);
  await sample.services['sample.open']({});
  // Some files are drawn, not all of them: that is when the program ends.
  await expect.poll(() => drawn().length, { timeout: 30_000 }).toBeGreaterThan(3);
  await close();
  expect(drawn().length).toBeLessThan(plan.files.length);

  // At the next start nobody asks for it: the queue knows.
  const again = await open();
  await expect
    .poll(async () => live(await all(again.world.journal), 'document').length, { timeout: 60_000 })
    .toBeGreaterThan(5);
  await close();
  const third = await open();
  await third.world.ingest.idle();
  const documents = live(await all(third.world.journal), 'document');
  expect(documents).toHaveLength(plan.files.length);
  expect(documents.every(({ values }) => typeof parentOf(values) === 'string')).toBe(true);
  const { imports } = await third.world.ingest.services['import.list']({});
  expect(imports.map(({ state, refused }) => [state, refused])).toEqual([['done', 0]]);
});

function drawn(): string[] {
  try {
    return readdirSync(path.join(folder, 'sample')).filter((name) => !name.endsWith('.part'));
  } catch {
    return [];
  }
}
