/**
 * `npm run torture -- <name> [--runs 50] [--seed 1]`: the long runs of the kill tests, of which `npm test` makes a few.
 * Ends with 1 at the first loss and prints the seed that shows it again.
 */
import { parseArgs } from 'node:util';
import { killBackup } from './backup-kill.ts';
import { tortureBadInput } from './bad-input.ts';
import { killBatch } from './batch-kill.ts';
import { tortureFormats } from './formats.ts';
import { fillDisks } from './disk-full.ts';
import { killHost } from './host-kill.ts';
import { killIndex } from './index-kill.ts';
import { killIngest } from './ingest-kill.ts';
import { killJournal } from './journal-kill.ts';
import { killMove } from './move-kill.ts';
import { killQueue } from './queue-kill.ts';
import { fillDisksOfSync } from './sync-full-disk.ts';
import { killSync } from './sync-kill.ts';
import { restoreServers } from './sync-restored.ts';
import { wipeWindows } from './sync-wiped.ts';
import { killTakeIn } from './take-in-kill.ts';
import { killTextIndex } from './text-index-kill.ts';
import { killVault } from './vault-kill.ts';

const TORTURES: Readonly<Record<string, (runs: number, seed: number) => Promise<unknown>>> = {
  /** The whole host and its children, during edits and imports. */
  kill: killHost,
  /** The browser, while it makes, follows and stores the catalogue copy and its search index; then the index of page texts. */
  index: async (runs, seed) => ({
    catalogue: await killIndex(runs, seed),
    pageTexts: await killTextIndex(runs, seed),
  }),
  /** Damaged and hostile files of every format. */
  formats: tortureFormats,
  /** Host and children in the middle of an import of 300 files. */
  ingest: (runs, seed) => killIngest(runs, seed),
  /** A small disk that fills up in the middle of an import. */
  'disk-full': (runs, seed) => fillDisks(runs, seed),
  journal: killJournal,
  /** A station that takes in what a centre tells, by pages and by snapshots. */
  'take-in': killTakeIn,
  /** Spoiled requests to the central server. */
  'bad-input': tortureBadInput,
  vault: killVault,
  /** The queue of long jobs, while two people pause, cancel and try again. */
  queue: killQueue,
  /** Changes of thousands, their undo, and their author. */
  batch: killBatch,
  /** Backups and restores of a station that goes on working. */
  backup: killBackup,
  /** Stations and their server, in the middle of their traffic: `runs` kills and cuts, and some of each other trouble. */
  sync: async (runs, seed) => ({
    kills: await killSync(runs, seed),
    fullDisks: await fillDisksOfSync(someOf(runs), seed),
    restored: await restoreServers(someOf(runs), seed),
    wiped: await wipeWindows(someOf(runs), seed),
  }),
  /** Moves of the data folder, again and again. */
  move: killMove,
};

/** Of what takes longer than a kill: 10 for 300, and each side of it at least once. */
function someOf(runs: number): number {
  return Math.max(2, Math.ceil(runs / 30));
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});

const torture = TORTURES[positionals[0] ?? ''];
const runs = Number(values.runs);
const seed = Number(values.seed);
if (torture === undefined || !Number.isInteger(runs) || !Number.isInteger(seed)) {
  console.error(`usage: npm run torture -- ${Object.keys(TORTURES).join('|')} [--runs 50] [--seed 1]`);
  process.exit(2);
}
console.log(
  JSON.stringify(
    { torture: positionals[0], runs, seed, ...((await torture(runs, seed)) as object) },
    null,
    2,
  ),
);
process.exit(0);
