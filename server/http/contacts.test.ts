import { beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../node/log.ts';
import type { DeviceContact, Session } from '../store/directory-calls.ts';
import { createContacts, type Contacts } from './contacts.ts';

const BEHIND = { ops: 3, records: 1, files: 0 };
let now: number;
let noted: DeviceContact[];
let contacts: Contacts;

beforeEach(() => {
  now = Date.UTC(2026, 0, 5);
  noted = [];
  contacts = createContacts({
    directory: {
      async noteContact({ contact }) {
        noted.push(contact);
        return null;
      },
    },
    log: silentLog(),
    now: () => now,
  });
});

function session(contact: DeviceContact | null = null): Session {
  return { device: { id: 'd', contact } } as unknown as Session;
}

test('a device is noted when it comes, then once a minute', () => {
  for (let i = 0; i < 100; i++) {
    contacts.note(session(), { srv: i });
    now += 1000;
  }
  expect(noted.map(({ srv }) => srv)).toEqual([0, 60]);
});

test('what is unsent is noted at once when it changes', () => {
  contacts.note(session(), { behind: BEHIND });
  contacts.note(session(), { behind: BEHIND });
  contacts.note(session(), { behind: { ...BEHIND, ops: 0 } });
  expect(noted.map(({ behind }) => behind.ops)).toEqual([3, 0]);
});

test('what a call does not say stays as it was said before, also before a restart', () => {
  const before = { at: '2026-01-01T00:00:00.000Z', app: '0.9.0', srv: 7, behind: BEHIND };
  contacts.note(session(before), {});
  expect(noted[0]).toEqual({ ...before, at: '2026-01-05T00:00:00.000Z' });
});
