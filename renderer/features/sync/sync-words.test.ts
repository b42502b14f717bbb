import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../db/sync-status.ts';
import {
  clockWords,
  lockWords,
  syncAside,
  syncLine,
  syncTone,
  unsentWords,
  waitOfFiles,
} from './sync-words.ts';

const NOTHING = { ops: 0, records: 0, pages: 0, files: 0, bytes: 0 };
const STATUS: SyncStatus = {
  link: 'linked',
  state: 'resting',
  centre: null,
  unsent: NOTHING,
  unsecured: 0,
  held: 0,
  older: 0,
  lastContact: '2026-11-22T12:00:00Z',
  lastComplete: '2026-11-22T12:00:00Z',
  activity: null,
  pause: null,
  filesWait: null,
  next: null,
  trouble: null,
  clock: null,
  person: { id: '0190a000-0000-7000-8000-000000000001', name: 'Айгүл', login: 'aigul' },
  attention: 0,
};
const t = (key: string, values: Record<string, unknown> = {}) =>
  `${key} ${Object.values(values).join(' ')}`.trim();
const unsent = (more: Partial<SyncStatus['unsent']>) =>
  unsentWords({ ...STATUS, unsent: { ...NOTHING, ...more } }, 'en', t);

describe('what is not at the centre yet', () => {
  it('is nothing, or told by its kinds', () => {
    expect(unsent({})).toBeNull();
    expect(unsent({ ops: 30, records: 12 })).toBe('sync.unsent.records 12');
    expect(unsent({ ops: 400, records: 12, pages: 340 })).toBe(
      'sync.unsent.and sync.unsent.records 12 sync.unsent.pages 340',
    );
    expect(unsent({ ops: 400, records: 12, pages: 340, files: 2, bytes: 3_400_000 })).toBe(
      'sync.unsent.and sync.unsent.records 12, sync.unsent.pages 340 sync.unsent.files 2 sync.size.mb 3.4',
    );
  });

  it('is never told as nothing while a change is here alone', () => {
    expect(unsent({ ops: 2 })).toBe('sync.unsent.changes 2');
  });

  it('makes the line; nothing is called exchanged that never was', () => {
    expect(syncLine(STATUS, 'en', t)).toBe('sync.line.all');
    expect(syncLine({ ...STATUS, lastComplete: null }, 'en', t)).toBe('sync.line.never');
    expect(syncLine({ ...STATUS, link: 'none' }, 'en', t)).toBe('sync.line.none');
    expect(syncLine({ ...STATUS, unsent: { ...NOTHING, ops: 1, records: 1 } }, 'en', t)).toBe(
      'sync.line.unsent sync.unsent.records 1',
    );
  });
});

it('only what needs a person stands out', () => {
  const trouble = (code: string) => ({ code, details: {}, since: '2026-11-22T12:00:00Z' });
  expect(syncTone(STATUS)).toBe('fine');
  expect(syncTone({ ...STATUS, state: 'working' })).toBe('busy');
  expect(syncTone({ ...STATUS, state: 'waiting', trouble: trouble('OFFLINE') })).toBe('fine');
  expect(syncTone({ ...STATUS, state: 'waiting', trouble: trouble('NOT_A_SERVER') })).toBe('warn');
  expect(syncTone({ ...STATUS, state: 'stopped', trouble: trouble('DEVICE_REVOKED') })).toBe('warn');
  expect(syncTone({ ...STATUS, clock: 400 })).toBe('warn');
  expect(syncTone({ ...STATUS, person: null })).toBe('warn');
});

it('what is in the way is told beside the line, the worst first', () => {
  expect(syncAside(STATUS, t)).toBeNull();
  expect(syncAside({ ...STATUS, clock: 400 }, t)).toBe('sync.aside.clock');
  expect(syncAside({ ...STATUS, clock: 400, person: null }, t)).toBe('sync.aside.nobody');
  expect(syncAside({ ...STATUS, state: 'stopped', person: null }, t)).toBe('sync.aside.stopped');
  const first = { work: 'first' as const, done: 1, total: 33 };
  expect(syncAside({ ...STATUS, state: 'working', activity: first }, t)).toBe('sync.work.first');
  const trouble = { code: 'OFFLINE', details: {}, since: '2026-11-22T12:00:00Z' };
  expect(syncAside({ ...STATUS, state: 'waiting', trouble }, t)).toBe('sync.aside.offline');
  const nobody = { ...trouble, code: 'SIGN_IN_NEEDED' };
  expect(syncAside({ ...STATUS, state: 'stopped', trouble: nobody, person: null }, t)).toBe(
    'sync.aside.nobody',
  );
  expect(syncAside({ ...STATUS, state: 'stopped', trouble: nobody }, t)).toBe('sync.aside.stopped');
});

it('how long a password may not be tried is told in seconds or in whole minutes', () => {
  expect(lockWords(30)).toEqual({ key: 'seconds', count: 30 });
  expect(lockWords(119)).toEqual({ key: 'minutes', count: 2 });
  expect(lockWords(900)).toEqual({ key: 'minutes', count: 15 });
});

it('files that wait for their hours or for another day say so, where nothing worse is in the way', () => {
  const until = new Date(2026, 10, 23, 20).toISOString();
  const waiting: SyncStatus = {
    ...STATUS,
    unsent: { ...NOTHING, files: 340, bytes: 1 },
    filesWait: { why: 'hours', until },
  };
  expect(syncAside(waiting, t)).toBe('sync.aside.hours 20:00');
  expect(waitOfFiles(waiting)?.why).toBe('hours');
  expect(syncAside({ ...waiting, filesWait: { why: 'limit', until } }, t)).toMatch('sync.aside.limit');
  // Nothing is here that would wait; a pause and a stop are told as such.
  expect(syncAside({ ...waiting, unsent: NOTHING }, t)).toBeNull();
  expect(waitOfFiles({ ...waiting, state: 'paused' })).toBeNull();
  expect(syncAside({ ...waiting, state: 'stopped' }, t)).toBe('sync.aside.stopped');
});

it('a wrong clock is told in the unit that people would use', () => {
  expect(clockWords(-3 * 86_400)).toEqual({ key: 'behind.days', count: 3 });
  expect(clockWords(7200)).toEqual({ key: 'ahead.hours', count: 2 });
  expect(clockWords(180)).toEqual({ key: 'ahead.minutes', count: 3 });
});
