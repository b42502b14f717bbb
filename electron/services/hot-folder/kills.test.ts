/** A kill between any two steps of taking a scan in: nothing is lost, nothing comes twice. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import type { CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { MOMENTS, openTestCapture, type TestCapture } from './fixture-capture.ts';
import type { Line } from './session-lines.ts';

let root: string;
let capture: TestCapture;
let turn = 0;
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 6);
const stored = (count: number) => (status: CaptureStatus) =>
  status.counts.stored === count && status.waiting === 0;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'qoima-kills-'));
  capture = await openTestCapture(path.join(root, 'data'), path.join(root, 'scans'));
});
beforeEach(async () => {
  turn += 1;
  await capture.renew(path.join(root, `scans ${turn}`));
});
afterAll(async () => {
  await capture.close();
  rmSync(root, { recursive: true, force: true });
});

/** The lines of the session, before something is done to them. */
function changeLines(change: (lines: Line[]) => readonly Line[], torn = ''): void {
  const folder = path.join(root, 'data', 'capture');
  const file = path.join(folder, readdirSync(folder).sort().at(-1) ?? '');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const kept = change(lines.map((line) => JSON.parse(line) as Line));
  writeFileSync(file, kept.map((line) => `${JSON.stringify(line)}\n`).join('') + torn);
}

async function expectBoth(a: Uint8Array, b: Uint8Array): Promise<void> {
  await capture.until('both stored', stored(2));
  expect(await capture.pages()).toEqual([`1 ${hash(a)}`, `2 ${hash(b)}`]);
  const { report } = await capture.end();
  expect(report).toMatchObject({ seen: 2, stored: 2, known: 0, refused: 0, open: 0 });
}

describe('a kill', () => {
  // Elsewhere than on Windows a name may hold a stroke that parts folders there.
  it.each([
    ...MOMENTS.map((moment) => [moment, 'a.png'] as const),
    ...(process.platform === 'win32' ? [] : [['after announcing', '\\Лист "1".png'] as const]),
  ])('%s %s', async (moment, name) => {
    const [a, b] = await Promise.all([makeScan(`${moment} ${name}`), makeScan(`${moment} ${name} b`)]);
    await capture.begin();
    const killed = capture.killAt(moment);
    capture.put(name, a);
    await killed;
    // The scanner goes on while the program is not there.
    capture.put('b.png', b);
    await capture.restart();
    await expectBoth(a, b);
  });

  it.each(['leave', 'move'] as const)('that takes back what was not on the disk (%s)', async (taken) => {
    const [a, b] = await Promise.all([makeScan(`${taken} a`), makeScan(`${taken} b`)]);
    await capture.begin({ taken });
    capture.put('a.png', a);
    await capture.until('the first', stored(1));
    await capture.restart(async () => {
      changeLines((lines) => lines.slice(0, lines.findLastIndex(({ t }) => t === 'scan') + 1), '{"t":"anno');
    });
    await capture.until('the first again', stored(1));
    capture.put(taken === 'move' ? 'a.png' : 'b.png', b);
    await expectBoth(a, b);
  });

  it('while a file of several pictures that was written anew makes room for itself', async () => {
    const pages = (count: number) => makeTiff({ pages: Array.from({ length: count }, () => ({})) });
    await capture.begin();
    capture.put('ворох.tif', pages(3));
    await capture.until('three pictures', stored(1));
    const killed = capture.killAt('before making room');
    capture.put('ворох.tif', pages(2));
    await killed;
    await capture.restart();
    await capture.until('two pictures', stored(2));
    expect(await capture.pages()).toEqual([`1 ${hash(pages(2))}`, `2 ${hash(pages(2))}`]);
  });

  it('does not end a pause, and one that lasted long begins with one', async () => {
    const a = await makeScan('pause a');
    await capture.begin();
    await capture.restart(async () => {
      changeLines(([begin, ...lines]) => [{ ...begin, at: '2020-01-01T00:00:00.000Z' } as Line, ...lines]);
    });
    capture.put('a.png', a);
    expect((await capture.status()).state).toBe('paused');
    await capture.restart();
    expect((await capture.status()).state).toBe('paused');
    await capture.act({ kind: 'goOn' });
    await capture.until('stored', stored(1));
  });
});

describe('a disk without room', () => {
  const isStopped = ({ state, waiting }: CaptureStatus) => state === 'stopped' && waiting === 1;

  // Full: it was written to. Low: nothing more is let in, so that descriptions can still be written.
  it.each(['DISK_FULL', 'DISK_LOW'])('is waited for, and uses up no leaf (%s)', async (code) => {
    const [a, b] = await Promise.all([makeScan(`${code} a`), makeScan(`${code} b`)]);
    await capture.begin();
    capture.refuse(code);
    capture.put('a.png', a);
    expect(await capture.until('stopped', isStopped)).toMatchObject({ code, counts: { refused: 0 } });
    // It cannot be ended either, and goes on afterwards.
    await expect(capture.end()).rejects.toMatchObject({ code });
    expect((await capture.status()).state).toBe('paused');
    capture.refuse(null);
    await capture.act({ kind: 'goOn' });
    await capture.until('the first', stored(1));
    capture.put('b.png', b);
    await expectBoth(a, b);
  });
});
