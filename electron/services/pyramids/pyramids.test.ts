import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { silentLog } from '../../../node/log.ts';
import { fail, ok, TroubleError } from '../../../shared/result.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { createAttention } from '../jobs/attention.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { MeasuredSize } from './tile-grid.ts';
import { createPyramids, TILES_JOB, type Pyramids, type TilesAnswer } from './pyramids.ts';

const stays = (): AbortSignal => new AbortController().signal;
const READY = { state: 'ready', width: 6000, height: 4000, tileSize: 512, levels: 5, version: 1 };
const MAKING = { ok: true, value: { state: 'making' } };

const BACKGROUND = '#b09060';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-tiles-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('in a host', () => {
  /** Each test has a map of its own. */
  const MAPS = ['looked at', 'killed', 'cancelled', 'damaged', 'left'] as const;
  type Name = (typeof MAPS)[number] | 'page' | 'pdf';
  const shas = new Map<Name, string>();
  let archive: TestIngest;

  beforeAll(async () => {
    const picture = (width: number, height: number): Sharp =>
      sharp({ create: { width, height, channels: 3, background: BACKGROUND } });
    const files: Record<string, Uint8Array> = {
      page: await picture(1000, 1400).jpeg().toBuffer(),
      pdf: makePdf({ pages: ['one'] }),
    };
    const map = await picture(6000, 4000).tiff({ compression: 'lzw' }).toBuffer();
    for (const name of MAPS) files[name] = Buffer.concat([map, Buffer.from(name)]);
    for (const [name, bytes] of Object.entries(files)) {
      shas.set(name as Name, createHash('sha256').update(bytes).digest('hex'));
    }
    archive = await openTestIngest(folder);
    await archive.finish(await archive.send(files));
  }, 60_000);
  afterAll(() => archive.close());

  const shaOf = (name: Name): string => shas.get(name) ?? '';
  const tiles = (name: Name, wait = true, index = 0) =>
    archive.ingest.pyramids.tiles(shaOf(name), index, { wait, signal: stays() });
  const cut = (name: Name, level: number, x: number, y: number, signal = stays()) =>
    archive.ingest.pyramids.tile(shaOf(name), 0, { level, x, y }, signal);
  const job = (): Job | undefined => archive.ingest.queue.list().find(({ kind }) => kind === TILES_JOB);
  const inCache = (name: Name) => {
    const cache = path.join(folder, 'vault/cache/tiles');
    return existsSync(cache) ? readdirSync(cache).filter((each) => each.startsWith(shaOf(name))) : [];
  };
  const fileOf = (name: Name) => `${shaOf(name)}-0.tif`;

  test('what the reading copy shows well, a PDF and what is not there get none', async () => {
    expect(await tiles('page')).toEqual(ok({ state: 'none', code: 'SMALL' }));
    expect(await tiles('pdf')).toEqual(ok({ state: 'none', code: 'NO_PICTURE' }));
    expect(await tiles('looked at', true, 1)).toEqual(fail('NOT_FOUND'));
    const unknown = { wait: true, signal: stays() };
    expect(await archive.ingest.pyramids.tiles('0'.repeat(64), 0, unknown)).toEqual(fail('NOT_FOUND'));
    expect(job()).toBeUndefined();
  });

  test('a large picture gets its tiles when it is looked at, as a job of the queue', async () => {
    expect(await cut('looked at', 0, 0, 0)).toBeNull();
    expect(await tiles('looked at', false)).toEqual(MAKING);
    expect(await tiles('looked at')).toEqual(ok(READY));
    await archive.ingest.idle();
    expect(job()).toMatchObject({ state: 'done', done: 1, total: 1 });
    expect(inCache('looked at')).toEqual([fileOf('looked at')]);
    const tile = await cut('looked at', 4, 11, 7);
    expect(await sharp(tile ?? undefined).metadata()).toMatchObject({ format: 'jpeg', width: 512 });
    expect(await cut('looked at', 4, 12, 7)).toBeNull();
    const gone = new AbortController();
    gone.abort();
    expect(await cut('looked at', 0, 0, 0, gone.signal)).toBeNull();
  });

  test('a process that is killed in the middle is replaced, and no half file counts', async () => {
    const waiting = tiles('killed');
    await begun('killed');
    for (const pid of archive.ingest.children()) process.kill(pid, 'SIGKILL');
    expect(await waiting).toEqual(ok(READY));
    expect(inCache('killed')).toEqual([fileOf('killed')]);
    const tile = await cut('killed', 4, 0, 0);
    expect(await sharp(tile ?? undefined).metadata()).toMatchObject({ width: 512 });
  });

  test('a person cancels it; the next look begins anew', async () => {
    const waiting = tiles('cancelled');
    await begun('cancelled');
    await archive.ingest.services['job.cancel']({ id: job()?.id ?? '' });
    expect(await waiting).toEqual(ok({ state: 'none', code: 'CANCELLED' }));
    expect([job()?.state, inCache('cancelled')]).toEqual(['cancelled', []]);
    expect(await tiles('cancelled')).toEqual(ok(READY));
  });

  test('a host that ends in the middle leaves nothing that counts; the next one makes it anew', async () => {
    const waiting = tiles('left');
    await begun('left');
    await archive.close();
    expect(await waiting).toMatchObject({ ok: true, value: { state: 'none' } });
    archive = await openTestIngest(folder);
    await archive.ingest.idle();
    expect(inCache('left')).toEqual([]);
    expect(await tiles('left')).toEqual(ok(READY));
  });

  test('a damaged pyramid is made anew, and so is one whose folder was deleted', async () => {
    await tiles('damaged');
    rmSync(path.join(folder, 'vault/cache'), { recursive: true });
    expect(await tiles('damaged')).toEqual(ok(READY));
    const file = path.join(folder, 'vault/cache/tiles', fileOf('damaged'));
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(7, 0, bytes.length / 2));
    expect(await cut('damaged', 4, 0, 0)).toBeNull();
    expect(await tiles('damaged')).toEqual(ok(READY));
    expect(await cut('damaged', 4, 0, 0)).not.toBeNull();
  });

  /** Resolves when the pyramid is being written. */
  async function begun(name: Name): Promise<void> {
    while (!inCache(name).some((each) => each.endsWith('.part')))
      await new Promise((resolve) => setTimeout(resolve, 1));
  }
});

describe('with a decoder of straw', () => {
  const SHA = 'a'.repeat(64);
  let pyramids: Pyramids;
  let runs: number;
  let measured: number;
  afterEach(() => pyramids.close());

  function open(
    pyramid: Decoder['pyramid'],
    change: { free?: number; waitMs?: number; size?: MeasuredSize } = {},
  ): void {
    runs = 0;
    measured = 0;
    pyramids = createPyramids({
      folder,
      archive: '0190a5b0-0000-7000-8000-000000000001',
      vault: { locate: async () => ({ path: 'somewhere', size: 1 }) },
      decoder: {
        async measure() {
          measured++;
          return ok(change.size ?? { width: 5000, height: 5000 });
        },
        pyramid,
      },
      wanted: {
        wantTiles: async () => null,
        wantedTiles: async () => [],
        dropWantedTiles: async () => null,
        countWantedTiles: async () => 0,
      },
      attention: createAttention(),
      log: silentLog(),
      async wake({ id, payload }) {
        runs++;
        void pyramids.kind.run({ id, payload }, stays(), () => undefined);
      },
      freeSpace: async () => change.free ?? 1e12,
      waitMs: change.waitMs ?? 60_000,
    });
  }
  const tiles = (signal = stays()) => pyramids.tiles(SHA, 0, { wait: true, signal });
  const none = (code: string): { ok: true; value: TilesAnswer } => ({
    ok: true,
    value: { state: 'none', code },
  });

  test('a disk that is nearly full keeps its room for the originals', async () => {
    let asked = 0;
    open(
      async () => {
        asked++;
        return fail('NO_PICTURE');
      },
      { free: 1e8 },
    );
    expect([await tiles(), asked]).toEqual([none('DISK_FULL'), 0]);
  });

  test('a disk that runs full in the middle is said by its code, and tried again at the next look', async () => {
    open(() => Promise.reject(new TroubleError('DISK_FULL', { path: 'p' })));
    expect([await tiles(), await tiles(), runs]).toEqual([none('DISK_FULL'), none('DISK_FULL'), 2]);
  });

  test.each(['NO_PICTURE', 'TOO_SLOW', 'TOO_LARGE'] as const)('%s is remembered', async (code) => {
    open(async () => fail(code));
    expect([await tiles(), await tiles(), runs, measured]).toEqual([none(code), none(code), 1, 1]);
  });

  test('a picture that can only be decoded smaller is told from a small one', async () => {
    const size = { width: 2600, height: 2600, reduced: true } as const;
    open(async () => fail('NO_PICTURE'), { size });
    expect([await tiles(), runs]).toEqual([none('REDUCED'), 0]);
  });

  test('who waits long hears that it is still being made', async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    open(
      async () => {
        await ended;
        return fail('NO_PICTURE');
      },
      { waitMs: 5 },
    );
    expect([await tiles(), await tiles(), measured]).toEqual([MAKING, MAKING, 1]);
    end();
  });
});
