/** A whole archive is sent to an empty server, and comes to a station that joins, with its window open all the while. */
import path from 'node:path';
import { openSyncWorld } from '../../fixtures/sync-world.ts';
import { filledJournal } from '../catalogue/filled-journal.ts';
import { say } from '../catalogue/say.ts';
import { round } from '../figures.ts';
import { bytesOf, seconds, until } from './measure.ts';
import { copyIs, longTasksOf, nameWindowStation, openWindow } from './window.ts';
import { endsWithPart } from './worlds.ts';

/** Three times what it may take. */
const WINDOW_MS = 180_000;

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
  say(`sent in ${round(pushed)} s`);

  const second = await nameWindowStation(world, 'second');
  await second.start();
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  await world.connect(second);
  const page = await openWindow(second, path.join(folder, 'profile'));
  await until(
    'everything is fetched',
    async () => (await second.call('journal.head', {})).records >= records,
  );
  const inJournal = since();
  const fetched = bytesOf(second.line);
  say(`in the journal after ${round(inJournal)} s`);
  // What the window does not come to costs no other figure.
  const isCopied = copyIs(page, records, false, WINDOW_MS).then(since, () => null);
  const isIndexed = copyIs(page, records, true, WINDOW_MS).then(since, () => null);
  const [inWindow, indexed] = [await isCopied, await isIndexed];
  say(`in the window after ${inWindow ?? '?'} s`);
  const history = await seconds(() =>
    until('the history is fetched too', async () => (await second.status()).older === 0),
  );
  return {
    records,
    pushSeconds: round(pushed),
    pushOpsPerSecond: round(records / pushed),
    sentMiB: round(sent / 2 ** 20),
    firstSyncSeconds: round(inJournal),
    firstSyncRecordsPerSecond: round(records / inJournal),
    windowSeconds: inWindow === null ? null : round(inWindow),
    searchIndexSeconds: indexed === null ? null : round(indexed),
    fetchedMiB: round(fetched / 2 ** 20),
    windowLongTasks: await longTasksOf(page),
    historySecondsMore: round(history),
    target: { pushOpsPerSecond: 5000, windowSeconds: 60, fetchedMiB: 25, worstMs: 50 },
  };
}
