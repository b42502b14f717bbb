/** The directory over its open file; runs in the directory's thread. Passwords are checked one after the other: each takes 64 MiB. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Account, Directory } from './directory-calls.ts';
import { createDirectoryRows } from './directory-rows.ts';
import { createEnrolment } from './enrolment.ts';
import { isPassword, passwordMark, plainLogin } from './secrets.ts';
import { serverName } from './server-identity.ts';
import { createSessions } from './sessions.ts';

type LoginRow = { id: string; password: string };

/** Serves the directory in `db`. */
export function createDirectory(db: Database, now: () => number): Directory {
  const rows = createDirectoryRows(db);
  const sessions = createSessions(db, rows, now);
  const enrol = createEnrolment(db, rows, now);
  const byLogin = db.prepare<LoginRow>('SELECT id, password FROM people WHERE login = ?');
  const begin = db.prepare('UPDATE archives SET begun = ? WHERE id = ? AND begun IS NULL');
  const contact = db.prepare('UPDATE devices SET contact = ? WHERE id = ?');
  const byId = db.prepare<{ password: string }>('SELECT password FROM people WHERE id = ?');
  let guessing: Promise<unknown> = Promise.resolve();

  function accountOf(id: string): Account | null {
    const person = rows.person(id);
    const kept = byId.get(id);
    return person === null || kept === undefined
      ? null
      : { ...person, passwordMark: passwordMark(kept.password) };
  }

  /** What `open` gives for the person whose password it is; null when it is nobody's, or another one was set while it was checked. */
  async function withPassword<T>(
    login: string,
    password: string,
    open: (person: string) => T,
  ): Promise<T | null> {
    const row = byLogin.get(plainLogin(login));
    const turn = guessing.then(() => isPassword(password, row?.password ?? null));
    guessing = turn.catch(() => undefined);
    if (!(await turn) || row === undefined) return null;
    return db.transaction(() =>
      byLogin.get(plainLogin(login))?.password === row.password ? open(row.id) : null,
    );
  }

  return {
    server: async () => serverName(db),
    archives: async () => rows.archives(),
    archive: async (id) => rows.archiveOf(id),
    devices: async (archive) => rows.devicesOf(archive),
    device: async (id) => rows.device(id),
    people: async (archive) => rows.peopleOf(archive),
    account: async (id) => accountOf(id),
    checkPassword: async ({ login, password }) => {
      const account = await withPassword(login, password, accountOf);
      return account === null || account.closedAt !== null ? fail('UNAUTHENTICATED') : ok(account);
    },
    enrol: async (input) => db.transaction(() => enrol(input)),
    signIn: async ({ device, login, password }) =>
      (await withPassword(login, password, (id) => sessions.begin(device, id))) ?? fail('UNAUTHENTICATED'),
    refresh: async ({ device, refresh }) => db.transaction(() => sessions.refresh(device, refresh)),
    session: async (access) => sessions.session(access),
    signOut: async ({ device, refresh }) => {
      db.transaction(() => sessions.end(device, refresh));
      return null;
    },
    noteBegun: async (archive) => {
      begin.run(new Date(now()).toISOString(), archive);
      return null;
    },
    noteContact: async ({ device, contact: told }) => {
      contact.run(JSON.stringify(told), device);
      return null;
    },
  };
}
