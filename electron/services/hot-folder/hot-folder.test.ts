import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import type { CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { openTestCapture, type TestCapture } from './fixture-capture.ts';

let root: string;
let capture: TestCapture;
let folder: string;
let turn = 0;

// One host for all: each test has a folder and a unit of its own.
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'qoima-hot-'));
  capture = await openTestCapture(path.join(root, 'data'), path.join(root, 'scans'));
});
beforeEach(async () => {
  turn += 1;
  folder = path.join(root, `scans ${turn}`);
  await capture.renew(folder);
});
afterAll(async () => {
  await capture.close();
  rmSync(root, { recursive: true, force: true });
});

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 6);
const scans = (...names: string[]) => Promise.all(names.map((name) => makeScan(name)));
const lines = (leaves: string, ...bytes: (Uint8Array | undefined)[]) =>
  leaves.split(', ').map((leaf, i) => `${leaf} ${hash(bytes[i] ?? new Uint8Array())}`);
const stored = (count: number) => (status: CaptureStatus) =>
  status.counts.stored === count && status.waiting === 0;
const isNext = (leaf: string) => (status: CaptureStatus) => status.next.leaf?.written === leaf;

/** Puts files one after the other, each when the one before is stored. */
async function putAll(...bytes: (Uint8Array | undefined)[]): Promise<void> {
  const before = (await capture.status()).counts.stored;
  for (const [i, each] of bytes.entries()) {
    capture.put(`${before + i + 1}.png`, each ?? new Uint8Array());
    await capture.until(`file ${i + 1}`, stored(before + i + 1));
  }
}

describe('a scanner’s folder', () => {
  it('gives each file the next leaf, and the report adds up with its hashes', async () => {
    await capture.begin({ mode: 'sides' });
    const all = await scans('a', 'b', 'c');
    await putAll(...all);
    expect(await capture.pages()).toEqual(lines('1, 1 об., 2', ...all));
    const { report, files } = await capture.end();
    expect(report).toMatchObject({ state: 'done', seen: 3, stored: 3, refused: 0, open: 0 });
    expect(files.map(({ sha256 }) => sha256?.slice(0, 6))).toEqual(all.map(hash));
  });

  it('offers what lies there already, and takes it by its names when it is wanted', async () => {
    const [a, b, c] = await scans('a', 'b', 'c');
    capture.put('10.png', a ?? new Uint8Array());
    capture.put('9.png', b ?? new Uint8Array());
    expect(await capture.services()['capture.look']({ folder })).toEqual({ files: 2 });
    expect((await capture.begin()).offered).toBe(2);
    capture.put('1.png', c ?? new Uint8Array());
    await capture.until('the new one', stored(1));
    await capture.act({ kind: 'offered', take: true });
    await capture.until('the others', stored(3));
    expect(await capture.pages()).toEqual(lines('1, 2, 3', c, b, a));
    // Taken is taken: the next session does not offer it again.
    await capture.end();
    expect((await capture.begin()).offered).toBe(0);
  });

  it('refuses what will not do, with its reason, and it uses up no leaf', async () => {
    const [a, b] = await scans('a', 'b');
    await capture.begin();
    writeFileSync(path.join(folder, 'пусто.png'), '');
    writeFileSync(path.join(folder, 'обрыв.png'), (a ?? new Uint8Array()).subarray(0, 60));
    await capture.until('both refused', ({ counts }) => counts.refused === 2);
    const { scans: told } = await capture.status();
    expect(new Map(told.map(({ name, code }) => [name, code]))).toEqual(
      new Map([
        ['обрыв.png', 'TRUNCATED'],
        ['пусто.png', 'EMPTY'],
      ]),
    );
    await putAll(b);
    writeFileSync(path.join(folder, 'обрыв.png'), a ?? new Uint8Array());
    await capture.until('mended', stored(2));
    expect(await capture.pages()).toEqual(lines('1, 2', b, a));
    const { report } = await capture.end();
    expect(report).toMatchObject({ seen: 3, stored: 2, refused: 1, open: 0 });
  });

  it('leaves out the same bytes, unless a person wants them, and replaces what is written anew', async () => {
    const [a, b, c] = await scans('a', 'b', 'c');
    await capture.begin();
    await putAll(a, b);
    capture.put('1 копия.png', a ?? new Uint8Array());
    const { scans: told } = await capture.until('the same', ({ counts }) => counts.same === 1);
    expect(told[0]).toMatchObject({ state: 'same', leaf: { written: '1' } });
    await capture.act({ kind: 'takeSame', scan: told[0]?.no ?? -1 });
    await capture.until('taken all the same', stored(3));
    capture.put('2.png', c ?? new Uint8Array());
    await capture.until('written anew', stored(4));
    expect(await capture.pages()).toEqual(lines('1, 2, 3', a, c, a));
    expect((await capture.status()).next.leaf?.written).toBe('4');
  });

  it('moves what is stored into the folder `taken`, when a person wants it so', async () => {
    const [a, b] = await scans('a', 'b');
    await capture.begin({ taken: 'move' });
    capture.put('скан.png', a ?? new Uint8Array());
    await capture.until('the first', stored(1));
    // The scanner uses one name for all.
    capture.put('скан.png', b ?? new Uint8Array());
    await capture.until('the second', stored(2));
    expect(await capture.pages()).toEqual(lines('1, 2', a, b));
    // It is moved when it is stored, which is told before.
    const taken = () => readdirSync(path.join(folder, 'taken')).sort();
    await expect.poll(taken).toEqual(['скан (2).png', 'скан.png']);
    expect(existsSync(path.join(folder, 'скан.png'))).toBe(false);
  });

  it('reads leaves out of names where a pattern is given', async () => {
    const [a, b] = await scans('a', 'b');
    await capture.begin({ pattern: '{unit:3}_{leaf}' });
    capture.put('001_12об.png', a ?? new Uint8Array());
    capture.put('001_2.png', b ?? new Uint8Array());
    capture.put('777_1.png', (await scans('c'))[0] ?? new Uint8Array());
    const status = await capture.until('all', ({ counts }) => counts.stored === 2 && counts.refused === 1);
    expect(await capture.pages()).toEqual(lines('2, 12 об.', b, a));
    expect(status.scans.find(({ state }) => state === 'refused')).toMatchObject({ code: 'OTHER_UNIT' });
  });

  it('counts the pictures of one file on, and one that grew brings the rest', async () => {
    await capture.begin({ mode: 'sides' });
    const pages = (count: number) => makeTiff({ pages: Array.from({ length: count }, () => ({})) });
    capture.put('ворох.tif', pages(1));
    await capture.until('one picture', stored(1));
    capture.put('ворох.tif', pages(3));
    const status = await capture.until('three pictures', stored(2));
    const leaves = (await capture.pages()).map((line) => line.slice(0, -7));
    expect(leaves).toEqual(['1', '1 об.', '2']);
    expect(status.scans).toHaveLength(1);
    // One that shrank takes a picture away; taken back, all are there again.
    const before = await capture.pages();
    capture.put('ворох.tif', pages(2));
    const { undo } = await capture.until('two pictures', stored(3));
    expect(await capture.pages()).toHaveLength(2);
    await capture.act({ kind: 'undo', key: undo?.key ?? '' });
    expect(await capture.pages()).toEqual(before);
  });

  it('is not held up by thousands of files that lie there', async () => {
    for (let i = 0; i < 3000; i += 1) writeFileSync(path.join(folder, `старый ${i}.png`), 'x');
    expect((await capture.begin()).offered).toBe(3000);
    const [a] = await scans('a');
    await putAll(a);
    expect(await capture.pages()).toEqual(lines('1', a));
    expect((await capture.status()).offered).toBe(3000);
  });

  it('goes on with another unit, with what came since', async () => {
    const [a, b] = await scans('a', 'b');
    await capture.begin();
    await putAll(a);
    const other = await capture.makeUnit();
    await capture.begin({ unit: other, start: 5 });
    capture.put('2.png', b ?? new Uint8Array());
    await capture.until('the second', stored(1));
    expect(await capture.pages()).toEqual(lines('1', a));
    expect(await capture.pages(other)).toEqual(lines('5', b));
  });
});

describe('keys', () => {
  it('done again, blank, extra and loose sheets, and all of it taken back', async () => {
    const [a, b, c, d] = await scans('a', 'b', 'c', 'd');
    await capture.begin({ mode: 'sides' });
    await putAll(a);
    await capture.act({ kind: 'blank', saw: '1 об.' });
    await capture.act({ kind: 'extra', saw: '2' });
    await putAll(b);
    await capture.act({ kind: 'loose' });
    await putAll(c);
    await capture.act({ kind: 'redo', scan: 1 });
    await putAll(d);
    expect(await capture.pages()).toEqual(lines('1, 1а, -', a, d, c));
    expect(await blankOf()).toBe('1 об.');
    expect((await capture.status()).next.leaf?.written).toBe('1а об.');
    await undoAll();
    expect(await capture.pages()).toEqual([]);
    expect(await blankOf()).toBe(null);
    expect((await capture.status()).next.leaf?.written).toBe('1');
  });

  it('a picture that took an earlier one’s place gives it back', async () => {
    const [a, b] = await scans('a', 'b');
    await capture.begin();
    await putAll(a);
    await capture.act({ kind: 'redo', scan: 0 });
    await putAll(b);
    expect(await capture.pages()).toEqual(lines('1', b));
    const { undo } = await capture.status();
    await capture.act({ kind: 'undo', key: undo?.key ?? '' });
    expect(await capture.pages()).toEqual(lines('1', a));
  });

  it('done again, a file of several pictures has each leaf once', async () => {
    const pages = (count: number, width: number) =>
      makeTiff({ pages: Array.from({ length: count }, () => ({ width })) });
    const [three, two] = [pages(3, 40), pages(2, 50)];
    await capture.begin();
    capture.put('ворох.tif', three);
    const { scans: told } = await capture.until('three pictures', stored(1));
    await capture.act({ kind: 'redo', scan: told[0]?.no ?? -1 });
    capture.put('ворох ещё раз.tif', two);
    const { undo } = await capture.until('two done again', stored(2));
    expect(await capture.pages()).toEqual(lines('1, 2, 3', two, two, three));
    await capture.act({ kind: 'undo', key: undo?.key ?? '' });
    expect(await capture.pages()).toEqual(lines('1, 2, 3', three, three, three));
  });

  it('mean the leaf that stood on the screen', async () => {
    await capture.begin();
    await putAll(...(await scans('a')));
    await expect(capture.act({ kind: 'blank', saw: '1' })).rejects.toMatchObject({
      code: 'CAPTURE_MOVED_ON',
    });
    await expect(capture.act({ kind: 'redo', scan: 7 })).rejects.toMatchObject({ code: 'CAPTURE_NOTHING' });
    await capture.act({ kind: 'goTo', leaf: { num: 20 } });
    await capture.until('leaf 20', isNext('20'));
  });

  it('pause, and what came meanwhile is taken when it goes on', async () => {
    const [a, b] = await scans('a', 'b');
    await capture.begin();
    await putAll(a);
    await capture.act({ kind: 'pause' });
    capture.put('2.png', b ?? new Uint8Array());
    expect((await capture.status()).state).toBe('paused');
    await capture.act({ kind: 'goOn' });
    await capture.until('the second', stored(2));
  });

  async function blankOf(): Promise<string | null> {
    const [state] = await capture.archive.journal.state([capture.unit()]);
    return state === undefined ? null : (leavesOf(viewOf(state).values, 'blankLeaves')?.written ?? null);
  }

  async function undoAll(): Promise<void> {
    for (;;) {
      const { undo } = await capture.status();
      if (undo === null) return;
      await capture.act({ kind: 'undo', key: undo.key });
    }
  }
});

describe('a disk that is pulled out', () => {
  it('is said, waited for, and nothing is taken twice when it is back', async () => {
    const [a, b, c] = await scans('a', 'b', 'c');
    await capture.begin();
    await putAll(a, b);
    renameSync(folder, `${folder} away`);
    await capture.until('away', ({ state }) => state === 'away');
    writeFileSync(path.join(`${folder} away`, '3.png'), c ?? new Uint8Array());
    renameSync(`${folder} away`, folder);
    await capture.until('back', ({ state, counts }) => state === 'going' && counts.stored === 3);
    expect(await capture.pages()).toEqual(lines('1, 2, 3', a, b, c));
    expect((await capture.end()).report).toMatchObject({ seen: 3, stored: 3 });
  });
});
