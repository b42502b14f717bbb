/** The window’s own files under the strict policy, what does not exist, and what is refused or goes wrong. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { PAGE_POLICY } from './headers.ts';
import { openStaticFiles } from './static-files.ts';
import { TroubleError } from '../../../shared/result.ts';
import { handlerOf, IMPORT, SHA, useHandler } from './fixture-handler.ts';

const place = useHandler();
const { ask } = place;

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
  const readOnly = handlerOf({ canWrite: false });
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
  expect(place.reported).toHaveLength(1);
});

test('a window that was never built is said so', () => {
  expect(() => openStaticFiles(path.join(place.folder, 'nowhere'))).toThrow('WINDOW_NOT_BUILT');
});

test('expected trouble that a service throws is told by its code, and is no bug', async () => {
  const reports: unknown[] = [];
  const full = handlerOf({
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
