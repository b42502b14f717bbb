/** The plan at work, in a time of the tests' own: real folders, no waiting. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../node/log.ts';
import { must } from '../../../shared/must.ts';
import type { BackupPlan } from '../../../shared/rpc/contract-backup.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { createBackupPlan } from './backup-plan.ts';
import { writeLast, writeRehearsed } from './backup-state.ts';
import { DAY_MS } from './plan-rules.ts';

const ARCHIVE = newId();
const HOUR_MS = 60 * 60_000;
let folder: string;
let target: string;
let now: number;
let jobs: Job[];
let plan: BackupPlan | null;
let mark: string;
let free: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
  target = join(folder, 'disk', 'backup');
  now = new Date(2026, 10, 22, 9).getTime();
  jobs = [];
  plan = { targets: [target], when: { kind: 'daily', hour: 20 }, rehearse: 'remind' };
  mark = 'ours';
  free = 1e12;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function work() {
  return createBackupPlan({
    folder,
    archive: ARCHIVE,
    queue: {
      list: () => jobs,
      wake: async ({ id, kind, title }) =>
        void jobs.push({ id, kind, title, state: 'waiting', done: 0, total: 0 }),
    },
    plan: () => plan,
    markAt: async () => mark,
    freeSpace: async () => free,
    log: silentLog(),
    now: () => now,
  });
}

/** The last job ends, and as a good backup it is remembered. */
async function end(state: 'done' | 'failed', at = now): Promise<void> {
  const job = must(jobs.pop(), 'a job');
  jobs.push({ ...job, state, ...(state === 'failed' ? { code: 'BACKUP_TARGET_FULL' } : {}) });
  if (state === 'failed') return;
  if (job.kind === 'rehearsal') {
    const rehearsed = {
      at: new Date(at).toISOString(),
      target: job.title,
      ok: true,
      n: 7,
      files: 1,
      codes: [],
    };
    await writeRehearsed(folder, ARCHIVE, rehearsed);
    return;
  }
  mkdirSync(job.title, { recursive: true });
  writeFileSync(join(job.title, 'qoima-backup.json'), '{}');
  const last = { at: new Date(at).toISOString(), target: job.title, n: 7, mark: 'ours' };
  await writeLast(folder, ARCHIVE, { ...last, objects: 1, files: 1, bytes: 1, damaged: 0 });
}

const kinds = () => jobs.map(({ kind, state }) => `${kind} ${state}`);
const first = async (atWork = work()) => must((await atWork.status())[0], 'a target');

test('without a disk nothing is begun; when it comes the backup is, and again a day later', async () => {
  const atWork = work();
  await atWork.look();
  expect([kinds(), await first(atWork)]).toMatchObject([[], { isThere: false, state: 'never', last: null }]);
  mkdirSync(join(folder, 'disk'));
  await atWork.look();
  await atWork.look();
  expect(kinds()).toEqual(['backup waiting']);
  await end('done');
  now += HOUR_MS;
  await atWork.look();
  expect(kinds()).toEqual(['backup done']);
  expect(await first(atWork)).toMatchObject({ state: 'fine', isThere: true, trouble: null });
  now = new Date(2026, 10, 22, 20).getTime();
  await atWork.look();
  expect(kinds()).toEqual(['backup done', 'backup waiting']);
});

test('a disk that is away, and the folder that it leaves behind, make the backup late and nothing more', async () => {
  mkdirSync(join(folder, 'disk'));
  const atWork = work();
  await atWork.look();
  await end('done');
  rmSync(join(target, 'qoima-backup.json'));
  now += 3 * DAY_MS;
  await atWork.look();
  expect(kinds()).toEqual(['backup done']);
  expect(await first(atWork)).toMatchObject({ state: 'overdue', isThere: false });
});

test('a try that failed is told, and made again an hour later', async () => {
  mkdirSync(join(folder, 'disk'));
  const atWork = work();
  await atWork.look();
  await end('failed');
  now += HOUR_MS / 2;
  await atWork.look();
  expect(await first(atWork)).toMatchObject({ trouble: 'BACKUP_TARGET_FULL' });
  expect(kinds()).toEqual(['backup failed']);
  now += HOUR_MS;
  await atWork.look();
  expect(kinds()).toEqual(['backup failed', 'backup waiting']);
});

test('a backup of the future has no age: a new one is made at once', async () => {
  mkdirSync(join(folder, 'disk'));
  const atWork = work();
  await atWork.look();
  await end('done', now + 1000 * DAY_MS);
  now += HOUR_MS + 1;
  expect(await first(atWork)).toMatchObject({ state: 'unknown' });
  await atWork.look();
  expect(kinds()).toEqual(['backup done', 'backup waiting']);
});

test('a backup of another history is none', async () => {
  mkdirSync(join(folder, 'disk'));
  const atWork = work();
  await atWork.look();
  await end('done');
  expect((await first(atWork)).last).toMatchObject({ n: 7 });
  mark = 'of a journal that went back';
  expect(await first(atWork)).toMatchObject({ last: null, state: 'never' });
  // Its disk is taken out: the folder that it was mounted on is no place for a backup.
  rmSync(join(target, 'qoima-backup.json'));
  now += HOUR_MS * 2;
  await atWork.look();
  expect([(await first(atWork)).isThere, kinds()]).toEqual([false, ['backup done']]);
});

test('rehearses monthly where there is room, when the plan says so', async () => {
  mkdirSync(join(folder, 'disk'));
  const atWork = work();
  await atWork.look();
  await end('done');
  now += HOUR_MS;
  await atWork.look();
  expect([kinds(), (await first(atWork)).isRehearsalDue]).toEqual([['backup done'], true]);
  plan = { ...must(plan, 'the plan'), rehearse: 'auto' };
  free = 1e9;
  await atWork.look();
  expect(kinds()).toEqual(['backup done']);
  free = 1e12;
  await atWork.look();
  await atWork.look();
  expect(kinds()).toEqual(['backup done', 'rehearsal waiting']);
  await end('done');
  expect((await first(atWork)).isRehearsalDue).toBe(false);
});

test('two disks are two targets, and a folder that is no more in the plan is still told of', async () => {
  const other = join(folder, 'disk', 'other');
  mkdirSync(join(folder, 'disk'));
  plan = { ...must(plan, 'the plan'), targets: [target, other] };
  const atWork = work();
  await atWork.look();
  expect(jobs.map(({ title }) => title)).toEqual([target, other]);
  await end('done');
  plan = null;
  await atWork.look();
  expect(jobs).toHaveLength(2);
  expect(await atWork.status()).toMatchObject([
    { target: other, isPlanned: false, state: 'fine', next: null },
  ]);
});
