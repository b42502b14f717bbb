import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import type { BundleLine } from '../../shared/sync/bundle/bundle-lines.ts';
import { fillBundle, type BundleFile, type Filled } from './fill-bundle.ts';
import { ARCHIVE, HEAD, KEY, useScratch } from './fixture-bundle.ts';
import { openBundle } from './read-bundle.ts';
import { takeBundle, type BundleSink, type BundleTaken } from './take-bundle.ts';
import { openBundleWriter } from './write-bundle.ts';

const scratch = useScratch();

const line = (no: number): BundleLine => ({
  t: 'inventory',
  batch: '0197c2a1-0000-7000-8000-000000000000',
  text: String(no),
});

async function* linesTo(count: number): AsyncGenerator<BundleLine> {
  for (let no = 1; no <= count; no++) yield line(no);
}

async function fill(
  lines: AsyncIterable<BundleLine>,
  files: readonly BundleFile[],
  isCancelled = () => false,
): Promise<Filled | null> {
  const writer = await openBundleWriter(scratch.folder, HEAD, { key: KEY, sign: () => '' });
  return fillBundle(
    writer,
    { lines, files },
    { folder: scratch.folder, isCancelled, progress: () => undefined },
  );
}

class Sink implements BundleSink {
  readonly lines: string[] = [];
  readonly files = new Map<string, Buffer>();
  takeLine(taken: BundleLine) {
    if (taken.t === 'inventory') this.lines.push(taken.text);
    return Promise.resolve({ ops: 1, refused: [] });
  }
  async takeFile(sha256: string, extract: (to: string) => Promise<void>) {
    const to = path.join(scratch.path, `extracted-${sha256}`);
    await extract(to);
    const state = this.files.has(sha256) ? 'known' : 'stored';
    this.files.set(sha256, readFileSync(to));
    return state;
  }
}

async function take(sink: BundleSink): Promise<BundleTaken | null> {
  const reader = await openBundle(scratch.folder, ARCHIVE, () => KEY);
  return takeBundle(reader, sink, { isCancelled: () => false, progress: () => undefined });
}

describe('what is put into a bundle', () => {
  test('comes out of it, and the second time everything is known', async () => {
    const files = [10, 70_000].map((size) => scratch.file(randomBytes(size)));
    expect(await fill(linesTo(3), files)).toMatchObject({ lines: 3, files: 2, bytes: 70_010, refused: [] });
    const sink = new Sink();
    expect(await take(sink)).toEqual({
      lines: 3,
      ops: 3,
      stored: 2,
      known: 0,
      refused: [],
      isCut: false,
    });
    expect(sink.lines).toEqual(['1', '2', '3']);
    for (const { sha256, source } of files)
      expect(sink.files.get(sha256)?.equals(readFileSync(source))).toBe(true);
    expect(await take(sink)).toMatchObject({ stored: 0, known: 2 });
  });

  test('comes in files of some MiB, in its order', async () => {
    const long = async function* (): AsyncGenerator<BundleLine> {
      for (let no = 0; no < 30; no++)
        yield { ...line(no), text: `${no} ${'қ'.repeat(500_000)}` } as BundleLine;
    };
    await fill(long(), []);
    const reader = await openBundle(scratch.folder, ARCHIVE, () => KEY);
    expect(reader.messages.length).toBeGreaterThan(2);
    const sink = new Sink();
    await take(sink);
    expect(sink.lines.map((text) => Number.parseInt(text, 10))).toEqual([...Array(30).keys()]);
  });

  test('is gone on with after it was cut, with what was written meanwhile', async () => {
    const files = [scratch.file(randomBytes(100)), scratch.file(randomBytes(200))];
    let asked = 0;
    expect(await fill(linesTo(2), files, () => ++asked > 3)).toBeNull();
    const cut = new Sink();
    expect(await take(cut)).toMatchObject({ lines: 2, stored: 1, isCut: true });
    await fill(linesTo(5), files);
    const sink = new Sink();
    expect(await take(sink)).toMatchObject({ lines: 5, stored: 2, isCut: false });
  });

  test('leaves out a damaged scan and says so', async () => {
    const [good, bad] = [scratch.file(randomBytes(100)), scratch.file(randomBytes(200))];
    writeFileSync(bad.source, randomBytes(200));
    expect(await fill(linesTo(1), [bad, good])).toMatchObject({
      files: 1,
      refused: [{ sha256: bad.sha256, code: 'BUNDLE_SOURCE_CHANGED' }],
    });
  });

  test('a damaged file or line stops nobody', async () => {
    const [one, two] = [scratch.file(randomBytes(100)), scratch.file(randomBytes(200))];
    await fill(linesTo(2), [one, two]);
    const file = path.join(scratch.folder, `files/${one.sha256.slice(0, 2)}/${one.sha256}.0.qb`);
    writeFileSync(file, readFileSync(file).fill(7, 30));
    const sink = new Sink();
    const taken = await take(sink);
    expect(taken).toMatchObject({
      lines: 2,
      stored: 1,
      refused: [{ what: one.sha256, code: 'BUNDLE_DAMAGED' }],
    });
    expect([...sink.files.keys()]).toEqual([two.sha256]);
  });

  test('a line of a newer program is told, and the rest is taken', async () => {
    const newer = async function* (): AsyncGenerator<BundleLine> {
      yield { t: 'hologram' } as unknown as BundleLine;
    };
    const file = scratch.file(randomBytes(10));
    await fill(newer(), [file]);
    expect(await take(new Sink())).toMatchObject({
      lines: 0,
      stored: 1,
      refused: [{ what: 'ops/000001.qb', code: 'BUNDLE_LINE_UNKNOWN' }],
    });
  });

  test('a full disk here ends it', async () => {
    await fill(linesTo(1), []);
    const full: BundleSink = {
      takeLine: () => Promise.reject(new TroubleError('DISK_FULL', {})),
      takeFile: () => Promise.resolve('known'),
    };
    await expect(take(full)).rejects.toMatchObject({ code: 'DISK_FULL' });
  });
});
