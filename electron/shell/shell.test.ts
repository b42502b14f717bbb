/** The parts of the shell that need no Electron; the rest is booted whole in `test/fake-electron`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCrashPolicy } from './crash-policy.ts';
import { isOurs } from './origin.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-shell-'));
  file = path.join(folder, 'window.json');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a window that crashes now and then is always loaded again, one that crashes at once is not', () => {
  let now = 0;
  const policy = createCrashPolicy(() => now);
  for (let count = 0; count < 20; count += 1) {
    now += 4 * 60_000;
    expect(policy.crashed()).toBe('reload');
  }
  now += 60 * 60_000;
  expect([1, 2, 3, 4].map(() => policy.crashed())).toEqual(['reload', 'reload', 'reload', 'give-up']);
});

test('only addresses of our own origin are ours', () => {
  for (const url of ['app://archive/', 'app://archive/index.html#/a?b=https://evil.example']) {
    expect(isOurs(url), url).toBe(true);
  }
  for (const url of [
    '',
    'app:',
    'app://archive.evil/',
    'app://archive@evil/',
    'app://archive:1/',
    'http://archive/',
  ]) {
    expect(isOurs(url), url).toBe(false);
  }
});

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const defaults = { width: 1280, height: 860, maximized: false };

test('a window comes back where it was', () => {
  writeWindowState(file, { x: 10, y: 20, width: 900, height: 700 }, true);
  expect(readWindowState(file, screens)).toEqual({ x: 10, y: 20, width: 900, height: 700, maximized: true });
});

test('a window whose screen is gone comes back on another', () => {
  writeWindowState(file, { x: 3000, y: 20, width: 900, height: 700 }, false);
  expect(readWindowState(file, screens)).toEqual({ width: 900, height: 700, maximized: false });
});

test.each(['', '{', 'null', '{"width":1}', '{"width":1e9,"height":700,"maximized":false}', '[]'])(
  'a state of %j is forgotten',
  (text) => {
    writeFileSync(file, text);
    expect(readWindowState(file, screens)).toEqual(defaults);
  },
);

test('a state that cannot be read or written costs nothing', () => {
  writeWindowState(path.join(folder, 'no', 'folder'), { x: 0, y: 0, width: 900, height: 700 }, false);
  expect(readWindowState(path.join(folder, 'nowhere'), screens)).toEqual(defaults);
});
