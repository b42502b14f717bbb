/** What a station makes of the lines of a receipt. */
import { expect, test } from 'vitest';
import type { BundleLine } from '../../../shared/sync/bundle/bundle-lines.ts';
import { createStationSink, type SinkDeps } from './station-sink.ts';

/** What the files heard of a receipt of this time, when the centre was heard at that one. */
async function heard(receiptAt: string, heardAt: string | null): Promise<string[]> {
  const told: string[] = [];
  const sink = createStationSink({
    isReceipt: true,
    heardAt,
    station: { hear: async () => ({ ops: 0, renewed: [] }) } as unknown as SinkDeps['station'],
    files: {
      takeReceipt: async ({ generation }: { generation: string }) => void told.push(generation),
    } as unknown as SinkDeps['files'],
  });
  await sink.takeLine({ t: 'hello', hello: { serverTime: receiptAt } } as BundleLine);
  await sink.takeLine({ t: 'files', generation: 'g1', verified: [], durable: [] });
  return told;
}

test('what a receipt says of files counts as long as the centre was not heard later', async () => {
  const [early, late] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'];
  expect(await heard(late, early)).toEqual(['g1']);
  expect(await heard(early, null)).toEqual(['g1']);
  expect(await heard(early, late)).toEqual([]);
});
