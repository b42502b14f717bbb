/** The watch over a disk whose room a test decides, with a real ballast and real jobs. */
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../node/log.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { DiskStatus } from '../../../shared/rpc/contract-disk.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { Settings } from '../../../shared/rpc/contract.ts';
import type { JobKind } from '../jobs/queue.ts';
import { createBallast, giveBallastForStart } from './ballast.ts';
import { openDisk, type Disk } from './disk.ts';
import { createHeldJobs } from './hold-jobs.ts';

const MB = 1e6;
const MIB = 2 ** 20;
const limits = { low: 500 * MB, short: 200 * MB, full: 100 * MB };
const BALLAST = (100 * MB) / 8;

let folder: string;
let free: number;
let disk: Disk;
let told: DiskStatus[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-disk-'));
  free = 400 * MB;
  told = [];
  const settings = {
    read: () => ({ disk: limits }) as Settings,
    write: () => ({ disk: limits }) as Settings,
  };
  disk = openDisk({
    folder,
    settings,
    ballast: createBallast(folder),
    emit: (event, value) => {
      if (event === 'disk.changed') told.push(value as DiskStatus);
    },
    log: silentLog(),
    canWrite: true,
    room: () => Promise.resolve({ free, total: 1000 * MB }),
  });
});
afterEach(() => {
  disk.close();
  rmSync(folder, { recursive: true, force: true });
});

const ballastPath = () => join(folder, 'ballast.bin');

test('the ballast is really written, given up part by part when it is asked for, and comes back with the room', async () => {
  await disk.look();
  expect(statSync(ballastPath()).size).toBe(BALLAST);
  expect(statSync(ballastPath()).blocks * 512).toBeGreaterThanOrEqual(BALLAST);
  free = 0;
  expect(await disk.look()).toBe('full');
  // Nobody has asked for it: whoever fills the disk would only take it too.
  expect(statSync(ballastPath()).size).toBe(BALLAST);
  expect(await disk.makeRoom()).toBe(true);
  const left = statSync(ballastPath()).size;
  expect(left).toBeLessThan(BALLAST - 4e6);
  expect((await disk.services['disk.status']({})).ballast).toBe(left);
  while (await disk.makeRoom());
  expect(existsSync(ballastPath())).toBe(false);
  free = 105 * MB;
  expect(await disk.look()).toBe('full');
  expect(existsSync(ballastPath())).toBe(false);
  free = 400 * MB;
  expect(await disk.look()).toBe('low');
  expect(statSync(ballastPath()).size).toBe(BALLAST);
  expect(told.map(({ level }) => level).filter((level, i, all) => level !== all[i - 1])).toEqual([
    'low',
    'full',
    'low',
  ]);
});

const small = findSmallDisk(16);
test.skipIf(small === null)(
  'a start on a full disk gives a part of the ballast up, and what was half made of one',
  () => {
    small?.mount(folder);
    try {
      writeFileSync(ballastPath(), Buffer.alloc(8 * MIB, 1));
      writeFileSync(`${ballastPath()}.new`, Buffer.alloc(MIB, 1));
      small?.fill(folder);
      giveBallastForStart(folder);
      expect(statSync(ballastPath()).size).toBe(2 * MIB);
      expect(existsSync(`${ballastPath()}.new`)).toBe(false);
    } finally {
      small?.unmount(folder);
    }
  },
);

test('a start on a disk with room keeps the ballast', async () => {
  await disk.look();
  giveBallastForStart(folder);
  expect(existsSync(ballastPath())).toBe(true);
  giveBallastForStart(join(folder, 'not there'));
});

test('imports are refused before they begin, with the room that there is', async () => {
  await disk.refuseImport();
  free = 150 * MB;
  await expect(disk.refuseImport()).rejects.toMatchObject({ code: 'DISK_LOW', details: { free: '0.1' } });
  expect(await disk.services['disk.forecast']({ files: 1, bytes: 100 * MB })).toMatchObject({ fits: false });
});

test('a job stops when the room goes, waits, and goes on by itself when it is back', async () => {
  await disk.look();
  const jobs = createHeldJobs(disk);
  const job = { id: 'a', kind: 'derive', state: 'waiting', title: 't', done: 0, total: 0 } as Job;
  const wake = vi.fn(() => Promise.resolve());
  jobs.attach({ wake, list: () => [job] });
  const kind: JobKind = {
    kind: 'derive',
    atOnce: 1,
    run: (_job, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('done'))),
  };
  const running = jobs
    .hold(kind)
    .run({ id: 'a', payload: null }, new AbortController().signal, () => undefined);
  free = 150 * MB;
  await disk.look();
  expect(await running).toBe('waiting');
  expect((await disk.services['disk.status']({})).waiting).toEqual(['derive']);
  expect(
    await jobs.hold(kind).run({ id: 'a', payload: null }, new AbortController().signal, () => undefined),
  ).toBe('waiting');
  free = 210 * MB;
  await disk.look();
  expect(wake).not.toHaveBeenCalled();
  free = 300 * MB;
  await disk.look();
  expect(wake).toHaveBeenCalledTimes(1);
  expect((await disk.services['disk.status']({})).waiting).toEqual([]);
  jobs.close();
});

test('a job that meets a full disk waits and does not fail; a trouble of its own it keeps', async () => {
  const jobs = createHeldJobs(disk);
  const failing = (code: string): JobKind => ({
    kind: 'text',
    atOnce: 1,
    run: () => Promise.reject(new TroubleError(code)),
  });
  const run = (kind: JobKind) =>
    jobs.hold(kind).run({ id: 'b', payload: null }, new AbortController().signal, () => undefined);
  expect(await run(failing('DISK_FULL'))).toBe('waiting');
  await expect(run(failing('NO_MODEL'))).rejects.toMatchObject({ code: 'NO_MODEL' });
  free = 900 * MB;
  await disk.look();
  // Somebody may have made room a moment ago.
  expect(await run(failing('DISK_FULL'))).toBe('waiting');
  // With room enough both times it was another disk.
  await expect(run(failing('DISK_FULL'))).rejects.toMatchObject({ code: 'DISK_FULL' });
  jobs.close();
});

test('a job that is cancelled while it waits stays so, and one that began to wait early is woken too', async () => {
  await disk.look();
  free = 50 * MB;
  await disk.look();
  const jobs = createHeldJobs(disk);
  const job = (id: string, state: Job['state']) => ({
    id,
    kind: 'derive',
    state,
    title: '',
    done: 0,
    total: 0,
  });
  const kind = jobs.hold({ kind: 'derive', atOnce: 1, run: () => Promise.resolve('done') });
  for (const id of ['a', 'b'])
    await kind.run({ id, payload: null }, new AbortController().signal, () => undefined);
  free = 900 * MB;
  await disk.look();
  const wake = vi.fn(() => Promise.resolve());
  jobs.attach({ wake, list: () => [job('a', 'waiting'), job('b', 'cancelled')] as Job[] });
  expect(wake.mock.calls).toEqual([[expect.objectContaining({ id: 'a' })]]);
  expect((await disk.services['disk.status']({})).waiting).toEqual([]);
  jobs.close();
});
