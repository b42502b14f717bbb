/**
 * `npm run -s bench -- import [--units 500]`: made-up scans of 2 to 50 MB (JPEG and TIFF, as scanning desks deliver them)
 * taken in by the import service, beside `cp` and `sha512sum` over the same files. Storing counts until the last file is
 * verified and written; pictures come apart. 500 scans need some 16 GB of disk for a while.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atMost } from '../../electron/services/ingest/at-most.ts';
import { openTestIngest } from '../fixtures/open-ingest.ts';
import type { BenchOptions } from './main.ts';
import { makeNoiseScans } from './noise-scans.ts';

const FILES = 500;
const MEGABYTE = 1024 * 1024;

export async function run({ units = FILES }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-import-'));
  try {
    const scans = await makeNoiseScans(path.join(folder, 'scans'), units);
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
