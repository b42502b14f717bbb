/** The set-up before every script, and the lock file that it installs from. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { missingPackages, type LockFile } from '../../build/complete-lock.ts';
import { newFolder, ROOT } from '../fake-electron/bundled.ts';

const { folder, remove } = newFolder('set-up', 'none');
afterAll(remove);

type Ended = { readonly code: number; readonly out: string; readonly err: string; readonly ms: number };

function setUp(place: string, environment: Record<string, string> = {}): Promise<Ended> {
  const began = performance.now();
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(place, 'build/setup.mjs')],
      { env: { ...process.env, npm_lifecycle_event: 'preqoima', ...environment } },
      (error, out, err) => {
        resolve({ code: Number(error?.code ?? 0), out, err, ms: performance.now() - began });
      },
    );
  });
}

/** A copy of the sources without dependencies; `npm` is a script that notes how it was called and does `act`. */
function freshCopy(name: string, act: string): { place: string; environment: Record<string, string> } {
  const place = path.join(folder, name);
  mkdirSync(path.join(place, 'build'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'build/setup.mjs']) {
    cpSync(path.join(ROOT, file), path.join(place, file));
  }
  const npm = path.join(place, 'npm.cjs');
  writeFileSync(npm, `console.log('npm', ...process.argv.slice(2)); ${act}`);
  return { place, environment: { npm_execpath: npm } };
}

test('a machine that has everything is left alone, at once and in silence', async () => {
  const { ms, ...rest } = await setUp(ROOT);
  expect(rest).toEqual({ code: 0, out: '', err: '' });
  expect(ms).toBeLessThan(2000);
});

test('a fresh copy gets its dependencies, and nothing is said on stdout', async () => {
  const link = `require('node:fs').symlinkSync(${JSON.stringify(path.join(ROOT, 'node_modules'))}, 'node_modules')`;
  const { place, environment } = freshCopy('fresh', link);
  const { code, out, err } = await setUp(place, environment);
  expect([code, out]).toEqual([0, '']);
  expect(err).toContain('npm ci --no-audit');
  expect((await setUp(place, environment)).err).toBe('');
});

test('a copy whose dependencies are not those of the lock file gets them anew', async () => {
  const { place, environment } = freshCopy('stale', 'process.exit(1)');
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(place, 'node_modules'));
  const file = path.join(place, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { version: string }> };
  lock.packages['node_modules/zod'] = { version: '9.9.9' };
  writeFileSync(file, JSON.stringify(lock));
  expect((await setUp(place, environment)).err).toContain('npm ci');
});

test('a machine where that is impossible is told so plainly', async () => {
  const { place, environment } = freshCopy('offline', 'process.exit(1)');
  const { code, out, err } = await setUp(place, environment);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/Qoima: the dependencies could not be installed\..*registry/);
});

test('the lock file names the packages for every system, or npm ci would refuse it', () => {
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as LockFile;
  expect(Object.keys(missingPackages(lock)), 'run: node build/complete-lock.ts').toEqual([]);
});
