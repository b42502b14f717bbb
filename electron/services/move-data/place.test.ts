/** Moving as a host offers it: what it refuses, and a whole move by two hosts one after the other. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../../test/fixtures/backup-world.ts';
import { silentLog } from '../../../node/log.ts';
import { startForked } from '../../../node/calls/child.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { createHost, type Host } from '../create-host.ts';
import { sourceModules } from '../modules.ts';
import { readMoved, writeMoving } from './marks.ts';
import { openPlace, type Moved } from './place.ts';

let folder: string;
let data: string;
let host: Host;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'place-'));
  data = path.join(folder, 'data');
  writeFileSync(path.join(folder, 'files.json'), '[]');
  host = await start(data);
});
afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(dataFolder: string, notSwitched: string | null = null): Promise<Host> {
  return createHost({
    dataFolder,
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
      canPickFolder: true,
    },
    rendererFolder: folder,
    notSwitched,
    pickFolder: async () => data,
  });
}

/** The state that a job ends in, with its code. */
async function endOf(id: string): Promise<string> {
  for (;;) {
    const job = (await host.services['job.list']({})).jobs.find((one) => one.id === id);
    if (job !== undefined && job.state !== 'waiting' && job.state !== 'running')
      return `${job.state} ${job.code ?? ''}`.trim();
    await sleep(20);
  }
}

test('copies beside the work, switches when asked, and the next host has everything', async () => {
  const to = path.join(folder, 'new');
  const { job } = await host.services['place.copy']({ to });
  expect(await endOf(job)).toBe('done');
  expect((await host.services['place.status']({})).copy).toEqual({ to, isReady: true });
  const edits = [newRecord(newId(), 'fonds', { parent: null })];
  const { n } = await host.services['journal.commit']({ id: newId(), command: 'fonds.create', edits });
  await host.services['place.switch']({});
  expect(await host.moved).toEqual({ folder: to, trouble: null });
  expect(await codeOf(start(data))).toBe('DATA_FOLDER_MOVED');
  host = await start(to);
  expect((await host.services['journal.head']({})).n).toBe(n);
  expect(await host.services['place.status']({})).toMatchObject({ folder: to, oldFolder: data, copy: null });
  rmSync(data, { recursive: true });
  expect((await host.services['place.status']({})).oldFolder).toBeNull();
});

test('a switch whose disk has gone leaves the data where it was', async () => {
  const to = path.join(folder, 'new');
  const { job } = await host.services['place.copy']({ to });
  await endOf(job);
  const switching = host.services['place.switch']({});
  rmSync(to, { recursive: true });
  mkdirSync(to);
  await switching;
  expect(await host.moved).toEqual({ folder: data, trouble: 'MOVE_PLACE_GONE' });
  expect(readdirSync(to)).toEqual([]);
  host = await start(data, 'MOVE_PLACE_GONE');
  expect(await host.services['place.status']({})).toMatchObject({
    folder: data,
    copy: null,
    notSwitched: 'MOVE_PLACE_GONE',
  });
});

test('a switch is not made while a part that writes has not ended', async () => {
  const to = path.join(folder, 'new');
  mkdirSync(to);
  writeMoving(to, { archive: 'ours', from: data });
  const moved = Promise.withResolvers<Moved>();
  const place = openPlace({
    folder: data,
    archive: 'ours',
    thread: sourceModules().backupThread,
    queue: {
      wake: async () => undefined,
      list: () => [{ id: newId(), kind: 'move', title: to, state: 'done', done: 1, total: 1 }],
    },
    freeSpace: async () => 0,
    stop: () => void place.settle(false),
    onMoved: moved.resolve,
    log: silentLog(),
  });
  await place.services['place.switch']({});
  expect(await moved.promise).toEqual({ folder: data, trouble: 'MOVE_BUSY' });
  expect(readMoved(data)).toBeNull();
});

test('refuses to switch to what is not ready, and a second place meanwhile', async () => {
  expect(await codeOf(host.services['place.switch']({}))).toBe('MOVE_NOT_READY');
  expect(await codeOf(host.services['place.copy']({ to: path.join(data, 'x') }))).toBe('MOVE_INSIDE_DATA');
  const { job } = await host.services['place.copy']({ to: path.join(folder, 'one') });
  await host.services['job.cancel']({ id: job });
  expect((await host.services['place.status']({})).copy).toBeNull();
  expect(await codeOf(host.services['place.switch']({}))).toBe('MOVE_NOT_READY');
});

test('a copy that was cut by the end of its host goes on at the next start', async () => {
  const to = path.join(folder, 'new');
  const { job } = await host.services['place.copy']({ to });
  await host.stop();
  host = await start(data);
  expect(await endOf(job)).toBe('done');
});

test('asks for a folder by the dialog that the host has', async () => {
  expect(await host.services['place.pick']({})).toEqual({ folder: data });
});
