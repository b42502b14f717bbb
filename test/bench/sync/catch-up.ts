/** A laptop that was away for thirty days: 5,000 changes of its own, 20,000 of others. */
import { v7 as newId } from 'uuid';
import { newRecord } from '../../../shared/sync/edits.ts';
import { openSyncWorld, until, type Station } from '../../fixtures/sync-world.ts';
import { round } from '../figures.ts';
import { bytesOf, seconds } from './measure.ts';

const OWN = 5000;
const OTHERS = 20_000;
const AT_ONCE = 500;

export async function measureCatchUp(folder: string): Promise<object> {
  const world = await openSyncWorld(folder);
  try {
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
    const laptop = await world.addStation('laptop');
    await world.connect(laptop);
    await world.settle();
    laptop.line.setDown(true);
    await write(laptop, inventory, OWN);
    await write(desk, inventory, OTHERS);
    await until('the desk has sent', async () => (await desk.status()).unsent.ops === 0);

    const before = bytesOf(laptop.line);
    laptop.line.setDown(false);
    const caughtUp = await seconds(async () => {
      await laptop.call('sync.now', {});
      await until('the laptop has everything', async () => {
        const { unsent, state } = await laptop.status();
        const { records } = await laptop.call('journal.head', {});
        return unsent.ops === 0 && state === 'resting' && records >= OWN + OTHERS;
      });
    });
    return {
      own: OWN,
      others: OTHERS,
      seconds: round(caughtUp),
      opsPerSecond: round((OWN + OTHERS) / caughtUp),
      MiB: round((bytesOf(laptop.line) - before) / 2 ** 20),
      target: { seconds: 20 },
    };
  } finally {
    await world.close();
  }
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
