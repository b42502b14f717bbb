/**
 * Scans in a run: bytes at stations, at the server and in its backups, which go bad without a word, and beside them what each
 * station believes of them by the shipped rules. Only the rules are under test here; hashing and carrying are made plain:
 * bytes are good or bad, and whoever reads them again sees which.
 */
import {
  mayEvict,
  maySend,
  stepFile,
  UNKNOWN_FILE,
  type FileEvent,
  type FileFacts,
} from '../../../shared/sync/files/file-way.ts';
import { OracleError } from '../oracles/oracle-error.ts';
import type { MemoryDb } from '../stores/memory-db.ts';
import type { SimStation } from './station.ts';
import type { ActionTable } from '../actions/action-table.ts';
import type { World } from './world.ts';

type Bytes = 'good' | 'bad';
type HereRow = { readonly facts: FileFacts; readonly bytes: Bytes | null; readonly generation: number };
/** `isVerified`: it was read again after it came, and the server tells so; else it was found bad, and is asked for again. */
type ThereRow = { readonly bytes: Bytes; readonly isVerified: boolean; readonly isDurable: boolean };

/** In these the server answers, and tells its generation. */
const CONTACTS: ReadonlySet<FileAct> = new Set([
  'send',
  'sendCut',
  'sendBad',
  'answerLost',
  'badAnswerLost',
  'ask',
  'fetch',
  'fetchCut',
]);

const here = (station: SimStation) => station.disk().table<HereRow>('files');
const there = (disk: MemoryDb) => disk.table<ThereRow>('files');

/** What can be done with a file, and what can befall it. */
export const FILE_ACTS = [
  'scan',
  'send',
  'sendCut',
  'sendBad',
  'answerLost',
  'badAnswerLost',
  'ask',
  'rotHere',
  'scrubHere',
  'rotThere',
  'scrubThere',
  'hold',
  'evict',
  'fetch',
  'fetchCut',
] as const;
export type FileAct = (typeof FILE_ACTS)[number];

/** A file at a station and at the server, as an act finds it. */
type Scan = {
  readonly world: World;
  readonly station: SimStation;
  readonly name: string;
  readonly row: HereRow;
  readonly stored: ThereRow | undefined;
  /** What the station believes after these events; `bytes`: what it has then. */
  readonly keep: (events: readonly FileEvent[], bytes?: Bytes | null) => void;
  readonly keepThere: (next: ThereRow) => void;
};

const BEGUN: readonly FileEvent[] = [{ t: 'queued' }, { t: 'began' }, { t: 'sent' }];

/** Sends the bytes; answers whether they were found good when they were read again there. */
function send(scan: Scan, line: 'good' | 'bad', last: (isGood: boolean) => FileEvent): string | null {
  const { row, stored } = scan;
  if (!maySend(row.facts) || row.bytes === null) return null;
  // What was there before stays until what comes has been read again.
  const isGood = row.bytes === 'good' && line === 'good';
  if (isGood && stored?.isVerified !== true)
    scan.keepThere({ bytes: 'good', isVerified: true, isDurable: false });
  scan.keep([...BEGUN, { t: 'whole' }, last(isGood)]);
  return isGood ? 'sent' : 'refused';
}

const answered = (isGood: boolean): FileEvent =>
  isGood ? { t: 'told', there: 'verified', durable: false } : { t: 'refused' };

const ACTS: Readonly<Record<FileAct, (scan: Scan) => string | null>> = {
  scan({ row, stored, keep }) {
    if (row.bytes !== null || stored !== undefined) return null;
    keep([{ t: 'staged' }, { t: 'stored' }], 'good');
    return 'stored';
  },
  send: (scan) => send(scan, 'good', answered),
  sendBad: (scan) => send(scan, 'bad', answered),
  answerLost: (scan) => send(scan, 'good', () => ({ t: 'cut' })),
  badAnswerLost: (scan) => send(scan, 'bad', () => ({ t: 'cut' })),
  sendCut({ row, keep }) {
    if (!maySend(row.facts) || row.bytes === null) return null;
    keep([...BEGUN, { t: 'cut' }]);
    return 'cut on its way';
  },
  ask({ row, stored, keep }) {
    if (row.bytes === null && row.facts.there === 'unknown') return null;
    keep([answerOf(stored)]);
    return JSON.stringify(answerOf(stored));
  },
  rotHere({ row, keep }) {
    if (row.bytes !== 'good') return null;
    keep([], 'bad');
    return 'gone bad here';
  },
  scrubHere({ row, keep }) {
    if (row.bytes !== 'bad') return null;
    keep([{ t: 'damaged' }]);
    return 'found bad here';
  },
  rotThere({ stored, keepThere }) {
    if (stored?.bytes !== 'good') return null;
    keepThere({ ...stored, bytes: 'bad' });
    return 'gone bad at the server';
  },
  scrubThere({ stored, keepThere }) {
    if (stored?.bytes !== 'bad' || !stored.isVerified) return null;
    keepThere({ ...stored, isVerified: false, isDurable: false });
    return 'found bad at the server';
  },
  hold({ row, keep }) {
    keep([{ t: 'hold', held: !row.facts.held }]);
    return 'hold';
  },
  evict({ world, station, name, row, keep }) {
    if (!mayEvict(row.facts)) return null;
    checkEviction(world, station, name);
    keep([{ t: 'lost' }], null);
    return 'taken away here';
  },
  fetch: ({ row, stored, keep }) => {
    if (stepFile(row.facts, { t: 'fetching' }).moving !== 'down') return null;
    if (stored?.bytes === 'good') keep([{ t: 'fetching' }, { t: 'fetched' }], 'good');
    // What comes is read again here too; what the server does not have, it says.
    else keep([{ t: 'fetching' }, { t: 'cut' }, ...(stored?.isVerified === true ? [] : [answerOf(stored)])]);
    return 'fetched';
  },
  fetchCut({ row, keep }) {
    if (stepFile(row.facts, { t: 'fetching' }).moving !== 'down') return null;
    keep([{ t: 'fetching' }, { t: 'cut' }]);
    return 'not fetched';
  },
};

export const FILE_ACTIONS: ActionTable<'file'> = {
  file: (world, { s, f, act }) => actOnFile(world, world.station(s), f, act),
};

/** Does it; null when there was nothing to do. */
function actOnFile(world: World, station: SimStation, f: number, act: FileAct): string | null {
  const name = `scan ${f % 2} of ${station.device.slice(-4)}`;
  const server = world.server.disk();
  const last = here(station).get(name) ?? { facts: UNKNOWN_FILE, bytes: null, generation: 0 };
  const row = CONTACTS.has(act) ? listen(world, last) : last;
  const told = ACTS[act]({
    world,
    station,
    name,
    row,
    stored: there(server).get(name),
    keep: (events, bytes = row.bytes) =>
      station.disk().transaction('@file', () => {
        here(station).put(name, { ...row, facts: events.reduce(stepFile, row.facts), bytes });
      }),
    keepThere: (next) => server.transaction('@file', () => there(server).put(name, next)),
  });
  if (told !== null && CONTACTS.has(act) && act !== 'fetchCut') checkTold(world, station, name);
  return told === null ? null : `${name} at ${station.name}: ${told}`;
}

/** A server that was restored has a new generation of files: what it said before says nothing. */
function listen(world: World, row: HereRow): HereRow {
  const generation = world.server.generation();
  return row.generation === generation
    ? row
    : { ...row, facts: stepFile(row.facts, { t: 'forgotten' }), generation };
}

function answerOf(stored: ThereRow | undefined): FileEvent {
  if (stored?.isVerified !== true) return { t: 'told', there: 'no', durable: false };
  return { t: 'told', there: 'verified', durable: stored.isDurable };
}

/** A verified backup holds the files that were read again and are sound. */
export function backUpFiles(disk: MemoryDb): void {
  const rows = [...there(disk).entries()];
  for (const [name, row] of rows) {
    if (row.isVerified && row.bytes === 'good') there(disk).put(name, { ...row, isDurable: true });
  }
}

/** I15: bytes are only taken away where a verified backup of the server has them. */
function checkEviction(world: World, station: SimStation, name: string): void {
  if (world.serverBackups.some((disk) => there(disk).get(name)?.isDurable === true)) return;
  throw new OracleError('A_COPY_STAYS', `${station.name} takes ${name} away, and no backup has it`);
}

/** I14: what a station tells as verified, right after the server has answered, was read again there. */
function checkTold(world: World, station: SimStation, name: string): void {
  const isTold = here(station).get(name)?.facts.there === 'verified';
  if (!isTold || there(world.server.disk()).get(name)?.isVerified === true) return;
  throw new OracleError('READ_BEFORE_TOLD', `${station.name} takes ${name} for verified at the server`);
}

/** In the quiet end: whatever is sound somewhere gets to the server. */
export function settleFiles(world: World, stations: readonly SimStation[]): void {
  for (const station of stations) {
    const rows = [...here(station).entries()];
    for (const [name, row] of rows) {
      const f = Number(name.split(' ')[1]);
      if (row.bytes === 'bad') actOnFile(world, station, f, 'scrubHere');
      // What it found bad itself, the server asks for again; what else it lacks, the station has to know.
      actOnFile(world, station, f, 'scrubThere');
      const isAsked = there(world.server.disk()).get(name)?.isVerified === false;
      if (isAsked || row.facts.there !== 'verified') actOnFile(world, station, f, 'ask');
      actOnFile(world, station, f, 'send');
      if (
        here(station).get(name)?.bytes === 'good' &&
        there(world.server.disk()).get(name)?.bytes !== 'good'
      ) {
        throw new OracleError(
          'FILES_ARRIVE',
          `${name} is sound at ${station.name} and does not get to the server`,
        );
      }
    }
  }
}
