/** A whole archive is sent to an empty server, and comes to a station that joins, with its window open all the while. */
import path from 'node:path';
import { openSyncWorld } from '../../fixtures/sync-world.ts';
import { duringLongTasks } from '../catalogue/long-tasks.ts';
import { filledJournal } from '../catalogue/filled-journal.ts';
import { round } from '../figures.ts';
import { bytesOf, LONG_MS, seconds, until } from './measure.ts';
import { copyIs, nameWindowStation, openWindow } from './window.ts';
import { endsWithPart } from './worlds.ts';

export async function measureExchange(folder: string, units: number): Promise<object> {
  const journal = await filledJournal('sync', { units });
  const world = await openSyncWorld(path.join(folder, 'world'));
  endsWithPart(() => world.close());
  const first = await world.nameStation('first');
  journal.copyTo(first.dataFolder);
  await first.start();
  const { records } = await first.call('journal.head', {});
  const pushed = await seconds(async () => {
    await world.connect(first);
    await until('everything is sent', async () => (await first.status()).lastComplete !== null);
  });
  const sent = bytesOf(first.line);

  const second = await nameWindowStation(world, 'second');
  await second.start();
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  await world.connect(second);
  const page = await openWindow(second, path.join(folder, 'profile'));
  const { value: times, long } = await duringLongTasks(page, async () => {
    await until(
      'everything is fetched',
      async () => (await second.call('journal.head', {})).records >= records,
    );
    const inJournal = since();
    const fetched = bytesOf(second.line);
    await copyIs(page, records, false, LONG_MS);
    const inWindow = since();
    await copyIs(page, records, true, LONG_MS);
    return { inJournal, inWindow, indexed: since(), fetched };
  });
  const history = await seconds(() =>
    until('the history is fetched too', async () => (await second.status()).older === 0),
  );
  return {
    records,
    pushSeconds: round(pushed),
    pushOpsPerSecond: round(records / pushed),
    sentMiB: round(sent / 2 ** 20),
    firstSyncSeconds: round(times.inJournal),
    firstSyncRecordsPerSecond: round(records / times.inJournal),
    windowSeconds: round(times.inWindow),
    searchIndexSeconds: round(times.indexed),
    fetchedMiB: round(times.fetched / 2 ** 20),
    windowLongTasks: long,
    historySecondsMore: round(history),
    target: { pushOpsPerSecond: 5000, windowSeconds: 60, fetchedMiB: 25, busyWorstMs: 50 },
  };
}
