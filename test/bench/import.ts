/**
 * `npm run -s bench -- import [--units 500]`: made-up scans of 2 to 50 MB (JPEG and TIFF, as scanning desks deliver them)
 * taken in by the import service, beside `cp` and `sha512sum` over the same files. Storing counts until the last file is
 * verified and written; pictures come apart. 500 scans need some 16 GB of disk for a while.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { atMost } from '../../electron/services/ingest/at-most.ts';
import { openTestIngest } from '../fixtures/open-ingest.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import type { BenchOptions } from './main.ts';

const FILES = 500;
/** Of every ten files so many look like this; sizes in pixels. */
const SCANS = [
  { share: 3, width: 2480, height: 3508, channels: 1, format: 'jpeg' },
  { share: 2, width: 3508, height: 4960, channels: 1, format: 'jpeg' },
  { share: 3, width: 2480, height: 3508, channels: 1, format: 'tiff' },
  { share: 1, width: 2480, height: 3508, channels: 3, format: 'tiff' },
  { share: 1, width: 3500, height: 4760, channels: 3, format: 'tiff' },
] as const;
const MEGABYTE = 1024 * 1024;

export async function run({ units = FILES }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-import-'));
  try {
    const scans = await makeScans(path.join(folder, 'scans'), units);
    const megabytes = scans.reduce((sum, scan) => sum + statSync(scan).size, 0) / MEGABYTE;
    const contenderBefore = contender(scans, path.join(folder, 'copy 1'));
    rmSync(path.join(folder, 'copy 1'), { recursive: true });
    const ours = await importScans(scans, path.join(folder, 'data'));
    rmSync(path.join(folder, 'data'), { recursive: true });
    const contenderAfter = contender(scans, path.join(folder, 'copy 2'));
    const contenderMs = (contenderBefore + contenderAfter) / 2;
    return {
      files: scans.length,
      megabytes: Math.round(megabytes),
      storing: { ms: Math.round(ours.storingMs), megabytesPerSecond: perSecond(megabytes, ours.storingMs) },
      pictures: { ms: Math.round(ours.picturesMs), perSecond: perSecond(scans.length, ours.picturesMs) },
      cpAndSha512sum: { ms: Math.round(contenderMs), megabytesPerSecond: perSecond(megabytes, contenderMs) },
      ratio: Number((contenderMs / ours.storingMs).toFixed(2)),
      target: 0.7,
      // This process also made the scans: what counts is by how much it grew.
      memory: { hostGrowthMb: Math.round(ours.growthMb), childMb: Math.round(ours.childMb) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pages of noise over paper's grey: they compress about as badly as scans do. */
async function makeScans(folder: string, count: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(7);
  const kinds: { bytes: Buffer; format: 'jpeg' | 'tiff' }[] = [];
  for (const { share, width, height, channels, format } of SCANS) {
    const pixels = Buffer.alloc(width * height * channels);
    for (let at = 0; at < pixels.length; at++) pixels[at] = 180 + random.below(40);
    const picture = sharp(pixels, { raw: { width, height, channels } });
    const encoded = format === 'jpeg' ? picture.jpeg({ quality: 85 }) : picture.tiff({ compression: 'none' });
    const bytes = await encoded.toBuffer();
    kinds.push(...Array.from({ length: share }, () => ({ bytes, format })));
  }
  return Array.from({ length: count }, (_, at) => {
    const { bytes, format } = kinds[at % kinds.length] ?? { bytes: Buffer.alloc(0), format: 'jpeg' };
    const file = path.join(folder, `${String(at).padStart(4, '0')}.${format === 'jpeg' ? 'jpg' : 'tif'}`);
    writeFileSync(file, numbered(bytes, format, at));
    return file;
  });
}

/** The same picture in bytes of its own: a comment behind a JPEG's first marker, a few pixels of a TIFF. */
function numbered(bytes: Buffer, format: 'jpeg' | 'tiff', at: number): Buffer {
  const number = String(at).padStart(4, '0');
  if (format === 'jpeg') {
    const comment = Buffer.from(`\xff\xfe\x00\x06${number}`, 'latin1');
    return Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
  }
  const own = Buffer.from(bytes);
  own.write(number, Math.floor(bytes.length / 2), 'latin1');
  return own;
}

/** Copies, makes the copies durable, hashes them. */
function contender(scans: readonly string[], target: string): number {
  mkdirSync(target);
  const begun = performance.now();
  execFileSync('cp', [...scans, target]);
  execFileSync('sync', ['-f', target]);
  execFileSync(
    'sha512sum',
    scans.map((scan) => path.join(target, path.basename(scan))),
    { stdio: 'ignore' },
  );
  return performance.now() - begun;
}

async function importScans(scans: readonly string[], folder: string) {
  const archive = await openTestIngest(folder);
  const startMb = process.memoryUsage.rss() / MEGABYTE;
  let growthMb = 0;
  let childMb = 0;
  const watch = setInterval(() => {
    growthMb = Math.max(growthMb, process.memoryUsage.rss() / MEGABYTE - startMb);
    for (const pid of archive.ingest.children()) childMb = Math.max(childMb, residentMb(pid));
  }, 50);
  try {
    const { services } = archive.ingest;
    const begun = performance.now();
    const { import: id } = await services['import.begin']({ source: 'bench', parent: null });
    await services['import.expect']({
      import: id,
      files: scans.map((scan) => ({ path: path.basename(scan), size: statSync(scan).size })),
    });
    await atMost(4, [...scans.entries()], async ([no, scan]) => {
      await archive.ingest.takePath(id, no, scan);
    });
    await services['import.finish']({ import: id });
    let storingMs = 0;
    while (storingMs === 0) {
      const { report } = await archive.report(id);
      if (report.state === 'done') storingMs = performance.now() - begun;
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await archive.ingest.idle();
    const { report } = await archive.report(id);
    if (report.stored !== scans.length) throw new Error(`stored ${report.stored} of ${scans.length}`);
    return { storingMs, picturesMs: performance.now() - begun - storingMs, growthMb, childMb };
  } finally {
    clearInterval(watch);
    await archive.close();
  }
}

function residentMb(pid: number): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / MEGABYTE;
  } catch {
    return 0;
  }
}

function perSecond(amount: number, ms: number): number {
  return Number((amount / (ms / 1000)).toFixed(1));
}
