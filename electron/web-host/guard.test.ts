import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createAccess, launchToken, webSecret, type Access } from './access.ts';
import { judge, type Asked } from './guard.ts';

const SECRET = Buffer.alloc(32, 7);
const PORT = 4747;
const ORIGIN = `http://127.0.0.1:${PORT}`;
let now = 1_000_000;
let access: Access;
beforeEach(() => {
  now = 1_000_000;
  access = createAccess(SECRET, () => now);
});

function cookie(of: Access = access): string {
  return of.setCookie.split(';')[0] ?? '';
}

function ask(headers: Record<string, string | undefined> = {}, rest: Partial<Asked> = {}) {
  const asked = { method: 'GET', url: '/', headers: { host: `127.0.0.1:${PORT}`, ...headers }, ...rest };
  return judge(asked, PORT, access);
}

test.each([
  ['a page of ours', { 'sec-fetch-site': 'same-origin' }],
  ['a typed address', { 'sec-fetch-site': 'none' }],
  ['our origin named', { origin: ORIGIN }],
  ['among other cookies', { cookie: 'COOKIE; a=b' }],
])('lets in a window that entered: %s', (_name, headers: Record<string, string>) => {
  const own = headers['cookie']?.replace('COOKIE', cookie()) ?? cookie();
  expect(ask({ ...headers, cookie: own })).toEqual({ kind: 'pass' });
});

test.each<[string, string, Record<string, string | undefined>, Partial<Asked>]>([
  ['another name', 'FOREIGN_HOST', { host: 'evil.example:4747' }, {}],
  ['another port', 'FOREIGN_HOST', { host: '127.0.0.1:80' }, {}],
  ['no name', 'FOREIGN_HOST', { host: undefined }, {}],
  ['our name inside another', 'FOREIGN_HOST', { host: '127.0.0.1:4747.evil.example' }, {}],
  ['a write to the other name', 'FOREIGN_HOST', { host: 'localhost:4747' }, { method: 'POST', url: '/rpc' }],
  ['another origin', 'FOREIGN_ORIGIN', { origin: 'https://evil.example' }, {}],
  ['no origin that counts', 'FOREIGN_ORIGIN', { origin: 'null' }, {}],
  ['another port as origin', 'FOREIGN_ORIGIN', { origin: 'http://127.0.0.1:4748' }, {}],
  ['a write without an origin', 'FOREIGN_ORIGIN', {}, { method: 'POST', url: '/rpc' }],
  ['another site', 'FOREIGN_ORIGIN', { 'sec-fetch-site': 'cross-site' }, {}],
  ['another port of this site', 'FOREIGN_ORIGIN', { 'sec-fetch-site': 'same-site' }, {}],
  ['a typed write', 'FOREIGN_ORIGIN', { 'sec-fetch-site': 'none', origin: ORIGIN }, { method: 'PUT' }],
  ['a whole address as target', 'BAD_REQUEST', {}, { url: 'http://evil.example/' }],
  ['an address without a scheme', 'BAD_REQUEST', {}, { url: '//evil.example/' }],
])('refuses %s even with the cookie', (_name, code, headers, rest) => {
  expect(ask({ cookie: cookie(), ...headers }, rest)).toEqual({ kind: 'refuse', code });
});

test.each([undefined, '', 'qoima=', 'qoima=x', `qoima=${'A'.repeat(43)}`, 'qoimaa=1'])(
  'refuses everything to a window with the cookie %j',
  (wrong) => {
    for (const url of ['/', '/events', `/file/${'a'.repeat(64)}`, '/assets/a.js']) {
      expect(ask({ cookie: wrong }, { url })).toEqual({ kind: 'refuse', code: 'NOT_ENTERED' });
    }
    const write = ask({ cookie: wrong, origin: ORIGIN }, { method: 'POST', url: '/rpc' });
    expect(write).toEqual({ kind: 'refuse', code: 'NOT_ENTERED' });
  },
);

test('sends the other name of this machine to the one that the window belongs to', () => {
  expect(ask({ host: 'localhost:4747' }, { url: '/?token=x' })).toEqual({
    kind: 'redirect',
    to: `${ORIGIN}/?token=x`,
  });
});

test('a launch token lets one window in, once, and its address is clean afterwards', () => {
  const url = `/?token=${launchToken(SECRET, 1000, now)}`;
  expect(ask({}, { url })).toEqual({ kind: 'redirect', to: `${ORIGIN}/`, setCookie: access.setCookie });
  expect(ask({}, { url })).toEqual({ kind: 'refuse', code: 'NOT_ENTERED' });
  expect(ask({ cookie: cookie() }, { url })).toEqual({ kind: 'redirect', to: `${ORIGIN}/` });
});

test('a launch token is worth nothing late, forged, of another folder or elsewhere than at the door', () => {
  const late = launchToken(SECRET, 1000, now - 1001);
  const foreign = launchToken(Buffer.alloc(32, 8), 1000, now);
  const good = launchToken(SECRET, 1000, now);
  const stretched = good.replace(/^[^.]+/, (9e12).toString(36));
  for (const token of [late, foreign, stretched, '', '..', 'a.b.c', good.slice(0, -1)]) {
    expect(ask({}, { url: `/?token=${token}` })).toEqual({ kind: 'refuse', code: 'NOT_ENTERED' });
  }
  expect(ask({}, { url: `/events?token=${good}` })).toMatchObject({ kind: 'refuse' });
  expect(ask({ origin: ORIGIN }, { url: `/?token=${good}`, method: 'POST' })).toMatchObject({
    kind: 'refuse',
  });
  expect(ask({}, { url: `/?token=${good}` })).toMatchObject({ kind: 'redirect' });
});

test('the cookie cannot be read by scripts nor sent by other sites', () => {
  expect(access.setCookie).toMatch(/; HttpOnly; SameSite=Strict$/);
});

test('an open window lives on when the host is started again on the same folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-secret-'));
  const file = path.join(folder, 'web-secret');
  const before = createAccess(webSecret(folder));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(createAccess(webSecret(folder)).admits(cookie(before))).toBe(true);

  // Whoever loses the secret, or damages it, has to open the window anew; nothing else is lost.
  writeFileSync(file, readFileSync(file).subarray(0, 10));
  expect(createAccess(webSecret(folder)).admits(cookie(before))).toBe(false);
  expect(createAccess(webSecret(folder)).admits(cookie(createAccess(webSecret(folder))))).toBe(true);
  rmSync(folder, { recursive: true });
});
