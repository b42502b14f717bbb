/**
 * What an administrator does to the directory, from the command line, beside a running server or without one. Everything
 * counts from the server's next request on.
 */
import { v7 as newId } from 'uuid';
import type { Database } from '../../node/sqlite/open-database.ts';
import { must } from '../../shared/must.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { ArchiveEntry, DeviceEntry, PersonEntry, ServerName } from './directory-calls.ts';
import { createDirectoryRows, type DirectoryRows } from './directory-rows.ts';
import { codeHash, hashPassword, newCode, plainLogin, PASSWORD_COST, type PasswordCost } from './secrets.ts';
import { nameServer, serverName, signAsServer } from './server-identity.ts';
import { randomBytes } from 'node:crypto';

/** `backup`: the plan of the backups that a server makes by itself, as JSON. */
type Setting = 'backup';

export type DirectoryAdmin = DirectoryRows & {
  addArchive(name: string): ArchiveEntry;
  renameArchive(no: number, name: string): void;
  /** Forgets an archive with its devices, after a restore without it. People stay. */
  forgetArchive(no: number): void;
  /** Its log is lost for good: it may begin with an empty one. */
  beginAnew(no: number): void;
  /** Until when stations may send again what others made; null closes the window. */
  setRecovery(no: number, until: string | null): void;
  /** Whoever founded it once brings no more than others: after a restore. */
  forgetFounder(no: number): void;
  /** LOGIN_TAKEN when another person has it. */
  addPerson(input: {
    readonly login: string;
    readonly name: string;
    readonly password: string;
    /** May see the status page. */
    readonly admin: boolean;
  }): Promise<Result<PersonEntry, 'LOGIN_TAKEN'>>;
  personByLogin(login: string): PersonEntry | null;
  setPassword(person: RecordId, password: string): Promise<void>;
  /** Lets a person into an archive. */
  join(no: number, person: RecordId): void;
  /** Takes a person out of an archive; what they wrote stays. */
  leave(no: number, person: RecordId): void;
  /** The numbers of the archives that a person is in. */
  archivesOf(person: RecordId): number[];
  setClosed(person: RecordId, isClosed: boolean): void;
  /** A code that lets one station in, good for `days`; it is printed once and kept only as its hash. */
  makeCode(no: number, days: number): { readonly code: string; readonly ends: string };
  devicesOfPlace(no: number): DeviceEntry[];
  /** Shuts a device out at once; its sign-ins end. */
  revokeDevice(id: RecordId): void;
  server(): ServerName;
  nameServer(name: string): void;
  /** Ed25519 with the server's key, base64url. */
  sign(bytes: Uint8Array): string;
  setting(key: Setting): string | null;
  setSetting(key: Setting, value: string | null): void;
};

/** Acts on an open `server.db`; `cost` is that of new passwords, smaller for tests. */
export function createDirectoryAdmin(
  db: Database,
  now: () => number = Date.now,
  cost: PasswordCost = PASSWORD_COST,
): DirectoryAdmin {
  const rows = createDirectoryRows(db);
  const at = () => new Date(now()).toISOString();
  const run = (sql: string, ...values: (string | number | null | Uint8Array)[]) =>
    db.transaction(() => db.prepare(sql).run(...values));
  const byLogin = (login: string) =>
    db.prepare<{ id: string }>('SELECT id FROM people WHERE login = ?').get(plainLogin(login))?.id ?? null;
  const lastPlace = () => must(rows.archives().at(-1), 'a place that was just made');

  const addBundleKey = (archive: number) =>
    db
      .prepare('INSERT INTO bundle_keys (archive, id, key, made) VALUES (?, ?, ?, ?)')
      .run(archive, randomBytes(4).toString('hex'), randomBytes(32).toString('base64url'), at());

  return {
    ...rows,
    addArchive: (name) =>
      db.transaction(() => {
        db.prepare('INSERT INTO archives (name, made) VALUES (?, ?)').run(name, at());
        const place = lastPlace();
        addBundleKey(place.no);
        return place;
      }),
    renameArchive: (no, name) => void run('UPDATE archives SET name = ? WHERE no = ?', name, no),
    forgetArchive: (no) =>
      db.transaction(() => {
        const devices = '(SELECT id FROM devices WHERE archive = ?)';
        for (const sql of [
          `DELETE FROM families WHERE device IN ${devices}`,
          'DELETE FROM codes WHERE archive = ?',
          'DELETE FROM devices WHERE archive = ?',
          'DELETE FROM members WHERE archive = ?',
          'DELETE FROM bundle_keys WHERE archive = ?',
          'DELETE FROM archives WHERE no = ?',
        ])
          db.prepare(sql).run(no);
      }),
    beginAnew: (no) => void run('UPDATE archives SET begun = NULL WHERE no = ?', no),
    forgetFounder: (no) => void run('UPDATE archives SET founder = NULL WHERE no = ?', no),
    setRecovery: (no, until) => void run('UPDATE archives SET recovery = ? WHERE no = ?', until, no),
    async addPerson({ login, name, password, admin }) {
      const kept = await hashPassword(password, cost);
      return db.transaction(() => {
        if (byLogin(login) !== null) return fail('LOGIN_TAKEN', { login: plainLogin(login) });
        const id = newId();
        db.prepare(
          'INSERT INTO people (id, login, name, made, admin, password) VALUES (?, ?, ?, ?, ?, ?)',
        ).run(id, plainLogin(login), name, at(), admin ? 1 : 0, kept);
        return ok(must(rows.person(id), 'a person just written'));
      });
    },
    personByLogin: (login) => rows.person(byLogin(login) ?? ''),
    async setPassword(person, password) {
      const kept = await hashPassword(password, cost);
      db.transaction(() => {
        db.prepare('UPDATE people SET password = ? WHERE id = ?').run(kept, person);
        db.prepare('UPDATE families SET ended = ? WHERE person = ? AND ended IS NULL').run(at(), person);
      });
    },
    join: (no, person) =>
      void run(
        'INSERT OR IGNORE INTO members (archive, person, grants) VALUES (?, ?, ?)',
        no,
        person,
        '["*"]',
      ),
    leave: (no, person) => void run('DELETE FROM members WHERE archive = ? AND person = ?', no, person),
    archivesOf: (person) =>
      db
        .prepare<{ archive: number }>('SELECT archive FROM members WHERE person = ? ORDER BY archive')
        .all(person)
        .map(({ archive }) => archive),
    setClosed: (person, isClosed) =>
      void run('UPDATE people SET closed = ? WHERE id = ?', isClosed ? at() : null, person),
    makeCode(no, days) {
      const code = newCode();
      const ends = new Date(now() + days * 24 * 60 * 60 * 1000).toISOString();
      run(
        'INSERT INTO codes (hash, archive, made, ends) VALUES (?, ?, ?, ?)',
        codeHash(code),
        no,
        at(),
        ends,
      );
      return { code, ends };
    },
    devicesOfPlace: (no) => {
      const id = rows.archiveNo(no)?.id ?? null;
      return id === null ? [] : rows.devicesOf(id);
    },
    revokeDevice: (id) =>
      db.transaction(() => {
        db.prepare('UPDATE devices SET revoked = ? WHERE id = ? AND revoked IS NULL').run(at(), id);
        db.prepare('UPDATE families SET ended = ? WHERE device = ? AND ended IS NULL').run(at(), id);
        // It can open the disks that were made so far, not those that are made from now on.
        const place = db.prepare<{ archive: number }>('SELECT archive FROM devices WHERE id = ?').get(id);
        if (place !== undefined) addBundleKey(place.archive);
      }),
    server: () => serverName(db),
    nameServer: (name) => nameServer(db, name),
    sign: (bytes) => signAsServer(db, bytes),
    setting: (key) =>
      db.prepare<{ value: string }>('SELECT value FROM settings WHERE key = ?').get(key)?.value ?? null,
    setSetting: (key, value) =>
      void (value === null
        ? run('DELETE FROM settings WHERE key = ?', key)
        : run('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)', key, value)),
  };
}
