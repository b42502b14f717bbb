import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import type { Database } from '../../node/sqlite/open-database.ts';
import { must } from '../../shared/must.ts';
import type { Directory, Enrolment } from './directory-calls.ts';
import { createDirectoryAdmin, type DirectoryAdmin } from './directory-admin.ts';
import { createDirectory } from './directory-core.ts';
import { openDirectoryFile } from './directory-file.ts';
import { CHEAP_PASSWORDS } from './fixture-cost.ts';
import { openDirectory } from './directory.ts';
import { isSignatureOf } from './verify.ts';

const DAY = 24 * 60 * 60 * 1000;
const ARCHIVE = newId();

let folder: string;
let db: Database;
let admin: DirectoryAdmin;
let directory: Directory;
let clock = Date.UTC(2026, 0, 5);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-directory-'));
  db = openDirectoryFile(path.join(folder, 'server.db'));
  clock = Date.UTC(2026, 0, 5);
  admin = createDirectoryAdmin(db, () => clock, CHEAP_PASSWORDS);
  directory = createDirectory(db, () => clock);
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

function station(code: string, more: Partial<Enrolment> = {}): Enrolment {
  return { code, key: 'key-1', name: 'Desk 1', machine: 'm1', archive: ARCHIVE, ...more };
}

async function enrolled(more: Partial<Enrolment> = {}) {
  const place = admin.archives()[0] ?? admin.addArchive('Aktobe');
  const result = await directory.enrol(station(admin.makeCode(place.no, 7).code, more));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

async function person(login = 'aigul') {
  const made = await admin.addPerson({ login, name: 'Aigul', password: 'correct horse', admin: true });
  if (!made.ok) throw new Error(made.code);
  admin.join(1, made.value.id);
  return made.value;
}

describe('enrolment', () => {
  test('the first station founds the archive under its own id, others join it', async () => {
    const first = await enrolled();
    expect(first.founded).toBe(true);
    expect(first.archive).toMatchObject({ no: 1, id: ARCHIVE, name: 'Aktobe' });
    const second = await enrolled({ key: 'key-2', archive: null });
    expect(second.founded).toBe(false);
    expect(second.archive.id).toBe(ARCHIVE);
    expect((await directory.devices(ARCHIVE)).map(({ key }) => key)).toEqual(['key-1', 'key-2']);
  });

  test('a code is good once, until its end, however it is typed; the same key may ask again', async () => {
    const { no } = admin.addArchive('Aktobe');
    const { code } = admin.makeCode(no, 7);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const first = await directory.enrol(station(typed));
    const again = await directory.enrol(station(code));
    expect(again).toEqual(first);
    expect(await directory.enrol(station(code, { key: 'key-2' }))).toMatchObject({ code: 'CODE_UNKNOWN' });
    const late = admin.makeCode(no, 7).code;
    clock += 7 * DAY;
    expect(await directory.enrol(station(late, { key: 'key-2' }))).toMatchObject({ code: 'CODE_UNKNOWN' });
    expect(await directory.enrol(station('ABCDE-ABCDE-ABCDE-ABCDE'))).toMatchObject({ code: 'CODE_UNKNOWN' });
  });

  test('what does not belong together is refused, changes nothing, and leaves the code good', async () => {
    const { no } = admin.addArchive('Aktobe');
    const { code } = admin.makeCode(no, 7);
    expect(await directory.enrol(station(code, { archive: null }))).toMatchObject({ code: 'NOT_FOUNDED' });
    expect(await directory.enrol(station(code))).toMatchObject({ ok: true });
    const second = admin.makeCode(no, 7).code;
    const foreign = { key: 'key-2', archive: newId() };
    expect(await directory.enrol(station(second, foreign))).toMatchObject({
      code: 'ARCHIVE_FOREIGN',
      details: { archive: ARCHIVE },
    });
    const other = admin.makeCode(admin.addArchive('Other').no, 7).code;
    expect(await directory.enrol(station(other, { key: 'key-2' }))).toMatchObject({
      code: 'ARCHIVE_ELSEWHERE',
    });
    expect(await directory.enrol(station(other))).toMatchObject({ code: 'ARCHIVE_ELSEWHERE' });
    expect(admin.archives().map(({ id }) => id)).toEqual([ARCHIVE, null]);
    expect(await directory.enrol(station(second, { key: 'key-2' }))).toMatchObject({ ok: true });
  });

  test('a key that was shut out stays out', async () => {
    const { device } = await enrolled();
    admin.revokeDevice(device.id);
    const { code } = admin.makeCode(1, 7);
    expect(await directory.enrol(station(code))).toMatchObject({ code: 'DEVICE_REVOKED' });
    expect(await directory.device(device.id)).toMatchObject({ revokedAt: '2026-01-05T00:00:00.000Z' });
  });
});

test('disks of an archive have a key, and another one from when a device was shut out', async () => {
  const { device } = await enrolled();
  const [first] = admin.bundleKeys(ARCHIVE);
  expect(first?.id).toMatch(/^[0-9a-f]{8}$/);
  expect(Buffer.from(first?.key ?? '', 'base64url')).toHaveLength(32);
  admin.revokeDevice(device.id);
  const keys = admin.bundleKeys(ARCHIVE);
  expect(keys).toHaveLength(2);
  expect(keys[1]).toEqual(first);
  expect(isSignatureOf(admin.server().key, Buffer.from('receipt'), admin.sign(Buffer.from('receipt')))).toBe(
    true,
  );
});

describe('signing in', () => {
  test('a password opens a session of this device and person; a wrong one does not', async () => {
    const { device } = await enrolled();
    const { id } = await person();
    const right = { device: device.id, login: ' AIGUL ', password: 'correct horse' };
    const signedIn = await directory.signIn(right);
    if (!signedIn.ok) throw new Error(signedIn.code);
    const session = await directory.session(signedIn.value.tokens.access);
    expect(session).toMatchObject({ ok: true, value: { archive: ARCHIVE, person: { id }, grants: ['*'] } });
    for (const wrong of [{ password: 'wrong' }, { login: 'nobody' }, { device: newId() }])
      expect(await directory.signIn({ ...right, ...wrong })).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { login, password } = right;
    expect(await directory.checkPassword({ login, password })).toMatchObject({ value: { id, admin: true } });
    admin.setClosed(id, true);
    expect(await directory.checkPassword({ login, password })).toMatchObject({ code: 'UNAUTHENTICATED' });
    const kept = JSON.stringify(db.prepare('SELECT * FROM people').all());
    expect(kept).not.toContain('correct horse');
  });

  test('an access token ends after a quarter of an hour, a refresh token brings the next pair', async () => {
    const { device } = await enrolled();
    await person();
    const first = await signIn(device.id);
    clock += 15 * 60 * 1000;
    expect(await directory.session(first.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    const second = await refresh(device.id, first.refresh);
    expect(await directory.session(second.access)).toMatchObject({ ok: true });
    clock += 90 * DAY;
    expect(await directory.refresh({ device: device.id, refresh: second.refresh })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('a refresh whose answer was lost works again; a token from further back ends the whole family', async () => {
    const { device } = await enrolled();
    await person();
    const first = await signIn(device.id);
    await refresh(device.id, first.refresh);
    const second = await refresh(device.id, first.refresh);
    const third = await refresh(device.id, second.refresh);
    expect(await directory.refresh({ device: device.id, refresh: first.refresh })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await directory.session(third.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await directory.refresh({ device: device.id, refresh: third.refresh })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('another device cannot use a refresh token', async () => {
    const { device } = await enrolled();
    const other = await enrolled({ key: 'key-2', archive: null });
    await person();
    const first = await signIn(device.id);
    expect(await directory.refresh({ device: other.device.id, refresh: first.refresh })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await refresh(device.id, first.refresh);
  });

  test('an old password that is being checked while a new one is set opens nothing', async () => {
    const { device } = await enrolled();
    const { id } = await person();
    const signIn = (login: string) =>
      directory.signIn({ device: device.id, login, password: 'correct horse' });
    // One that is slow to be told no, so that the next one waits.
    const before = signIn('nobody');
    const old = signIn('aigul');
    await admin.setPassword(id, 'another horse');
    await before;
    const signedIn = await old;
    const opened = signedIn.ok ? await directory.session(signedIn.value.tokens.access) : signedIn;
    expect(opened).toMatchObject({ ok: false, code: 'UNAUTHENTICATED' });
  });

  test('a device shut out, a person closed or out of the archive, a new password: each ends sessions at once', async () => {
    const { device } = await enrolled();
    const { id } = await person();
    const before = await signIn(device.id);
    admin.setClosed(id, true);
    expect(await directory.session(before.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    admin.setClosed(id, false);
    admin.leave(1, id);
    expect(await directory.session(before.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    admin.join(1, id);
    expect(await directory.session(before.access)).toMatchObject({ ok: true });
    await admin.setPassword(id, 'correct horse');
    expect(await directory.session(before.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    const after = await signIn(device.id);
    await directory.signOut({ device: device.id, refresh: after.refresh });
    expect(await directory.session(after.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    const last = await signIn(device.id);
    admin.revokeDevice(device.id);
    expect(await directory.session(last.access)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(
      await directory.signIn({ device: device.id, login: 'aigul', password: 'correct horse' }),
    ).toMatchObject({ code: 'DEVICE_REVOKED' });
  });

  async function signIn(device: string) {
    const result = await directory.signIn({ device, login: 'aigul', password: 'correct horse' });
    if (!result.ok) throw new Error(result.code);
    return result.value.tokens;
  }

  async function refresh(device: string, token: string) {
    const result = await directory.refresh({ device, refresh: token });
    if (!result.ok) throw new Error(result.code);
    return result.value.tokens;
  }
});

test('no token, code or password stands in the file', async () => {
  const { device } = await enrolled();
  await person();
  const signedIn = await directory.signIn({ device: device.id, login: 'aigul', password: 'correct horse' });
  const { code } = admin.makeCode(1, 7);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const { readFileSync } = await import('node:fs');
  const bytes = readFileSync(path.join(folder, 'server.db')).toString('latin1');
  const tokens = signedIn.ok ? [signedIn.value.tokens.access, signedIn.value.tokens.refresh] : [];
  expect(tokens).toHaveLength(2);
  for (const secret of [...tokens, code, code.replaceAll('-', ''), 'correct horse'])
    expect(bytes).not.toContain(secret);
});

test('a login belongs to one person, however it is written', async () => {
  admin.addArchive('Aktobe');
  await person('Айгүл');
  const second = await admin.addPerson({ login: 'АЙГҮЛ ', name: 'Other', password: 'x', admin: false });
  expect(second).toMatchObject({ code: 'LOGIN_TAKEN' });
  expect(admin.personByLogin('айгүл')?.name).toBe('Aigul');
});

test('in its thread, and a command beside it', async () => {
  const opened = openDirectory({ path: path.join(folder, 'server.db') });
  try {
    const { no } = admin.addArchive('Aktobe');
    const code = admin.makeCode(no, 30_000).code;
    const result = await opened.enrol(station(code));
    if (!result.ok) throw new Error(result.code);
    const contact = {
      at: '2026-01-05T00:00:00.000Z',
      app: '1',
      srv: 3,
      behind: { ops: 1, records: 1, files: 0 },
    };
    await opened.noteContact({ device: result.value.device.id, contact });
    expect(must(admin.devicesOfPlace(no)[0], 'a device').contact).toEqual(contact);
    admin.revokeDevice(result.value.device.id);
    expect((await opened.device(result.value.device.id))?.revokedAt).not.toBeNull();
  } finally {
    await opened.close();
  }
});
