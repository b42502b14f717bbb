import { beforeEach, expect, test } from 'vitest';
import { createPageSessions, type PageSessions } from './page-sessions.ts';

const HOUR = 3_600_000;
const P = { id: 'p', passwordMark: 'm' };
let now: number;
let sessions: PageSessions;

beforeEach(() => {
  now = 0;
  sessions = createPageSessions({ isSecure: true, now: () => now });
});

const cookieIn = (header: string): string => header.split(';')[0] ?? '';

test('a session ends after eight hours, at the latest', () => {
  const cookie = cookieIn(sessions.begin(P));
  now = 7 * HOUR;
  expect(sessions.signedIn(`other=1; ${cookie}`)).toEqual(P);
  now = 8 * HOUR;
  expect(sessions.signedIn(cookie)).toBeNull();
});

test('with TLS the cookie goes to this host and by TLS only', () => {
  expect(sessions.begin(P)).toMatch(/^__Host-qoima-status=.*Path=\/; HttpOnly; SameSite=Strict; Secure$/);
});

test('so many sign in and never out that the oldest go; nobody signs in by a made-up cookie', () => {
  const first = cookieIn(sessions.begin({ ...P, id: 'first' }));
  for (let i = 0; i < 300; i++) sessions.begin({ ...P, id: `p${i}` });
  const last = cookieIn(sessions.begin({ ...P, id: 'last' }));
  expect(sessions.signedIn(first)).toBeNull();
  expect(sessions.signedIn(last)).toMatchObject({ id: 'last' });
  for (const cookie of [undefined, '', '__Host-qoima-status=', '__Host-qoima-status=x', 'qoima-status=x']) {
    expect(sessions.signedIn(cookie)).toBeNull();
  }
});
