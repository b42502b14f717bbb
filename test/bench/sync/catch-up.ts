/** A laptop that was away for thirty days: 5,000 changes of its own, 20,000 of others. */
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { newRecord } from '../../../shared/sync/edits.ts';
import { openSyncWorld, type Station } from '../../fixtures/sync-world.ts';
import { duringLongTasks } from '../catalogue/long-tasks.ts';
import { round } from '../figures.ts';
import { bytesOf, LONG_MS, until } from './measure.ts';
import { copyIs, nameWindowStation, openWindow } from './window.ts';
import { endsWithPart } from './worlds.ts';

const OWN = 5000;
const OTHERS = 20_000;
const AT_ONCE = 500;

export async function measureCatchUp(folder: string): Promise<object> {
  const world = await openSyncWorld(path.join(folder, 'world'));
  endsWithPart(() => world.close());
  const desk = await world.addStation('desk');
  await world.connect(desk);
  const [fonds, inventory] = [newId(), newId()];
  await desk.call('journal.commit', {
    id: newId(),
    command: 'record.create',
    edits: [
      newRecord(fonds, 'fonds', { parent: null, number: { num: 1 } }),
      newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 } }),
    ],
  });
  const laptop = await nameWindowStation(world, 'laptop');
  await laptop.start();
  await world.connect(laptop);
  await world.settle();
  laptop.line.setDown(true);
  await write(laptop, inventory, OWN);
  await write(desk, inventory, OTHERS);
  await until('the desk has sent', async () => (await desk.status()).unsent.ops === 0);

  const page = await openWindow(laptop, path.join(folder, 'profile'));
  await copyIs(page, OWN, true, LONG_MS);
  const before = bytesOf(laptop.line);
  laptop.line.setDown(false);
  const began = performance.now();
  const { value: times, long } = await duringLongTasks(page, async () => {
    await laptop.call('sync.now', {});
    await until('the laptop has everything', () => hasAll(laptop));
    const caughtUp = (performance.now() - began) / 1000;
    await copyIs(page, (await laptop.call('journal.head', {})).records, false, LONG_MS);
    return { caughtUp, inWindow: (performance.now() - began) / 1000 };
  });
  return {
    own: OWN,
    others: OTHERS,
    seconds: round(times.caughtUp),
    opsPerSecond: round((OWN + OTHERS) / times.caughtUp),
    windowSeconds: round(times.inWindow),
    windowLongTasks: long,
    MiB: round((bytesOf(laptop.line) - before) / 2 ** 20),
    target: { seconds: 20, busyWorstMs: 50 },
  };
}

async function write(station: Station, inventory: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += AT_ONCE) {
    const edits = Array.from({ length: AT_ONCE }, (_, j) =>
      newRecord(newId(), 'unit', {
        parent: inventory,
        number: { num: i + j + 1 },
        'title/kk': `Ауылдық кеңестің хаттамалары, ${i + j}`,
        'title/ru': `Протоколы сельского совета, ${i + j}`,
      }),
    );
    await station.call('journal.commit', { id: newId(), command: 'record.create', edits });
  }
}

async function hasAll(laptop: Station): Promise<boolean> {
  const { unsent, state } = await laptop.status();
  const { records } = await laptop.call('journal.head', {});
  return unsent.ops === 0 && state === 'resting' && records >= OWN + OTHERS;
}
