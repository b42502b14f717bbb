/**
 * `npm run -s bench -- map`: the sample's map of 200 megapixels in a web host of its own, over HTTP, from the first look to the
 * last tile; beside it sharp cutting the same regions from the file itself, as TIFF and as JPEG, and from our pyramid.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { ensureWindowIsBuilt } from '../../build/built.ts';
import { atMost } from '../../electron/services/ingest/at-most.ts';
import type { TilesAnswer } from '../../electron/services/pyramids/pyramids.ts';
import { TILE_SIDE, tilesOf, type TilePlace } from '../../electron/services/pyramids/tile-grid.ts';
import { must } from '../../shared/must.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { startWebHostProcess, type WebHostProcess } from '../fixtures/web-host-process.ts';
import { drawSampleMap, dropPyramids } from './bench-scans.ts';
import { p50p95, round } from './figures.ts';
import { watchMemory } from './watch-memory.ts';

const SCREEN = { width: 1600, height: 900 };
const TILES = 400;
/** The contender decodes the file from its top for each region. */
const REGIONS = 12;
/** So many things of one origin a browser asks for at once. */
const LINES = 6;
const MEGABYTE = 1024 * 1024;

type Ready = TilesAnswer & { state: 'ready' };
type Map = { readonly host: WebHostProcess; readonly sha256: string };

export async function run(): Promise<object> {
  if (!ensureWindowIsBuilt(console.error)) throw new Error('the window could not be built');
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-map-'));
  const host = await startWebHostProcess(folder);
  const memory = watchMemory(host.pid);
  try {
    const map = { host, sha256: (await drawSampleMap(host)).sha256 };
    // The host made it ahead; measured is what a first look takes without.
    dropPyramids(folder);
    memory.reset();
    const { figures, state } = await measure(map, folder);
    const childPeakMb = memory.peak().childMb;
    const hostPeakMb = memory.peak().hostMb;
    const source = path.join(folder, 'map.tif');
    writeFileSync(source, must(await host.get(`/file/${map.sha256}`), 'the map'));
    return {
      megapixels: (state.width * state.height) / 1e6,
      ...figures,
      memory: { hostPeakMb, childPeakMb },
      contenders: await measureContenders(map, folder, state),
      targets: { openOnceTiledMs: 1000, hostMb: 300, childMb: 600 },
    };
  } finally {
    memory.stop();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(map: Map, folder: string) {
  const firstLook = await timed(() => stateOf(map));
  const again = await timed(() => stateOf(map));
  const state = firstLook.value;
  const top = state.levels - 1;
  const times: number[] = [];
  let bytes = 0;
  for (const place of [...randomPlaces(state, top, TILES), ...randomPlaces(state, top - 2, TILES / 4)]) {
    const tile = await timed(() => tileOf(map, place));
    times.push(tile.ms);
    bytes += tile.value.byteLength;
  }
  const full = { x: Math.floor(state.width / 2 / TILE_SIDE), y: Math.floor(state.height / 2 / TILE_SIDE) };
  return {
    state,
    figures: {
      fromFirstLookToReadyMs: round(firstLook.ms),
      pyramidMb: round(statSync(pyramidOf(map, folder)).size / MEGABYTE),
      stateOnceReadyMs: round(again.ms),
      tileMs: {
        ...p50p95(times),
        most: round(Math.max(...times)),
        kilobytes: round(bytes / times.length / 1024),
      },
      firstScreen: {
        atFit: await screen(map, placesAtFit(state)),
        atFull: await screen(map, placesAround(top, full)),
      },
    },
  };
}

/** What a window does before it shows a screen: the state, then all tiles, as many at once as a browser asks for. */
async function screen(map: Map, places: readonly TilePlace[]) {
  const { ms } = await timed(async () => {
    await stateOf(map);
    await atMost(LINES, places, async (place) => void (await tileOf(map, place)));
  });
  return { tiles: places.length, ms: round(ms) };
}

async function stateOf({ host, sha256 }: Map): Promise<Ready> {
  for (;;) {
    const body = must(await host.get(`/tiles/${sha256}/0?wait=1`), 'the state of the tiles');
    const state = JSON.parse(new TextDecoder().decode(body)) as TilesAnswer;
    if (state.state === 'ready') return state;
    if (state.state === 'none') throw new Error(state.code);
  }
}

async function tileOf({ host, sha256 }: Map, { level, x, y }: TilePlace): Promise<Uint8Array> {
  return must(await host.get(`/tile/${sha256}/0/${level}/${x}/${y}?v=1`), 'a tile');
}

/** The level whose pixels are not fewer than the screen's when the whole map is on it. */
function placesAtFit(state: Ready): TilePlace[] {
  const scale = Math.min(SCREEN.width / state.width, SCREEN.height / state.height);
  const level = Math.max(0, state.levels - 1 - Math.floor(Math.log2(1 / scale)));
  const { across, down } = must(tilesOf(state, level), 'a level');
  return Array.from({ length: across * down }, (_, at) => ({
    level,
    x: at % across,
    y: Math.floor(at / across),
  }));
}

/** A screen at full size lies over one tile more each way than it is long. */
function placesAround(level: number, { x, y }: { x: number; y: number }): TilePlace[] {
  const across = Math.ceil(SCREEN.width / TILE_SIDE) + 1;
  const down = Math.ceil(SCREEN.height / TILE_SIDE) + 1;
  return Array.from({ length: across * down }, (_, at) => ({
    level,
    x: x + (at % across),
    y: y + Math.floor(at / across),
  }));
}

function randomPlaces(state: Ready, level: number, count: number): TilePlace[] {
  const random = seededRandom(level);
  const { across, down } = must(tilesOf(state, level), 'a level');
  return Array.from({ length: count }, () => ({ level, x: random.below(across), y: random.below(down) }));
}

/** The same regions without a pyramid, and from the pyramid by decoding and coding each tile again. */
async function measureContenders(map: Map, folder: string, state: Ready) {
  sharp.cache(false);
  sharp.concurrency(1);
  const source = path.join(folder, 'map.tif');
  const jpeg = path.join(folder, 'map.jpg');
  await sharp(source).jpeg({ quality: 90 }).toFile(jpeg);
  const top = state.levels - 1;
  const places = randomPlaces(state, top, REGIONS);
  const fit = { width: SCREEN.width, height: SCREEN.height, fit: 'inside' } as const;
  return {
    tileFromTiffMs: await regions(source, state, places),
    tileFromJpegMs: await regions(jpeg, state, places),
    tileFromPyramidBySharpMs: await regions(pyramidOf(map, folder), state, randomPlaces(state, top, TILES)),
    screenAtFitFromTiffMs: round((await timed(() => sharp(source).resize(fit).jpeg().toBuffer())).ms),
    screenAtFitFromJpegMs: round((await timed(() => sharp(jpeg).resize(fit).jpeg().toBuffer())).ms),
  };
}

async function regions(file: string, state: Ready, places: readonly TilePlace[]) {
  const times: number[] = [];
  for (const { x, y } of places) {
    const [left, top] = [x * TILE_SIDE, y * TILE_SIDE];
    const region = {
      left,
      top,
      width: Math.min(TILE_SIDE, state.width - left),
      height: Math.min(TILE_SIDE, state.height - top),
    };
    times.push(
      (await timed(() => sharp(file, { page: 0 }).extract(region).jpeg({ quality: 85 }).toBuffer())).ms,
    );
  }
  return p50p95(times);
}

function pyramidOf({ sha256 }: Map, folder: string): string {
  return path.join(folder, 'vault', 'cache', 'tiles', `${sha256}-0.tif`);
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const begun = performance.now();
  const value = await work();
  return { value, ms: performance.now() - begun };
}
