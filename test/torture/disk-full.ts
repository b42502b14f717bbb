/**
 * A disk fills up in the middle of an import: on a real small one (tmpfs), by a stranger's file, at a random moment. Nothing may
 * be lost, the host goes on, descriptions are written to the last bytes, and when there is room everything goes on by itself.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import type { DiskLimits } from '../../shared/rpc/contract-disk.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { findSmallDisk, NO_SMALL_DISK, type SmallDisk } from '../fixtures/small-disk.ts';
import { startWebHostProcess, type WebHostProcess } from '../fixtures/web-host-process.ts';
import { askCommand, checkFile } from './host-checks.ts';
import { DEADLINE_MS, prepare, sendAll, sendAgain, createEditor, must } from './disk-full-people.ts';

const DISK_MIB = 256;
/** In the order of the usual ones. The disk is low from the beginning, so that the ballast is made at once. */
const LIMITS: DiskLimits = { low: 400e6, short: 120e6, full: 100e6 };

export type DiskFullOptions = { readonly files: number; readonly mostEdits: number };

/** Fills `runs` disks; answers what was done. Throws, with seed and run, at the first loss. */
export async function fillDisks(
  runs: number,
  seed: number,
  options: DiskFullOptions = { files: 60, mostEdits: 100_000 },
): Promise<object> {
  const disk = findSmallDisk(DISK_MIB);
  if (disk === null) return { skipped: NO_SMALL_DISK };
  const random = seededRandom(seed);
  const sum = { runs: 0, files: 0, edits: 0, editsOnFullDisk: [] as number[], ballastBytes: 0, lost: 0 };
  for (let run = 1; run <= runs; run += 1) {
    const place = mkdtempSync(path.join(tmpdir(), 'qoima-full-'));
    disk.mount(place);
    try {
      const done = await oneRun({ place, disk, random, ...options });
      sum.runs++;
      sum.files += options.files;
      sum.edits += done.edits;
      sum.editsOnFullDisk.push(done.editsOnFullDisk);
      sum.ballastBytes = done.ballast;
    } catch (error) {
      throw new Error(`run ${run} of seed ${seed}`, { cause: error });
    } finally {
      disk.unmount(place);
      rmdirSync(place);
    }
  }
  return sum;
}

type Run = DiskFullOptions & {
  readonly place: string;
  readonly disk: SmallDisk;
  readonly random: SeededRandom;
};

async function oneRun(run: Run): Promise<{ edits: number; editsOnFullDisk: number; ballast: number }> {
  const { place, disk, random } = run;
  const folder = path.join(place, 'data');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ v: 1, language: 'kk', disk: LIMITS }));
  const scans = await Promise.all(Array.from({ length: run.files }, () => noise(random)));
  let host = await startWebHostProcess(folder);
  try {
    const unit = await prepare(host);
    const ballast = await until('the ballast is there', () => ballastIn(folder));
    const sending = sendAll(host, scans);
    const moment = 1 + random.below(run.files - 1);
    await until('the moment', () => (sending.sent() >= moment ? true : null));
    disk.fill(place);

    const edits = createEditor(host, unit);
    const editsOnFullDisk = await edits.until(run.mostEdits);
    if (editsOnFullDisk === 0) throw new Error('not one edit found room');
    const { level } = must(await host.call('disk.status', {}));
    if (level !== 'full') throw new Error(`the disk is ${level} for the host`);
    const { report } = must(
      await host.call('import.report', { import: sending.id(), after: -1, limit: 5000 }),
    );
    if (report.seen !== run.files) throw new Error(`the report has ${report.seen} of ${run.files} files`);
    // A person who is at the end of the disk may close the program, and open it again.
    if (random.chance(0.3)) {
      await host.stop();
      host = await startOnFullDisk(folder, () => disk.free(place));
      await sendAgain(host, sending.id(), scans);
    } else {
      disk.free(place);
      await sending.ended;
    }
    await until('descriptions can be written again', () => edits.with(host).once());
    must(await host.call('import.finish', { import: sending.id() }));
    await until('the import is done', () => isDone(host, sending.id(), run.files));
    await until('the ballast is back', () => (ballastIn(folder) === ballast ? true : null));
    await until('all jobs have gone on', () => isQuiet(host));
    for (const bytes of scans) await checkFile(host, digestOf(bytes));
    await edits.with(host).check();
    await host.stop();
    checkVault(folder, scans);
    return { edits: edits.count(), editsOnFullDisk, ballast };
  } finally {
    await host.stop();
  }
}

/** With the last byte gone a start ends with words about the disk; with room it goes on where it was. */
async function startOnFullDisk(folder: string, free: () => void): Promise<WebHostProcess> {
  try {
    const host = await startWebHostProcess(folder);
    free();
    return host;
  } catch (error) {
    if (!String(error).includes('DISK_FULL')) throw error;
    free();
    return startWebHostProcess(folder);
  }
}

function ballastIn(folder: string): number | null {
  return statSync(path.join(folder, 'ballast.bin'), { throwIfNoEntry: false })?.size ?? null;
}

async function isDone(host: WebHostProcess, id: string, files: number): Promise<true | null> {
  const { report } = must(await host.call('import.report', { import: id, after: -1, limit: 1 }));
  if (report.refused > 0) throw new Error(`${report.refused} files were refused for good`);
  return report.state === 'done' && report.stored + report.known === files ? true : null;
}

async function isQuiet(host: WebHostProcess): Promise<true | null> {
  const { jobs } = must(await host.call('job.list', {}));
  const failed = jobs.find(({ state }) => state === 'failed');
  if (failed !== undefined) throw new Error(`a job failed: ${failed.kind} ${failed.code ?? ''}`);
  return jobs.every(({ state }) => state === 'done') ? true : null;
}

/** By other means than the host's: the command line, and the files themselves. */
function checkVault(folder: string, scans: readonly Uint8Array[]): void {
  const verified = askCommand(['vault', 'verify', '--data', folder]);
  if (verified['valid'] !== true) throw new Error(`the vault is not valid: ${JSON.stringify(verified)}`);
  const journal = askCommand(['journal', 'verify', '--data', folder]);
  if (journal['ok'] !== true) throw new Error(`the journal is not sound: ${JSON.stringify(journal)}`);
  const staging = path.join(folder, 'vault', 'staging');
  const left = readdirSync(staging).map((batch) =>
    readFileSync(path.join(staging, batch, 'batch.jsonl'), 'utf8'),
  );
  // The events of this month's audits stay open until it is over.
  const odd = left.filter((receipts) => !receipts.split('\n')[0]?.includes('"label":"audit"'));
  if (odd.length > 0) throw new Error(`left in staging: ${odd.join('\n')}`);
  if (existsSync(path.join(folder, 'vault', 'unclaimed'))) throw new Error('bytes that nobody claims');
  const names = globSync('vault/ocfl/**/v1/content/*.png', { cwd: folder });
  const digests = names.map((name) => digestOf(readFileSync(path.join(folder, name)))).sort();
  const wanted = scans.map(digestOf).sort();
  if (digests.join() !== wanted.join())
    throw new Error(`${digests.length} scans in the vault, ${wanted.length} were sent`);
}

/** A picture that no compression makes smaller, of 0.2 to 0.8 MB. */
async function noise(random: SeededRandom): Promise<Uint8Array<ArrayBuffer>> {
  const side = 450 + random.below(450);
  const raw = Buffer.alloc(side * side);
  for (let at = 0; at < raw.length; at += 4)
    raw.writeUInt32LE(random.below(0xffffffff), Math.min(at, raw.length - 4));
  return new Uint8Array(
    await sharp(raw, { raw: { width: side, height: side, channels: 1 } })
      .png()
      .toBuffer(),
  );
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function until<T>(what: string, ask: () => T | null | Promise<T | null>): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await wait(100);
  }
  throw new Error(`waited in vain: ${what}`);
}
