/**
 * Scans go to the server: over a sound line and over a bad one. The contender is rsync, by its own daemon, over the same kind of line,
 * syncing to the disk as ours does; begun anew with what it has, as a script would, when the line was reset. Both have been asked for
 * something before: what a program needs to start is no part of its pace.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { must } from '../../../shared/must.ts';
import { openBadLine, type BadLine, type LineFaults } from '../../fixtures/bad-line.ts';
import { freePort } from '../../fixtures/server-process.ts';
import { importFiles, openSyncWorld, type Station, type SyncWorld } from '../../fixtures/sync-world.ts';
import { say } from '../catalogue/say.ts';
import { round } from '../figures.ts';
import { makeNoiseScans } from '../noise-scans.ts';
import { rests, seconds, until } from './measure.ts';
import { endsWithPart } from './worlds.ts';

const MIB = 2 ** 20;
/** Some 700 MiB: of less the round before the scans would be a third of the time. */
const SCANS = 48;
/** So many have gone before, from the same station. */
const FIRST = 4;
const TELL_MS = 10_000;
/** What both get through: a chunk of ours, and more. */
const RESET_AFTER = 20 * MIB;
const BAD: Omit<LineFaults, 'resetAfter'> = { delayMs: 150, bytesPerSecond: 8 * MIB };
const RESETS = 3;

export const measureFiles = (folder: string): Promise<object> => compare(folder, SCANS, () => ({}));

export const measureBadLine = (folder: string): Promise<object> =>
  compare(folder, 8, () => {
    let left = RESETS;
    return { ...BAD, resetAfter: () => (left-- > 0 ? RESET_AFTER : null) };
  });

async function compare(folder: string, count: number, faults: () => LineFaults): Promise<object> {
  const source = path.join(folder, 'scans');
  const made = await makeNoiseScans(source, count + FIRST);
  const scans = made.slice(0, count);
  const first = made.slice(count).map((file) => {
    const apart = path.join(folder, path.basename(file));
    renameSync(file, apart);
    return apart;
  });
  const bytes = scans.reduce((sum, file) => sum + statSync(file).size, 0);
  const ours = await sendOurs(path.join(folder, 'ours'), first, scans, faults());
  const theirs = await sendByRsync(path.join(folder, 'theirs'), source, faults());
  const figures = ({ took, line }: { took: number; line: BadLine }) => ({
    seconds: round(took),
    MiBPerSecond: round(bytes / MIB / took),
    sentAgainMiB: round((line.sent() - bytes) / MIB),
    resets: line.resets(),
  });
  return {
    files: scans.length,
    MiB: round(bytes / MIB),
    ours: {
      ...figures(ours),
      secondsScansAlone: round(ours.scansAlone),
      secondsWithPictures: round(ours.withPictures),
    },
    contenderRsync: figures(theirs),
    ratio: round(theirs.took / ours.took),
    ratioScansAlone: round(theirs.took / ours.scansAlone),
    target: { ratio: 0.8, sentAgain: 'one chunk of 8 MiB a reset' },
  };
}

/**
 * All in seconds. `took`: until all scans were read again at the centre, from a line that has just come back, with descriptions first and
 * thumbnails and reading copies beside. `scansAlone`: that from when the station knew what is to go. `withPictures`: until nothing at
 * all was left to do.
 */
type Ours = {
  readonly took: number;
  readonly scansAlone: number;
  readonly withPictures: number;
  readonly line: BadLine;
};

async function bringIn(station: Station, scans: readonly string[]): Promise<void> {
  await importFiles(
    station,
    scans.map((file) => ({ name: path.basename(file), bytes: readFileSync(file) })),
  );
  await rests(station);
}

async function sendOurs(
  folder: string,
  first: readonly string[],
  scans: readonly string[],
  faults: LineFaults,
): Promise<Ours> {
  const world: SyncWorld = await openSyncWorld(folder);
  const close = endsWithPart(() => world.close());
  const station: Station = await world.addStation('desk');
  await world.connect(station);
  await bringIn(station, first);
  await station.call('sync.now', {});
  await until('the first scans are there', async () => {
    const { verified, behind } = await station.call('sync.files.status', {});
    return verified.files >= first.length && behind.files === 0;
  });
  station.line.setDown(true);
  await bringIn(station, scans);
  say('imported');
  const before = { sent: station.line.sent(), resets: station.line.resets() };
  station.line.worsen(faults);
  station.line.setDown(false);
  const looked: number[] = [];
  const scansThere: number[] = [];
  const began = performance.now();
  const withPictures = await seconds(async () => {
    // Whatever it waits for: what counts is asked below.
    void station.call('sync.now', {}).catch(() => undefined);
    let told = performance.now();
    await until('all scans are at the centre', async () => {
      const { unsent, activity, state, trouble } = await station.status();
      if (performance.now() - told > TELL_MS) {
        told = performance.now();
        say(`${unsent.ops} changes and ${unsent.files} scans to go, ${state} ${trouble?.code ?? ''}`);
      }
      // None to go may also mean that nobody has looked yet.
      const { verified, behind } = await station.call('sync.files.status', {});
      if (behind.files > 0) looked.push(performance.now());
      if (verified.files < first.length + scans.length || behind.files > 0) return false;
      scansThere.push(performance.now());
      return unsent.ops === 0 && unsent.files === 0 && activity === null;
    });
  });
  const there = must(scansThere[0], 'the scans were there');
  const took = (there - began) / 1000;
  const scansAlone = (there - must(looked[0], 'scans were to go')) / 1000;
  const { line } = station;
  const [sent, resets] = [line.sent() - before.sent, line.resets() - before.resets];
  say(`sent in ${round(took)} s`);
  // The contender has the machine for itself, too.
  await close();
  say('closed');
  return { took, scansAlone, withPictures, line: { ...line, sent: () => sent, resets: () => resets } };
}

async function sendByRsync(
  folder: string,
  source: string,
  faults: LineFaults,
): Promise<{ took: number; line: BadLine }> {
  const target = path.join(folder, 'received');
  mkdirSync(target, { recursive: true });
  const config = path.join(folder, 'rsyncd.conf');
  const user = process.getuid?.() === 0 ? 'uid = root\ngid = root\n' : '';
  writeFileSync(config, `use chroot = no\n${user}[scans]\npath = ${target}\nread only = no\n`);
  const port = await freePort();
  const daemon = spawn(
    'rsync',
    ['--daemon', '--no-detach', `--config=${config}`, `--port=${port}`, '--address=127.0.0.1'],
    // With a socket for its input, which is what a pipe of Node is, it would take itself for one that inetd has begun.
    { stdio: 'ignore' },
  );
  const line = await openBadLine(port, faults);
  endsWithPart(async () => daemon.kill());
  try {
    // Until it listens.
    while ((await rsync([`rsync://127.0.0.1:${port}/`])) !== 0) {
      if (daemon.exitCode !== null) throw new Error('rsync does not serve');
      await wait(50);
    }
    say('rsync …');
    const took = await seconds(async () => {
      const to = `rsync://127.0.0.1:${line.port}/scans`;
      while ((await rsync(['-a', '--partial', '--fsync', '--timeout=20', `${source}/`, to])) !== 0)
        await wait(100);
    });
    return { took, line };
  } finally {
    await line.close();
    daemon.kill();
  }
}

async function rsync(args: readonly string[]): Promise<number | null> {
  const child = spawn('rsync', args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
