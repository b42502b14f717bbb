/** Backups through a host: begun by a call, done by the one queue, beside everything else that the host does. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startForked } from '../../../node/calls/child.ts';
import { must } from '../../../shared/must.ts';
import type { TargetStatus } from '../../../shared/rpc/contract-backup.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { openStation } from '../../../test/fixtures/backup-station.ts';
import { createHost, type Host } from '../create-host.ts';
import { sourceModules } from '../modules.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

let folder: string;
let data: string;
let target: string;
let host: Host;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'backup-host-'));
  data = path.join(folder, 'data');
  target = path.join(folder, 'target');
  writeFileSync(path.join(folder, 'files.json'), '[]');
  const station = await openStation(data);
  await station.bringIn(['бірінші', 'екінші']);
  await station.close();
  host = await start();
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<Host> {
  return createHost({
    dataFolder: data,
    host: 'web',
    address: 'http://127.0.0.1:1',
    version: '1.2.3',
    programFolder: process.cwd(),
    modules: sourceModules(),
    startChild: startForked,
    capabilities: {
      canWrite: true,
      canImport: true,
      hasNativeMenu: false,
      kiosk: false,
      canPickFolder: false,
    },
    rendererFolder: folder,
  });
}

/** Waits until a job has ended, however. */
async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = (await host.services['job.list']({})).jobs.find((one) => one.id === id);
    if (job !== undefined && job.state !== 'waiting' && job.state !== 'running') return job;
    await sleep(20);
  }
}

/** What is known of the target. */
async function status(): Promise<TargetStatus> {
  const { targets } = await host.services['backup.status']({});
  return must(
    targets.find((one) => one.target === target),
    'the target',
  );
}

test('a backup and its rehearsal are jobs, and what they came to is remembered', async () => {
  expect(await host.services['backup.status']({})).toEqual({ plan: null, targets: [] });
  const { job } = await host.services['backup.begin']({ target });
  const edits = [newRecord(newId(), 'fonds', { parent: null })];
  await host.services['journal.commit']({ id: newId(), command: 'fonds.create', edits });
  expect(await ended(job)).toMatchObject({ kind: 'backup', state: 'done', title: target });
  const { n } = await host.services['journal.head']({});
  const { last } = await status();
  expect(last).toMatchObject({ target, objects: 1, files: 3, damaged: 0 });
  expect([n, n - 1]).toContain(must(last, 'the last backup').n);

  const rehearsal = await host.services['backup.rehearse']({ target });
  expect(await ended(rehearsal.job)).toMatchObject({ kind: 'rehearsal', state: 'done' });
  expect((await status()).rehearsed).toMatchObject({
    target,
    ok: true,
    codes: [],
    files: 3,
  });
});

test('the command line makes one beside the host, and both go on in the same folder', async () => {
  const report = await makeBackup({ dataFolder: data, target, program: '1.2.3' });
  expect(report).toMatchObject({ copied: { files: 0 }, damaged: [] });
  expect((await status()).last).toMatchObject({ n: report.n });
});

test('a job that cannot be done says why', async () => {
  await expect(host.services['backup.begin']({ target: 'relative' })).rejects.toMatchObject({
    code: 'BACKUP_TARGET_NOT_ABSOLUTE',
  });
  await expect(host.services['backup.begin']({ target: path.join(data, 'x') })).rejects.toMatchObject({
    code: 'BACKUP_INSIDE_DATA',
  });
  const { job } = await host.services['backup.begin']({ target: path.join(folder, 'no disk', 'x') });
  expect(await ended(job)).toMatchObject({ state: 'failed', code: 'BACKUP_TARGET_MISSING' });
  const rehearsal = await host.services['backup.rehearse']({ target: folder });
  expect(await ended(rehearsal.job)).toMatchObject({ state: 'failed', code: 'BACKUP_MISSING' });
});

test('a backup that was cancelled, or cut by the end of the host, is gone on with', async () => {
  const other = path.join(folder, 'other');
  const { job } = await host.services['backup.begin']({ target: other });
  expect((await host.services['backup.begin']({ target: other })).job).toBe(job);
  await host.services['job.cancel']({ id: job });
  expect(await ended(job)).toMatchObject({ state: 'cancelled' });
  const again = await host.services['backup.begin']({ target: other });
  await host.stop();
  host = await start();
  expect(await ended(again.job)).toMatchObject({ state: 'done' });
  expect(await restoreBackup({ source: other, folder: path.join(folder, 'restored') })).toMatchObject({
    isEqual: true,
  });
});

const disk = findSmallDisk(8);
test.skipIf(disk === null)(
  'a disk that is full, or unplugged in the middle, leaves the backup before it whole',
  async () => {
    const small = must(disk, 'a small disk');
    const place = path.join(folder, 'disk');
    mkdirSync(place);
    small.mount(place);
    const onDisk = path.join(place, 'backup');
    const station = path.join(folder, 'station');
    try {
      const first = await openStation(station);
      await first.bringIn(['аз']);
      expect(await backup()).toBe('none');
      small.fill(place);
      await first.bringIn(['көп'.repeat(200_000)]);
      expect(await backup()).toBe('BACKUP_TARGET_FULL');
      expect(await restored()).toEqual({ isEqual: true, objects: 1 });
      small.free(place);
      // Too large for the disk even so: it is found out while copying.
      await first.bringIn(['тым көп'.repeat(1_500_000)]);
      expect(await backup()).toBe('BACKUP_TARGET_FULL');
      expect(await restored()).toEqual({ isEqual: true, objects: 1 });
      expect(await backup(() => small.unmount(place))).toBe('BACKUP_TARGET_GONE');
      // Nothing was written to the disk that lies under it.
      expect(readdirSync(place)).toEqual([]);
      await first.close();
    } finally {
      try {
        small.unmount(place);
      } catch {
        // it is unplugged already
      }
    }

    async function backup(onFirst?: () => void): Promise<string> {
      let isFirst = true;
      const step = () => {
        if (isFirst) onFirst?.();
        isFirst = false;
      };
      return makeBackup({ dataFolder: station, target: onDisk, program: '1.2.3', step }).then(
        () => 'none',
        (error: unknown) => (error as { code: string }).code,
      );
    }

    async function restored(): Promise<unknown> {
      const to = path.join(folder, `restored ${newId()}`);
      const { isEqual, objects } = await restoreBackup({ source: onDisk, folder: to });
      return { isEqual, objects };
    }
  },
);
