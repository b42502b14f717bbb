/**
 * People at two stations of one archive, who write and bring scans in while something happens to stations, server or line. What
 * they were told is kept here, outside all three: whatever was shown as safe must stand in the history of its record at both
 * stations, and every scan that was called stored must be at the server, byte for byte.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { readServerLog } from '../fixtures/server-log.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { until } from '../fixtures/eventually.ts';
import { LOGIN, openSyncWorld, PASSWORD, type Station, type SyncWorld } from '../fixtures/sync-world.ts';
import { askCommand } from './host-checks.ts';
import { createScans, type Scans } from './sync-scans.ts';

const UNITS = 10;

export type Two = readonly [Station, Station];

export type People = {
  readonly stations: Two;
  readonly scans: Scans;
  /** Somebody writes at this station until it is over, or the station is killed. */
  write(station: Station, isOver: () => boolean, writing?: Writing): Promise<void>;
  /** At both, for so long. */
  writeAtBoth(isOver: () => boolean): Promise<void>;
  /** Everything is exchanged and the same, and what was told is there; `anew` also what was found there before. */
  look(options?: { readonly anew: boolean }): Promise<void>;
  /** The server's own records are those that the stations show. */
  compareServer(): Promise<void>;
  /** Looks at all of it once more, ends the world, and asks commands that know nothing of this run. */
  end(): Promise<{ safeWrites: number; conflicts: number; scans: number; lost: 0 }>;
};

type Writing = {
  /** Codes that are an answer and no fault; how often each was given is noted in `refused`. */
  readonly mayRefuse?: readonly string[];
  readonly refused?: Map<string, number>;
  /** So long at most between one edit and the next; none when it is not there. */
  readonly pauseMs?: number;
};

/** What a torture of stations works with. */
export type Lot = {
  readonly world: SyncWorld;
  readonly people: People;
  readonly random: SeededRandom;
  readonly folder: string;
};

export type OpenLot = Lot & {
  /** Everything once more, as `People.end`; the folder goes. */
  end(): ReturnType<People['end']>;
  /** Ends what still runs after trouble. The folder is left to be looked at. */
  giveUp(): Promise<void>;
};

/** Two stations and a server in a folder of their own, which `prepare` may fit out before; their people have begun. */
export async function openLot(
  seed: number,
  prepare: (folder: string) => { readonly end: () => void } | undefined = () => undefined,
): Promise<OpenLot> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-sync-torture-'));
  const prepared = prepare(folder);
  const random = seededRandom(seed);
  const world = await openSyncWorld(folder);
  const people = await bringPeople(world, random).catch(async (error: unknown) => {
    await world.close();
    prepared?.end();
    throw error;
  });
  return {
    world,
    people,
    random,
    folder,
    async end() {
      const figures = await people.end();
      prepared?.end();
      rmSync(folder, { recursive: true, force: true });
      return figures;
    },
    async giveUp() {
      console.error(`the folders are left at ${folder}`);
      await world.close().catch(() => undefined);
      prepared?.end();
    },
  };
}

/** One torture on a lot of its own. */
export async function onLot<T extends object>(
  lot: OpenLot,
  work: (lot: Lot) => Promise<T>,
): Promise<T & Awaited<ReturnType<People['end']>>> {
  try {
    const done = await work(lot);
    return { ...done, ...(await lot.end()) };
  } catch (error) {
    await lot.giveUp();
    throw error;
  }
}

/** Does it `runs` times; what goes wrong is told with its run and its seed. */
export async function eachRun(
  { runs, seed }: { readonly runs: number; readonly seed: number },
  work: (run: number) => Promise<void>,
): Promise<void> {
  for (let run = 1; run <= runs; run++) {
    await work(run).catch((error: unknown) => {
      throw new Error(`run ${run} of seed ${seed}`, { cause: error });
    });
  }
}

/** Founds an archive at the first of two new stations, and lets the second join it. */
async function bringPeople(world: SyncWorld, random: SeededRandom): Promise<People> {
  /** Every value that was shown as safe, with its record; each is written once. */
  const values = new Map<string, RecordId>();
  /** Those that are known to stand in both histories. */
  const seen = new Set<string>();
  let writes = 0;
  const stations = await prepare(world, values);
  const scans = createScans(random);

  async function writeOnce(station: Station, mayRefuse: readonly string[]): Promise<string> {
    const views = (await station.states()).map(viewOf).filter((view) => view.t === 'unit');
    const view = random.pick(views);
    const value = `${station.name} ${writes++} ${random.below(1e9)}`;
    const edits = editsOf(view, value, random);
    const answer = await station
      .host()
      .call('journal.commit', { id: newId(), command: 'record.edit', edits });
    if (answer.ok) {
      for (const edit of edits) if (Object.values(edit.f).includes(value)) values.set(value, edit.rec);
      return 'safe';
    }
    if (answer.code === 'HOST_GONE' || mayRefuse.includes(answer.code)) return answer.code;
    throw new Error(`an edit was refused at ${station.name}: ${answer.code}`);
  }

  async function write(station: Station, isOver: () => boolean, writing: Writing = {}): Promise<void> {
    const { mayRefuse = [], refused, pauseMs = 0 } = writing;
    while (!isOver()) {
      if (pauseMs > 0) await wait(random.below(pauseMs));
      try {
        const code = await writeOnce(station, mayRefuse);
        if (code === 'HOST_GONE') return;
        if (code !== 'safe') refused?.set(code, (refused.get(code) ?? 0) + 1);
      } catch (error) {
        // Killed while it was asked, or started and not there yet: nobody was told that anything is safe.
        if (!/HOST_GONE|the host of/u.test(String(error))) throw error;
        return;
      }
    }
  }

  async function look({ anew } = { anew: false }): Promise<void> {
    if (anew) seen.clear();
    await world.settle();
    const fresh = [...values].filter(([value]) => !seen.has(value));
    const records = new Set(fresh.map(([, rec]) => rec));
    for (const station of stations) {
      const written = new Set<string>();
      for (const id of records) for (const value of await historyOf(station, id)) written.add(value);
      const lost = fresh.filter(([value]) => !written.has(value));
      if (lost.length > 0) throw new Error(`lost at ${station.name}: ${JSON.stringify(lost.slice(0, 5))}`);
    }
    for (const [value] of fresh) seen.add(value);
  }

  async function shown(): Promise<ReadonlyMap<RecordId, RecordState>> {
    return new Map((await stations[0].states()).map((state) => [state.id, state]));
  }

  async function compareServer(states?: ReadonlyMap<RecordId, RecordState>): Promise<void> {
    const theirs = readServerLog(world.server.folder).records;
    for (const [id, state] of states ?? (await shown()))
      if (!isDeepStrictEqual(theirs.get(id), state))
        throw new Error(`the server's record ${id} is not what stations show`);
  }

  return {
    stations,
    scans,
    compareServer: () => compareServer(),
    write,
    async writeAtBoth(isOver) {
      await Promise.all(stations.map((station) => write(station, isOver)));
    },
    look,
    async end() {
      await look({ anew: true });
      await scans.areAtServer(stations);
      const states = await shown();
      const conflicts = [...states.values()].filter((state) => viewOf(state).conflicts.length > 0);
      await world.close();
      await compareServer(states);
      for (const { name, dataFolder } of stations) {
        const { ok, codes } = askCommand(['journal', 'verify', dataFolder]);
        if (ok !== true) throw new Error(`the journal of ${name}: ${JSON.stringify(codes)}`);
      }
      world.server.command(['rebuild', '--verify']);
      scans.areSoundIn(world.server);
      return { safeWrites: values.size, conflicts: conflicts.length, scans: scans.count(), lost: 0 };
    },
  };
}

/** Whoever was signed in after a restored server's backup was made is not known there: a password settles it. */
export async function signInAgain(station: Station): Promise<void> {
  await until(`${station.name} is signed in`, async () => {
    await station.call('sync.now', {});
    const { trouble } = await station.status();
    if (trouble?.code === 'SIGN_IN_NEEDED')
      await station.call('sync.signIn', { login: LOGIN, password: PASSWORD });
    return trouble === null;
  });
}

async function prepare(world: SyncWorld, values: Map<string, RecordId>): Promise<Two> {
  const first = await world.addStation('desk-a');
  await world.connect(first);
  const [fonds, inventory] = [newId(), newId()];
  const units = Array.from({ length: UNITS }, () => newId());
  await first.call('journal.commit', {
    id: newId(),
    command: 'record.create',
    edits: [
      newRecord(fonds, 'fonds', { parent: null, number: { prefix: 'Р', num: 5 } }),
      newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 } }),
      ...units.map((unit, at) =>
        newRecord(unit, 'unit', { parent: inventory, number: { num: at + 1 }, 'title/kk': `іс ${at}` }),
      ),
    ],
  });
  for (const [at, unit] of units.entries()) values.set(`іс ${at}`, unit);
  const second = await world.addStation('desk-b');
  await world.connect(second);
  await world.settle();
  return [first, second];
}

/** Mostly titles, for conflicts; sometimes a new unit, the bin, a tag, several records at once. */
function editsOf(view: RecordView, value: string, random: SeededRandom): Edit[] {
  const dice = random.below(20);
  const parent = must(view.values['parent'], 'a parent');
  if (view.deleted) return [restoreRecord(view), setFields(view, { 'title/kk': value })];
  if (dice === 0) return [deleteRecord(view)];
  if (dice < 3)
    return [newRecord(newId(), 'unit', { parent, number: { num: 1 + random.below(99) }, 'title/kk': value })];
  if (dice < 5) {
    const other = newRecord(newId(), 'unit', { parent, number: { num: 200 }, 'title/kk': `${value} 2` });
    return [setFields(view, { 'title/ru': value }), other];
  }
  return [setFields(view, { [dice < 12 ? 'title/kk' : 'title/ru']: value })];
}

/** Every text that was ever written to a record, as a person finds it in the history. */
async function historyOf(station: Station, id: RecordId): Promise<string[]> {
  const texts: string[] = [];
  await until(`the whole history of ${id} at ${station.name}`, async () => {
    texts.length = 0;
    for (let before: number | null = null; ;) {
      const slice: Output<'record.history'> = await station.call('record.history', {
        id,
        before,
        limit: 500,
      });
      for (const { fields } of slice.entries)
        for (const { after } of fields) if (typeof after === 'string') texts.push(after);
      if (slice.next === null) return !slice.away;
      before = slice.next;
    }
  });
  return texts;
}
