/** What the server is called: an id of its own, made once, and the name that people see. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../node/sqlite/open-database.ts';
import type { ServerName } from './directory-calls.ts';

const FIRST_NAME = 'Qoima';

/** The server's id and name; the id is made when it is asked for first. */
export function serverName(db: Database): ServerName {
  const read = (key: string) =>
    db.prepare<{ value: string }>('SELECT value FROM settings WHERE key = ?').get(key)?.value;
  const id = read('server') ?? makeId(db);
  return { id, name: read('name') ?? FIRST_NAME };
}

/** Gives the server another name. */
export function nameServer(db: Database, name: string): void {
  db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('name', ?)").run(name);
}

function makeId(db: Database): string {
  // Two processes may ask at once: the first one's id stays.
  db.prepare("INSERT OR IGNORE INTO settings (key, value) VALUES ('server', ?)").run(newId());
  const row = db.prepare<{ value: string }>("SELECT value FROM settings WHERE key = 'server'").get();
  return row?.value ?? '';
}
