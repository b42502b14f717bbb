/** A whole archive is sent to an empty server, and fetched by a station that joins. */
import { fillGenerated } from '../../e2e/fill-archive.ts';
import { openSyncWorld, until } from '../../fixtures/sync-world.ts';
import { round } from '../figures.ts';
import { bytesOf, seconds } from './measure.ts';

export async function measureExchange(folder: string, units: number): Promise<object> {
  const world = await openSyncWorld(folder);
  try {
    const first = await world.addStation('first');
    await first.stop();
    await fillGenerated(first.dataFolder, { units });
    await first.start();
    const { records } = await first.call('journal.head', {});
    const pushed = await seconds(async () => {
      await world.connect(first);
      await until('everything is sent', async () => (await first.status()).lastComplete !== null);
    });
    const sent = bytesOf(first.line);

    const second = await world.addStation('second');
    const joined = await seconds(async () => {
      await world.connect(second);
      await until('everything is fetched', async () => {
        const { lastComplete } = await second.status();
        return lastComplete !== null && (await second.call('journal.head', {})).records >= records;
      });
    });
    const fetched = bytesOf(second.line);
    const historySeconds = await seconds(() =>
      until('the history is fetched too', async () => (await second.status()).older === 0),
    );
    return {
      records,
      pushSeconds: round(pushed),
      pushOpsPerSecond: round(records / pushed),
      sentMiB: round(sent / 2 ** 20),
      firstSyncSeconds: round(joined),
      firstSyncRecordsPerSecond: round(records / joined),
      fetchedMiB: round(fetched / 2 ** 20),
      historySecondsMore: round(historySeconds),
    };
  } finally {
    await world.close();
  }
}
