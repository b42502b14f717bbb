/** What a station makes of the lines of a receipt. */
import { expect, test } from 'vitest';
import type { BundleLine } from '../../../shared/sync/bundle/bundle-lines.ts';
import { ARCHIVE, createTestWorld } from '../../../test/fixtures/small-sync.ts';
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

test.each([
  { name: 'that goes on from its place', fromBeginning: false },
  { name: 'that begins at the beginning', fromBeginning: true },
])('a number that a twin has taken is given up by receipts alone: one $name', async ({ fromBeginning }) => {
  const world = createTestWorld();
  const rec = world.ids.uuid();
  const station = world.station();
  station.write({ rec, f: { title: 'one' } });
  await station.round();
  const twin = station.clone();
  twin.write({ rec, f: { title: 'twin' } });
  await twin.round();
  // Its program began anew: what it had read is not known any more.
  const away = station.clone();
  away.write({ rec, f: { title: 'away' } });
  const wire = world.server.service().as({ device: away.device, person: ARCHIVE });

  async function takeReceipt(isWhole: boolean): Promise<readonly string[]> {
    const sink = createStationSink({
      isReceipt: true,
      heardAt: null,
      station: away.store,
      files: {} as SinkDeps['files'],
    });
    const from = isWhole ? null : (await away.store.facts()).cursor;
    const page = await wire.pull({ cursor: from, mine: [], limit: 10 });
    if (!page.ok) throw new Error(page.code);
    const { refused } = await sink.takeLine({ t: 'page', from, page: page.value });
    return refused.map(({ code }) => code);
  }

  if (!fromBeginning) expect(await takeReceipt(false)).toEqual(['GAP']);
  expect(await takeReceipt(fromBeginning)).toEqual([]);
  expect((await away.store.facts()).forked).toBe(1);
  expect(
    away
      .state(rec)
      ?.f['title']?.heads.map(({ v }) => v)
      .sort(),
  ).toEqual(['away', 'twin']);
});
