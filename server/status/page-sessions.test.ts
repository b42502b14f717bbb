import { beforeEach, expect, test } from 'vitest';
import { createPageSessions, type PageSessions } from './page-sessions.ts';

const HOUR = 3_600_000;
let now: number;
let sessions: PageSessions;

beforeEach(() => {
  now = 0;
  sessions = createPageSessions({ isSecure: true, now: () => now });
});

const cookieIn = (header: string): string => header.split(';')[0] ?? '';

test('a session ends after eight hours, at the latest', () => {
  const cookie = cookieIn(sessions.begin('p'));
  now = 7 * HOUR;
  expect(sessions.personOf(`other=1; ${cookie}`)).toBe('p');
  now = 8 * HOUR;
  expect(sessions.personOf(cookie)).toBeNull();
});

test('with TLS the cookie goes to this host and by TLS only', () => {
  expect(sessions.begin('p')).toMatch(/^__Host-qoima-status=.*Path=\/; HttpOnly; SameSite=Strict; Secure$/);
});

test('so many sign in and never out that the oldest go; nobody signs in by a made-up cookie', () => {
  const first = cookieIn(sessions.begin('first'));
  for (let i = 0; i < 300; i++) sessions.begin(`p${i}`);
  const last = cookieIn(sessions.begin('last'));
  expect(sessions.personOf(first)).toBeNull();
  expect(sessions.personOf(last)).toBe('last');
  for (const cookie of [undefined, '', '__Host-qoima-status=', '__Host-qoima-status=x', 'qoima-status=x']) {
    expect(sessions.personOf(cookie)).toBeNull();
  }
});
