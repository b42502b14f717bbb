import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../services/lock.ts';
import { run } from './sample.ts';

let folder: string;
let lines: { out: string[]; err: string[] };
const io = () => ({
  dataFolder: folder,
  out: (line: string) => void lines.out.push(line),
  err: (line: string) => void lines.err.push(line),
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sample-cli-'));
  lines = { out: [], err: [] };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes the sample and says what is there', { timeout: 180_000 }, async () => {
  expect(await run([], io())).toBe(0);
  expect(lines.out).toEqual(['The sample archive is there: 54 records and their scans.']);
});

test('another host keeps the data folder, and a wrong word is no command', async () => {
  const lock = takeLock(folder, { host: 'web', address: null, since: new Date().toISOString() });
  expect(await run([], io())).toBe(2);
  expect(lines.err.at(-1)).toContain('Qoima is running');
  lock.release();
  expect(await run(['--everything'], io())).toBe(2);
  expect(lines.err.at(-1)).toContain('Usage');
});
