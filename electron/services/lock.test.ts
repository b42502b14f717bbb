import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import { findSmallDisk } from '../../test/fixtures/small-disk.ts';
import { chooseDataFolder } from './data-folder.ts';
import { lockHolder, takeLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const me = { host: 'web', address: 'http://127.0.0.1:4747', since: '2026-01-01T00:00:00.000Z' } as const;

function trouble(act: () => unknown): TroubleError {
  try {
    act();
  } catch (error) {
    if (error instanceof TroubleError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Another process that takes the lock and keeps it until it is killed. */
async function otherHolder() {
  const lock = new URL('./lock.ts', import.meta.url).href;
  const script = `
    const { takeLock } = await import(${JSON.stringify(lock)});
    takeLock(${JSON.stringify(folder)}, ${JSON.stringify({ ...me, host: 'cli', address: null })});
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a second host is refused and told who holds the folder', async () => {
  const child = await otherHolder();
  const error = trouble(() => takeLock(folder, me));
  expect(error.code).toBe('DATA_FOLDER_IN_USE');
  expect(error.details).toMatchObject({ path: folder, pid: child.pid, host: 'cli', since: me.since });
  child.kill('SIGKILL');
  await once(child, 'close');
});

test('the lock dies with its process, whatever killed it', async () => {
  const child = await otherHolder();
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(lockHolder(folder)).toMatchObject({ pid: child.pid });
  const lock = takeLock(folder, me);
  expect(lockHolder(folder)).toEqual({ pid: process.pid, ...me });
  lock.release();
});

test('is refused within one process too, and free again after the release', () => {
  const lock = takeLock(folder, me);
  expect(trouble(() => takeLock(folder, me)).code).toBe('DATA_FOLDER_IN_USE');
  // The attempt in vain has not loosened it.
  expect(trouble(() => takeLock(folder, me)).code).toBe('DATA_FOLDER_IN_USE');
  lock.release();
  lock.release();
  expect(lockHolder(folder)).toBeNull();
  takeLock(folder, me).release();
});

test('a damaged lock.json only costs the name of the holder', () => {
  const lock = takeLock(folder, me);
  writeFileSync(path.join(folder, 'lock.json'), '{');
  expect(trouble(() => takeLock(folder, me)).details).toEqual({ path: folder });
  lock.release();
});

test('a data folder inside a regular file is refused with its path', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, 'x');
  const inside = path.join(file, 'data');
  expect(trouble(() => takeLock(inside, me))).toMatchObject({
    code: 'DATA_FOLDER_UNUSABLE',
    details: { path: inside, reason: 'ENOTDIR' },
  });
  expect(readFileSync(file, 'utf8')).toBe('x');
});

test('a lock.db that is no database is said as an unusable folder', () => {
  writeFileSync(path.join(folder, 'lock.db'), 'x'.repeat(5000));
  expect(trouble(() => takeLock(folder, me))).toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
});

test('the data folder comes from the option, then the environment, then the system', () => {
  expect(chooseDataFolder(['--data', '/a'], { QOIMA_DATA: '/b' })).toBe(path.resolve('/a'));
  expect(chooseDataFolder(['--data=/a'], { QOIMA_DATA: '/b' })).toBe(path.resolve('/a'));
  expect(chooseDataFolder([], { QOIMA_DATA: '/b' })).toBe(path.resolve('/b'));
  expect(chooseDataFolder([], {})).toMatch(/qoima/i);
});

const disk = findSmallDisk(2);
test.skipIf(disk === null)('a full disk is said, and nothing stays locked', () => {
  const small = path.join(folder, 'disk');
  disk?.mount(small);
  try {
    takeLock(small, me).release();
    disk?.fill(small);
    expect(trouble(() => takeLock(small, me)).code).toBe('DISK_FULL');
    disk?.free(small);
    takeLock(small, me).release();
  } finally {
    disk?.unmount(small);
  }
});
