/**
 * Two stations and a server of one archive, as real processes, while people write at both stations: in each run one of the three is
 * killed, or a line is cut, at a random moment. In the end all three show the same, and whatever was shown as *safe* at any
 * station stands in the history of its record at both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { openSyncWorld, until, type Station, type SyncWorld } from '../fixtures/sync-world.ts';
import { askCommand } from './host-checks.ts';

const UNITS = 10;
/** So many runs go by before everything is compared; once in the end in any case. */
const RUNS_BETWEEN_LOOKS = 10;
const VICTIMS = ['first', 'second', 'server', 'line', 'server down'] as const;

/** What people were told, kept outside all three. */
type Told = {
  /** Every value that was shown as safe, with its record; each is written once. */
  readonly values: Map<string, RecordId>;
  /** Those that are known to stand in both histories. */
  readonly seen: Set<string>;
  writes: number;
};

/** Makes `runs` kills and cuts; answers what was done. Throws, with seed and run, at the first loss. */
export async function killSync(runs: number, seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-sync-kill-'));
  const random = seededRandom(seed);
  const told: Told = { values: new Map(), seen: new Set(), writes: 0 };
  const faults = new Map<string, number>();
  const world = await openSyncWorld(folder);
  try {
    const stations = await prepare(world, told);
    for (let run = 1; run <= runs; run++) {
      try {
        const fault = await oneRun(world, stations, told, random);
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
        if (run % RUNS_BETWEEN_LOOKS === 0 || run === runs) await look(world, stations, told);
      } catch (error) {
        throw new Error(`run ${run} of seed ${seed}`, { cause: error });
      }
    }
    const conflicts = (await stations[0].states()).filter((state) => viewOf(state).conflicts.length > 0);
    await world.close();
    verify(world, stations);
    rmSync(folder, { recursive: true });
    return {
      faults: Object.fromEntries(faults),
      safeWrites: told.writes,
      conflicts: conflicts.length,
      lost: 0,
    };
  } catch (error) {
    console.error(`the folders are left at ${folder}`);
    await world.close().catch(() => undefined);
    throw error;
  }
}

type Two = readonly [Station, Station];

async function prepare(world: SyncWorld, told: Told): Promise<Two> {
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
  for (const [at, unit] of units.entries()) told.values.set(`іс ${at}`, unit);
  const second = await world.addStation('desk-b');
  await world.connect(second);
  await world.settle();
  return [first, second];
}

/** People write at both stations until something happens at a random moment; what was killed is started again. */
async function oneRun(
  world: SyncWorld,
  [first, second]: Two,
  told: Told,
  random: SeededRandom,
): Promise<string> {
  const victim = random.pick(VICTIMS);
  let isOver = false;
  const work = Promise.all([first, second].map((station) => writeAt(station, told, random, () => isOver)));
  // Somebody syncs right now, so that the moment falls into traffic.
  for (const station of [first, second]) void station.call('sync.now', {}).catch(() => undefined);
  await wait(20 + random.below(900));
  if (victim === 'first') await first.kill();
  if (victim === 'second') await second.kill();
  if (victim === 'server') await world.server.kill();
  if (victim === 'line') random.pick([first, second]).line.cut();
  if (victim === 'server down') await world.server.stop();
  await wait(random.below(300));
  isOver = true;
  await work;
  if (victim === 'first') await first.start();
  if (victim === 'second') await second.start();
  if (victim === 'server' || victim === 'server down') await world.server.start();
  return victim;
}

async function writeAt(
  station: Station,
  told: Told,
  random: SeededRandom,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    try {
      await writeOnce(station, told, random);
    } catch (error) {
      // Killed while it was asked, or started and not there yet: nobody was told that anything is safe.
      if (!/HOST_GONE|the host of/u.test(String(error))) throw error;
      return;
    }
  }
}

async function writeOnce(station: Station, told: Told, random: SeededRandom): Promise<void> {
  const views = (await station.states()).map(viewOf).filter((view) => view.t === 'unit');
  const view = random.pick(views);
  const value = `${station.name} ${told.writes++} ${random.below(1e9)}`;
  const edits = editsOf(view, value, random);
  const answer = await station.host().call('journal.commit', { id: newId(), command: 'record.edit', edits });
  if (answer.ok) {
    for (const edit of edits) if (Object.values(edit.f).includes(value)) told.values.set(value, edit.rec);
  } else if (answer.code === 'HOST_GONE') {
    throw new Error(answer.code);
  }
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

/** Everything is exchanged and the same everywhere, and every value that was shown as safe is in both histories. */
async function look(world: SyncWorld, stations: Two, told: Told): Promise<void> {
  await world.settle();
  const fresh = [...told.values].filter(([value]) => !told.seen.has(value));
  const records = new Set(fresh.map(([, rec]) => rec));
  for (const station of stations) {
    const written = new Set<string>();
    for (const id of records) for (const value of await historyOf(station, id)) written.add(value);
    const lost = fresh.filter(([value]) => !written.has(value));
    if (lost.length > 0) throw new Error(`lost at ${station.name}: ${JSON.stringify(lost.slice(0, 5))}`);
  }
  for (const [value] of fresh) told.seen.add(value);
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

/** The chains, the states, the log: by commands that know nothing of this run. */
function verify(world: SyncWorld, stations: Two): void {
  for (const { name, dataFolder } of stations) {
    const { ok, codes } = askCommand(['journal', 'verify', dataFolder]);
    if (ok !== true) throw new Error(`the journal of ${name}: ${JSON.stringify(codes)}`);
  }
  world.server.command(['rebuild', '--verify']);
}
