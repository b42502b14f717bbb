import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHandler, type HandleRequest } from './handler.ts';
import { BYTES_POLICY, PAGE_POLICY } from './headers.ts';
import { openStaticFiles } from './static-files.ts';
import { fail, ok, TroubleError } from '../../../shared/result.ts';

const SHA = 'a'.repeat(64);
const IMPORT = '0190a5b0-0000-7000-8000-000000000001';
const BYTES = Buffer.from(`%PDF-1.7\n${'0123456789'.repeat(100)}`);
const reported: unknown[] = [];

let folder: string;
let handle: HandleRequest;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-http-'));
  writeFileSync(path.join(folder, 'secret'), 'outside the window');
  const window = path.join(folder, 'window');
  mkdirSync(path.join(window, 'assets'), { recursive: true });
  writeFileSync(path.join(window, 'index.html'), '<!doctype html><title>t</title>');
  writeFileSync(path.join(window, 'assets/a.js'), 'export {};');
  writeFileSync(path.join(window, 'not-listed.txt'), 'x');
  writeFileSync(
    path.join(window, 'files.json'),
    JSON.stringify([
      { path: 'index.html', mime: 'text/html; charset=utf-8' },
      { path: 'assets/a.js', mime: 'text/javascript; charset=utf-8' },
    ]),
  );
  const scan = path.join(folder, 'scan');
  writeFileSync(scan, BYTES);
  handle = handler(true, openStaticFiles(window), scan);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function handler(canWrite: boolean, staticFiles: ReturnType<typeof openStaticFiles>, scan: string) {
  return createHandler({
    staticFiles,
    canWrite,
    async locate(sha256) {
      if (sha256.startsWith('b')) throw new Error(`/somewhere/${sha256}`);
      return sha256 === SHA ? { path: scan, size: BYTES.length } : null;
    },
    picture: async (_sha256, index) =>
      index === 0 ? ok({ path: scan, mime: 'image/webp' }) : fail(index === 1 ? 'NO_PICTURE' : 'NOT_FOUND'),
    tiles: async (_sha256, index, { wait }) =>
      index === 0 ? ok(wait ? { state: 'none', code: 'SMALL' } : { state: 'making' }) : fail('NOT_FOUND'),
    tile: async (sha256, index, { level, x, y }) =>
      sha256 === SHA && x < 2 ? new Uint8Array([index, level, x, y]) : null,
    async putFile(_id, no, bytes) {
      let size = 0;
      for await (const part of bytes) size += part.byteLength;
      return no === size ? ok(null) : fail('DISK_FULL', { free: 7 });
    },
    report: (_event, error) => {
      reported.push(error);
      return 'r1';
    },
  });
}

function ask(target: string, init?: RequestInit): Promise<Response> {
  return handle(new Request(`http://127.0.0.1:4747${target}`, init));
}

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

test('the page comes with the strict policy, and so does its script', async () => {
  for (const target of ['/', '/index.html', '/assets/a.js']) {
    const response = await ask(target);
    expect([target, response.status, response.headers.get('content-security-policy')]).toEqual([
      target,
      200,
      PAGE_POLICY,
    ]);
  }
  expect((await ask('/')).headers.get('cache-control')).toBe('no-store');
});

test.each([
  '/secret',
  '/../secret',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/assets/../../secret',
  '/assets/..%5c..%5csecret',
  '//secret',
  '/not-listed.txt',
  '/files.json',
  '/index.html/',
  '/INDEX.HTML',
  '/%00',
  '/file/',
  '/file/../file',
  `/file/${SHA.toUpperCase()}`,
  `/file/${SHA}/x`,
  '/__proto__',
  '/constructor',
])('%s does not exist', async (target) => {
  const response = await ask(target);
  expect([response.status, await response.json()]).toEqual([404, { code: 'NOT_FOUND' }]);
});

test('other methods are refused', async () => {
  expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(405);
  expect((await ask(`/file/${SHA}`, { method: 'DELETE' })).status).toBe(405);
});

test('a host that may not write takes no upload', async () => {
  const readOnly = handler(false, async () => null, '');
  const response = await readOnly(
    new Request(`http://127.0.0.1:4747/import/${IMPORT}/0`, { method: 'PUT', body: 'x' }),
  );
  expect([response.status, await response.json()]).toEqual([403, { code: 'READ_ONLY' }]);
});

test('a bug is reported and hidden', async () => {
  const response = await ask(`/file/${'b'.repeat(64)}`);
  expect([response.status, await response.json()]).toEqual([
    500,
    { code: 'INTERNAL', details: { report: 'r1' } },
  ]);
  expect(reported).toHaveLength(1);
});

test('a window that was never built is said so', () => {
  expect(() => openStaticFiles(path.join(folder, 'nowhere'))).toThrow('WINDOW_NOT_BUILT');
});

test('a scan that was moved between asking and reading comes from its new place', async () => {
  const scan = path.join(folder, 'scan');
  const places = [path.join(folder, 'gone'), scan];
  const moving = createHandler({
    staticFiles: async () => null,
    canWrite: true,
    locate: async () => ({ path: places.shift() ?? scan, size: BYTES.length }),
    picture: async () => fail('NOT_FOUND'),
    tiles: async () => fail('NOT_FOUND'),
    tile: async () => null,
    putFile: async () => ok(null),
    report: () => 'r2',
  });
  const response = await moving(new Request(`http://127.0.0.1:4747/file/${SHA}`));
  expect(response.status).toBe(200);
  expect(await bytes(response)).toEqual(BYTES);
});

test('a picture that was deleted between asking and reading is made anew', async () => {
  const places = [path.join(folder, 'gone'), path.join(folder, 'scan')];
  const deleting = createHandler({
    staticFiles: async () => null,
    canWrite: true,
    locate: async () => null,
    picture: async () => ok({ path: places.shift() ?? '', mime: 'image/webp' }),
    tiles: async () => fail('NOT_FOUND'),
    tile: async () => null,
    putFile: async () => ok(null),
    report: () => 'r4',
  });
  const response = await deleting(new Request(`http://127.0.0.1:4747/picture/${SHA}/0/thumb`));
  expect([response.status, await bytes(response)]).toEqual([200, BYTES]);
});

test('expected trouble that a service throws is told by its code, and is no bug', async () => {
  const reports: unknown[] = [];
  const full = createHandler({
    staticFiles: async () => null,
    canWrite: true,
    locate: async () => null,
    picture: async () => fail('NOT_FOUND'),
    tiles: async () => fail('NOT_FOUND'),
    tile: async () => null,
    putFile: () => Promise.reject(new TroubleError('DISK_FULL', { free: 0 })),
    report: (event) => {
      reports.push(event);
      return 'r3';
    },
  });
  const response = await full(
    new Request(`http://127.0.0.1:4747/import/${IMPORT}/0`, { method: 'PUT', body: 'x' }),
  );
  expect(response.status).toBe(422);
  expect(await response.json()).toEqual({ code: 'DISK_FULL', details: { free: 0 } });
  expect(reports).toEqual([]);
});
