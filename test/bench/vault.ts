/**
 * `npm run -s bench -- vault`: storing scans (written, hashed, fsynced, read again, compared, receipted) beside `cp` and
 * `sha512sum` of the same files in the same run, in turns. Throughput in MiB/s, of the best of five turns; memory is the highest resident set of this process.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, mkdir, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openVault } from '../../node/vault/vault.ts';
import type { Vault } from '../../node/vault/vault-types.ts';

const MIB = 1024 * 1024;
const SCANS = { files: 200, mib: 5 };
const LARGE = { files: 1, mib: 2048 };
/** Two, as the import does it: one file is read again while the next one comes in. */
const AT_ONCE = 2;
/** The best turn of each counts: on a machine with other work the worse ones tell of that work. */
const TURNS = 5;

type Way = (vault: Vault, batch: string, no: number, source: string) => Promise<unknown>;

const WAYS: Readonly<Record<string, Way>> = {
  file: (vault, batch, no, source) => vault.receiveFile(batch, no, source, source),
  stream: (vault, batch, no, source) => vault.receive(batch, no, source, createReadStream(source)),
};

/** Runs the bench in the system's folder for temporary files. */
export async function run(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'qoima-bench-vault-'));
  try {
    const scans = await makeFiles(join(folder, 'scans'), SCANS);
    const large = await makeFiles(join(folder, 'large'), LARGE);
    return {
      scans: { ...SCANS, ...(await compare(folder, scans, SCANS.files * SCANS.mib)) },
      large: { ...LARGE, ...(await compare(folder, large, LARGE.mib)) },
      target: 'ratio >= 0.7, memory flat',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(folder: string, files: readonly string[], mib: number): Promise<object> {
  const times: Record<string, number[]> = { contender: [], durable: [], file: [], stream: [] };
  const grown: Record<string, number> = {};
  for (let turn = 0; turn < TURNS; turn++) {
    times['contender']?.push(await copyAndSum(folder, files, 'cached'));
    times['durable']?.push(await copyAndSum(folder, files, 'durable'));
    for (const [name, way] of Object.entries(WAYS)) {
      const { seconds, grownMib } = await store(folder, files, way);
      times[name]?.push(seconds);
      grown[name] = Math.max(grown[name] ?? 0, grownMib);
    }
  }
  const rate = (name: string) => mib / Math.min(...(times[name] ?? []));
  return {
    /** `cp` leaves the bytes in memory; `cp` and `sync -d` leaves them on the disk, as we do. */
    contenderMibPerS: round(rate('contender')),
    durableContenderMibPerS: round(rate('durable')),
    ours: Object.fromEntries(
      Object.keys(WAYS).map((name) => [
        name,
        {
          mibPerS: round(rate(name)),
          ratio: round(rate(name) / rate('contender')),
          ratioToDurable: round(rate(name) / rate('durable')),
          residentGrownMib: round(grown[name] ?? 0),
        },
      ]),
    ),
  };
}

async function store(
  folder: string,
  files: readonly string[],
  way: Way,
): Promise<{ seconds: number; grownMib: number }> {
  const place = join(folder, 'vault');
  const vault = await openVault({
    folder: place,
    thread: new URL('../../node/vault/vault-thread.ts', import.meta.url),
    archive: randomUUID(),
  });
  const batch = randomUUID();
  await vault.openBatch({ id: batch, label: 'bench', createdBy: 'bench' });
  settle();
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20);
  const start = performance.now();
  const waiting = files.map((source, no) => ({ source, no }));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await way(vault, batch, next.no, next.source);
      await vault.keep(batch, next.no, null);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await vault.seal(batch);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  await vault.close();
  await rm(place, { recursive: true });
  return { seconds, grownMib: (highest - before) / MIB };
}

async function copyAndSum(
  folder: string,
  files: readonly string[],
  kind: 'cached' | 'durable',
): Promise<number> {
  const place = join(folder, 'copies');
  await mkdir(place);
  settle();
  const start = performance.now();
  execFileSync('cp', [...files, place]);
  if (kind === 'durable')
    execFileSync(
      'sync',
      files.map((file) => join(place, basename(file))),
    );
  execFileSync('sha512sum', [...files], { maxBuffer: 64 * MIB });
  const seconds = (performance.now() - start) / 1000;
  await rm(place, { recursive: true });
  return seconds;
}

/** What earlier turns wrote and deleted is done with before the next one is timed: an fsync would wait for it. */
function settle(): void {
  execFileSync('sync');
}

async function makeFiles(folder: string, kind: { files: number; mib: number }): Promise<string[]> {
  await mkdir(folder);
  const paths: string[] = [];
  for (let no = 0; no < kind.files; no++) {
    const path = join(folder, `scan-${no}.tif`);
    const file = await open(path, 'w');
    for (let written = 0; written < kind.mib; written++) await file.write(randomBytes(MIB));
    await file.sync();
    await file.close();
    paths.push(path);
  }
  return paths;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
