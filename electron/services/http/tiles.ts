/**
 * Deep zoom by URL. `GET /tiles/<sha256>/<index>` answers the state of a page's tiles as JSON (`TilesAnswer`) and begins to make
 * what is missing; with `?wait=1` it answers when that has ended, or after a while. `GET /tile/<sha256>/<index>/<level>/<x>/<y>`
 * is one tile; with `?v=<version>` of that state the window may keep it for ever.
 */
import { PYRAMID_VERSION } from '../pyramids/pyramid-index.ts';
import type { Pyramids } from '../pyramids/pyramids.ts';
import { BYTES_HEADERS, FOR_EVER, plain } from './headers.ts';

export type TilesDeps = Pick<Pyramids, 'tiles' | 'tile'>;

const TILES = /^\/tiles\/(?<sha256>[0-9a-f]{64})\/(?<index>\d{1,6})$/;
const TILE =
  /^\/tile\/(?<sha256>[0-9a-f]{64})\/(?<index>\d{1,6})\/(?<level>\d{1,2})\/(?<x>\d{1,6})\/(?<y>\d{1,6})$/;

/** Tiles that are asked for without a version. */
const FOR_A_DAY = 'private, max-age=86400';

type Groups = Readonly<Record<string, string>>;

/** The answer to a request for tiles or their state; null when it is none. */
export function answerTiles(deps: TilesDeps, request: Request, pathname: string): Promise<Response> | null {
  const state = TILES.exec(pathname)?.groups;
  if (state !== undefined) return stateOf(deps, request, state);
  const tile = TILE.exec(pathname)?.groups;
  return tile === undefined ? null : tileOf(deps, request, tile);
}

async function stateOf(deps: TilesDeps, request: Request, groups: Groups): Promise<Response> {
  const wait = new URL(request.url).searchParams.get('wait') === '1';
  const { signal } = request;
  const state = await deps.tiles(groups['sha256'] ?? '', Number(groups['index']), { wait, signal });
  if (!state.ok) return plain(404, state.code);
  return Response.json(state.value, { headers: { ...BYTES_HEADERS, 'cache-control': 'no-store' } });
}

async function tileOf(deps: TilesDeps, request: Request, groups: Groups): Promise<Response> {
  const sha256 = groups['sha256'] ?? '';
  const index = Number(groups['index']);
  const place = { level: Number(groups['level']), x: Number(groups['x']), y: Number(groups['y']) };
  const version = new URL(request.url).searchParams.get('v');
  if (version !== null && version !== String(PYRAMID_VERSION)) return plain(404, 'NOT_FOUND');

  const etag = `"${[sha256.slice(0, 32), index, place.level, place.x, place.y, PYRAMID_VERSION].join('-')}"`;
  const headers = new Headers({
    ...BYTES_HEADERS,
    'content-type': 'image/jpeg',
    'cache-control': version === null ? FOR_A_DAY : FOR_EVER,
    etag,
  });
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  const tile = await deps.tile(sha256, index, place, request.signal);
  if (tile === null) return plain(404, 'NOT_FOUND');
  headers.set('content-length', String(tile.byteLength));
  return new Response(request.method === 'HEAD' ? null : tile, { headers });
}
