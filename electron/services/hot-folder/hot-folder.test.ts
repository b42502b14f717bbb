import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import type { CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { openTestCapture, type TestCapture } from './fixture-capture.ts';

let root: string;
let capture: TestCapture;
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 6);
const stored = (count: number) => (status: CaptureStatus) =>
  status.counts.stored === count && status.waiting === 0;
const scans = (...names: string[]) => Promise.all(names.map((name) => makeScan(name)));
const lines = (leaves: string, bytes: readonly Uint8Array[]) =>
  leaves.split(', ').map((leaf, i) => `${leaf} ${hash(bytes[i] ?? new Uint8Array())}`);

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'qoima-hot-'));
  capture = await openTestCapture(path.join(root, 'data'), path.join(root, 'scans'));
});
afterEach(async () => {
  await capture.close();
  rmSync(root, { recursive: true, force: true });
});

describe('a scanner’s folder', () => {
  it('gives each file the next leaf, and the report adds up with its hashes', async () => {
    await capture.begin({ mode: 'sides' });
    const all = await scans('a', 'b', 'c');
    for (const [i, bytes] of all.entries()) {
      capture.put(`scan ${i + 1}.png`, bytes);
      await capture.until(`scan ${i + 1}`, stored(i + 1));
    }
    expect(await capture.pages()).toEqual(lines('1, 1 об., 2', all));
    const { report, files } = await capture.end();
    expect(report).toMatchObject({ state: 'done', seen: 3, stored: 3, refused: 0, open: 0 });
    expect(files.map(({ sha256 }) => sha256?.slice(0, 6))).toEqual(all.map(hash));
  });
});
