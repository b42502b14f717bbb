import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { silentLog } from '../../../node/log.ts';
import { fail, ok, TroubleError } from '../../../shared/result.ts';
import type { WantedTiles } from '../jobs/jobs-calls.ts';
import type { FailedItem, JobTurn } from '../jobs/job-kind.ts';
import { createAhead, AHEAD_JOB, type Ahead } from './ahead.ts';
import { createPyramidFolder, type PyramidFolder } from './pyramid-folder.ts';
import { createPyramidMaker } from './pyramid-maker.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-ahead-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const stays = () => new AbortController().signal;

test('of what comes in only the map has its tiles made ahead, after a restart as well; they count as unseen', async () => {
  const map = await sharp({ create: { width: 8000, height: 6300, channels: 3, background: '#b09060' } })
    .toColourspace('b-w')
    .tiff({ compression: 'lzw' })
    .toBuffer();
  const page = await sharp({ create: { width: 2480, height: 3508, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer();
  let archive: TestIngest = await openTestIngest(folder);
  const { files } = await archive.finish(await archive.send({ 'map.tif': map, 'page.jpg': page }));
  const ahead = () => archive.ingest.queue.list().filter(({ kind }) => kind === AHEAD_JOB);
  expect(ahead()).toMatchObject([{ state: 'done', done: 1, total: 1, numbers: { made: 1 } }]);
  const sha = files.find(({ path: name }) => name === 'map.tif')?.sha256 ?? '';
  const tiles = path.join(folder, 'vault/cache/tiles');
  expect(readdirSync(tiles)).toEqual([`${sha}-0.tif`]);
  const kept = createPyramidFolder({ folder: tiles, limitBytes: 1e9 });
  const [file] = await kept.list();
  expect(Math.abs(Date.now() - (file?.aheadMs ?? 0))).toBeLessThan(600_000);
  // A look makes it one of those that stay.
  await archive.ingest.pyramids.tiles(sha, 0, { wait: true, signal: stays() });
  expect(await kept.list()).toMatchObject([{ aheadMs: null }]);
  await archive.close();
  archive = await openTestIngest(folder);
  await archive.ingest.idle();
  expect(ahead()).toMatchObject([{ state: 'done' }]);
  await archive.close();
}, 60_000);

type World = {
  readonly ahead: Ahead;
  readonly pyramids: PyramidFolder;
  readonly wanted: WantedTiles[];
  readonly failed: FailedItem[];
  readonly numbers: Record<string, number>;
  readonly asked: string[];
  wakes: number;
  isWaiting: boolean;
  run(signal?: AbortSignal): Promise<string>;
};

/** With a decoder of straw that writes `bytes` bytes for a pyramid. */
function world(
  names: readonly string[],
  pyramid: (name: string, to: string, signal: AbortSignal) => Promise<'NO_PICTURE' | null>,
  limitBytes = 1e12,
): World {
  const tiles = path.join(folder, 'tiles');
  const pyramids = createPyramidFolder({ folder: tiles, limitBytes });
  const made: World = {
    pyramids,
    wanted: names.map((name) => ({ sha256: name.repeat(64), page: 0, name, record: null })),
    failed: [],
    numbers: {},
    asked: [],
    wakes: 0,
    isWaiting: false,
    ahead: null as unknown as Ahead,
    run: async (signal = stays()) =>
      made.ahead.kind.run({ id: 'j', payload: null }, signal, () => undefined, turn),
  };
  const turn: JobTurn = {
    giveWay: () => false,
    failed: async (item) => void made.failed.push(item),
    mended: async () => undefined,
    failedSoFar: async () => [],
    numbers: (numbers) => void Object.assign(made.numbers, numbers),
  };
  const decoder = {
    measure: async () => ok({ width: 10_000, height: 8000 }),
    async pyramid(file: string, _index: number, to: string, signal: AbortSignal) {
      made.asked.push(file);
      const code = await pyramid(file, to, signal);
      return code === null ? ok(null) : fail(code);
    },
  };
  const vault = { locate: async (sha256: string) => ({ path: sha256.slice(0, 1), size: 1 }) };
  const ahead = createAhead({
    archive: '0190a5b0-0000-7000-8000-000000000001',
    pyramids,
    maker: createPyramidMaker({
      folder: tiles,
      pyramids,
      vault,
      decoder,
      log: silentLog(),
      freeSpace: async () => 1e12,
    }),
    vault,
    decoder,
    store: {
      wantTiles: async (page) => (made.wanted.push(page), null),
      wantedTiles: async () => [...made.wanted],
      dropWantedTiles: async ({ sha256 }) => {
        made.wanted.splice(
          made.wanted.findIndex((page) => page.sha256 === sha256),
          1,
        );
        return null;
      },
      countWantedTiles: async () => made.wanted.length,
    },
    pick: (waiting) => waiting[0],
    isSomebodyWaiting: () => made.isWaiting,
    isLookedAt: () => false,
    wake: async () => void made.wakes++,
    limitBytes,
    now: Date.now,
  });
  return Object.assign(made, { ahead });
}

const write = async (_name: string, to: string): Promise<null> => {
  writeFileSync(to, Buffer.alloc(1000));
  return null;
};

test('what failed is told once with its name and not tried again; the others are made', async () => {
  const made = world(['a', 'b'], async (name, to) => (name === 'a' ? 'NO_PICTURE' : write(name, to)));
  expect(await made.run()).toBe('done');
  expect(made.failed).toMatchObject([{ name: 'a', code: 'NO_PICTURE' }]);
  expect([made.numbers, made.wanted]).toEqual([{ made: 1 }, []]);
});

test('a retry knows which pages failed', async () => {
  const made = world(['a'], async () => 'NO_PICTURE');
  await made.run();
  const payload = made.ahead.kind.again?.(
    null,
    made.failed.map(({ key }) => key),
  );
  expect(payload).toEqual([['a'.repeat(64), 0, 'a']]);
});

test('it stops for somebody who looks, and goes on when nobody waits any more', async () => {
  let begun = () => {};
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  let isFirst = true;
  const made = world(['a'], (name, to, signal) => {
    if (!isFirst) return write(name, to);
    isFirst = false;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new TroubleError('CANCELLED')), { once: true });
      begun();
    });
  });
  const running = made.run();
  await isBegun;
  // The page itself is no reason to stop.
  made.ahead.makeWay('a'.repeat(64), 0);
  made.ahead.makeWay('b'.repeat(64), 0);
  expect(await running).toBe('waiting');
  made.isWaiting = true;
  expect([await made.run(), made.asked]).toEqual(['waiting', ['a']]);
  made.isWaiting = false;
  made.ahead.goOn();
  made.ahead.goOn();
  expect(made.wakes).toBe(1);
  expect([await made.run(), made.wanted, made.numbers]).toEqual(['done', [], { made: 1 }]);
});

test('a full disk is no fault of the picture: the job says it, and the page stays wanted', async () => {
  const made = world(['a'], () => Promise.reject(new TroubleError('DISK_FULL')));
  await expect(made.run()).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect([made.wanted.length, made.failed]).toEqual([1, []]);
});

test('what finds no room is left to whoever looks, and nothing that somebody looked at goes for it', async () => {
  const made = world(['a'], write, 60_000_000);
  await made.pyramids.prepare();
  const seen = made.pyramids.pathOf('f'.repeat(64), 0);
  writeFileSync(seen, Buffer.alloc(30_000_000));
  expect(await made.run()).toBe('done');
  expect([made.asked, made.numbers, existsSync(seen), made.wanted]).toEqual([
    [],
    { made: 0, later: 1 },
    true,
    [],
  ]);
});
