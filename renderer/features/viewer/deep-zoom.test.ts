import { afterEach, expect, it, test, vi } from 'vitest';
import { firstSharper, waitForTiles } from './deep-zoom.ts';

const IMAGE = { sha256: 'a'.repeat(64), index: 3 };
const READY = {
  state: 'ready',
  width: 16_000,
  height: 12_500,
  tileSize: 512,
  levels: 6,
  version: 1,
} as const;

/** The host's answers, one after the other; answers what was asked for. */
function hostSays(...answers: (() => Response | Promise<Response>)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const answer = answers[asked.length - 1];
    if (answer === undefined) throw new Error('asked too often');
    return await answer();
  });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());

const says = (value: unknown) => () => Response.json(value);
const still = new AbortController().signal;

it('asks again as long as the tiles are being made', async () => {
  const asked = hostSays(says({ state: 'making' }), says({ state: 'making' }), says(READY));
  expect(await waitForTiles(IMAGE, still)).toEqual(READY);
  expect(new Set(asked)).toEqual(new Set([`/tiles/${IMAGE.sha256}/3?wait=1`]));
  expect(asked.length).toBe(3);
});

it('hears that a picture is shown smaller than it is', async () => {
  hostSays(says({ state: 'none', code: 'REDUCED' }), says({ ...READY, reduced: true }));
  expect(await waitForTiles(IMAGE, still)).toBe('reduced');
  expect(await waitForTiles(IMAGE, still)).toMatchObject({ reduced: true });
});

test.each([
  ['small', says({ state: 'none', code: 'SMALL' })],
  ['unknown to the host', () => Response.json({ code: 'NOT_FOUND' }, { status: 404 })],
  ['told in words of a newer program', says({ state: 'elsewhere' })],
  ['no JSON at all', () => new Response('<html>')],
  ['asked of a host that is away', () => Promise.reject(new TypeError('fetch failed'))],
])('a page that is %s has no tiles, and that is no trouble', async (_, answer) => {
  hostSays(answer);
  expect(await waitForTiles(IMAGE, still)).toBeNull();
});

test.each([
  [2400, 3],
  [4000, 4],
  [100, 0],
  [16_000, 5],
])('beside a reading copy %i pixels wide the first sharper level is %i', (copy, level) => {
  expect(firstSharper(READY, copy)).toBe(level);
});
