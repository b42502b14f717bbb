/** What a window is given: scans, pictures, tiles; and what it sends. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { BYTES_POLICY } from './headers.ts';
import { ok } from '../../../shared/result.ts';
import { BYTES, handlerOf, IMPORT, SHA, useHandler } from './fixture-handler.ts';

const place = useHandler();
const { ask } = place;

async function bytes(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

test('a scan comes whole, with its type by its first bytes, and may do nothing as a page', async () => {
  const response = await ask(`/file/${SHA}`);
  expect(response.status).toBe(200);
  expect(await bytes(response)).toEqual(BYTES);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': 'attachment; filename="aaaaaaaaaaaa.pdf"',
    'content-length': String(BYTES.length),
    'content-security-policy': BYTES_POLICY,
    'content-type': 'application/pdf',
    etag: `"${SHA}"`,
    'x-content-type-options': 'nosniff',
  });
});

test('a range comes as exactly these bytes', async () => {
  const response = await ask(`/file/${SHA}`, { headers: { range: 'bytes=9-18' } });
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes 9-18/${BYTES.length}`);
  expect(response.headers.get('content-length')).toBe('10');
  expect(await bytes(response)).toEqual(BYTES.subarray(9, 19));
});

test('a range outside the file is refused with its size', async () => {
  const response = await ask(`/file/${SHA}`, { headers: { range: `bytes=${BYTES.length}-` } });
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe(`bytes */${BYTES.length}`);
});

test('a range of another content is none of this one', async () => {
  const headers = { range: 'bytes=0-1', 'if-range': '"other"' };
  expect((await ask(`/file/${SHA}`, { headers })).status).toBe(200);
  expect((await ask(`/file/${SHA}`, { headers: { ...headers, 'if-range': `"${SHA}"` } })).status).toBe(206);
});

test('a copy that the window has is confirmed without bytes', async () => {
  const response = await ask(`/file/${SHA}`, { headers: { 'if-none-match': `"${SHA}"` } });
  expect([response.status, await response.text()]).toEqual([304, '']);
});

test('HEAD answers the headers and no bytes', async () => {
  const response = await ask(`/file/${SHA}`, { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
    200,
    String(BYTES.length),
    '',
  ]);
});

test('a reader that goes away closes the file', async () => {
  const response = await ask(`/file/${SHA}`);
  await response.body?.cancel();
});

test('pictures come, or say why not', async () => {
  expect((await ask(`/picture/${SHA}/0/thumb`)).headers.get('content-type')).toBe('image/webp');
  const none = await ask(`/picture/${SHA}/1/reading`);
  expect([none.status, await none.json()]).toEqual([422, { code: 'NO_PICTURE' }]);
  expect((await ask(`/picture/${SHA}/2/reading`)).status).toBe(404);
  expect((await ask(`/picture/${SHA}/0/huge`)).status).toBe(404);
});

test('the state of tiles comes as it is now, and waits when it shall', async () => {
  const now = await ask(`/tiles/${SHA}/0`);
  expect([now.status, now.headers.get('cache-control'), await now.json()]).toEqual([
    200,
    'no-store',
    { state: 'making' },
  ]);
  expect(await (await ask(`/tiles/${SHA}/0?wait=1`)).json()).toEqual({ state: 'none', code: 'SMALL' });
  const none = await ask(`/tiles/${SHA}/1`);
  expect([none.status, await none.json()]).toEqual([404, { code: 'NOT_FOUND' }]);
});

test('a tile comes for ever under its version', async () => {
  const tile = await ask(`/tile/${SHA}/3/4/1/5?v=1`);
  expect(Object.fromEntries(tile.headers)).toMatchObject({
    'cache-control': 'private, max-age=31536000, immutable',
    'content-length': '4',
    'content-security-policy': BYTES_POLICY,
    'content-type': 'image/jpeg',
    etag: `"${SHA.slice(0, 32)}-3-4-1-5-1"`,
  });
  expect([...(await bytes(tile))]).toEqual([3, 4, 1, 5]);
  const head = await ask(`/tile/${SHA}/3/4/1/5?v=1`, { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['4', '']);
  const again = await ask(`/tile/${SHA}/3/4/1/5`, {
    headers: { 'if-none-match': tile.headers.get('etag') ?? '' },
  });
  expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, max-age=86400']);
});

test.each([
  `/tile/${SHA}/0/0/2/0`,
  `/tile/${SHA}/0/0/0/0?v=0`,
  `/tile/${SHA}/0/0/0`,
  `/tile/${SHA}/0/0/0/-1`,
  `/tile/${SHA}/0/0/0/1.5`,
  `/tile/${SHA}/0/0/0/0x1`,
  `/tile/${SHA}/0/100/0/0`,
  `/tile/${SHA}/0/0/0/1234567`,
  `/tile/${SHA}/0/0/0/0/`,
  `/tile/${'c'.repeat(64)}/0/0/0/0`,
  `/tiles/${SHA}`,
  `/tiles/${SHA}/x`,
  `/tiles/${SHA}/1234567`,
  `/tiles/${SHA.slice(1)}/0`,
])('%s is no tile', async (target) => {
  const response = await ask(target);
  expect([response.status, await response.json()]).toEqual([404, { code: 'NOT_FOUND' }]);
});

test('uploads go to their import by number, also empty ones', async () => {
  const put = (no: number, body: string | null) => ask(`/import/${IMPORT}/${no}`, { method: 'PUT', body });
  expect((await put(3, 'abc')).status).toBe(204);
  expect((await put(0, null)).status).toBe(204);
  const refused = await put(4, 'abc');
  expect([refused.status, await refused.json()]).toEqual([422, { code: 'DISK_FULL', details: { free: 7 } }]);
  expect((await ask(`/import/${IMPORT}/3`)).status).toBe(405);
  expect((await ask('/import/../3', { method: 'PUT', body: 'abc' })).status).toBe(405);
});

test('a scan that was moved between asking and reading comes from its new place', async () => {
  const scan = path.join(place.folder, 'scan');
  const places = [path.join(place.folder, 'gone'), scan];
  const moving = handlerOf({
    locate: async () => ({ path: places.shift() ?? scan, size: BYTES.length }),
  });
  const response = await moving(new Request(`http://127.0.0.1:4747/file/${SHA}`));
  expect(response.status).toBe(200);
  expect(await bytes(response)).toEqual(BYTES);
});

test('a picture that was deleted between asking and reading is made anew', async () => {
  const places = [path.join(place.folder, 'gone'), path.join(place.folder, 'scan')];
  const deleting = handlerOf({
    picture: async () => ok({ path: places.shift() ?? '', mime: 'image/webp' }),
  });
  const response = await deleting(new Request(`http://127.0.0.1:4747/picture/${SHA}/0/thumb`));
  expect([response.status, await bytes(response)]).toEqual([200, BYTES]);
});
