/** `server.db`: its tables, and how it is opened. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { openServerFile, readServerFile, type FileKind } from './open-file.ts';
import { serverName } from './server-identity.ts';

/** The file's name in the server's folder. */
export const DIRECTORY_FILE = 'server.db';

const KIND: FileKind = {
  // `QOID`
  application: 0x514f4944,
  broken: 'DIRECTORY_BROKEN',
  newer: 'SERVER_NEWER',
  steps: [
    `
    CREATE TABLE archives (
      no INTEGER PRIMARY KEY,
      -- Null until a station has founded it.
      id TEXT UNIQUE,
      name TEXT NOT NULL,
      made TEXT NOT NULL,
      founded TEXT,
      -- The device that did it, as long as it may bring what nobody here has signed.
      founder TEXT,
      begun TEXT,
      recovery TEXT
    ) STRICT;

    CREATE TABLE people (
      id TEXT PRIMARY KEY,
      login TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      made TEXT NOT NULL,
      admin INTEGER NOT NULL,
      closed TEXT,
      -- scrypt with its cost and salt.
      password TEXT NOT NULL
    ) STRICT;
    CREATE TABLE members (
      archive INTEGER NOT NULL REFERENCES archives (no),
      person TEXT NOT NULL REFERENCES people (id),
      grants TEXT NOT NULL,
      PRIMARY KEY (archive, person)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE devices (
      id TEXT PRIMARY KEY,
      archive INTEGER NOT NULL REFERENCES archives (no),
      name TEXT NOT NULL,
      key TEXT NOT NULL UNIQUE,
      machine TEXT NOT NULL,
      enrolled TEXT NOT NULL,
      revoked TEXT,
      -- What it last said of itself, as JSON.
      contact TEXT
    ) STRICT;
    CREATE INDEX devices_by_archive ON devices (archive);

    -- Of codes and tokens only their hashes are here: nobody can speak for anyone with this file.
    CREATE TABLE codes (
      hash BLOB PRIMARY KEY,
      archive INTEGER NOT NULL REFERENCES archives (no),
      made TEXT NOT NULL,
      ends TEXT NOT NULL,
      device TEXT REFERENCES devices (id)
    ) STRICT, WITHOUT ROWID;

    -- One sign-in and all tokens that came of it.
    CREATE TABLE families (
      no INTEGER PRIMARY KEY,
      device TEXT NOT NULL REFERENCES devices (id),
      person TEXT NOT NULL REFERENCES people (id),
      ended TEXT,
      -- The refresh token that counts, and the one before it.
      refresh BLOB NOT NULL UNIQUE,
      before BLOB UNIQUE,
      ends TEXT NOT NULL
    ) STRICT;
    CREATE TABLE accesses (
      hash BLOB PRIMARY KEY,
      family INTEGER NOT NULL REFERENCES families (no) ON DELETE CASCADE,
      ends TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX accesses_by_end ON accesses (ends);
    CREATE INDEX accesses_by_family ON accesses (family);
    CREATE TABLE used (
      hash BLOB PRIMARY KEY,
      family INTEGER NOT NULL REFERENCES families (no) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX used_by_family ON used (family);

    -- Keys that an archive's disks are encrypted with, the newest counts; older ones still open older disks.
    CREATE TABLE bundle_keys (
      no INTEGER PRIMARY KEY,
      archive INTEGER NOT NULL REFERENCES archives (no),
      id TEXT NOT NULL UNIQUE,
      key TEXT NOT NULL,
      made TEXT NOT NULL
    ) STRICT;
    CREATE INDEX bundle_keys_by_archive ON bundle_keys (archive, no);

    -- id, name and key pair of the server, and the plan of its backups.
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  ],
};

/** Opens `server.db` or makes it. @throws TroubleError DIRECTORY_BROKEN, SERVER_NEWER, or a disk code */
export function openDirectoryFile(path: string): Database {
  const db = openServerFile(path, KIND);
  // Made with the file, so that those who only read it find it.
  serverName(db);
  return db;
}

/** Opens an existing `server.db` for reading only. @throws TroubleError as `openDirectoryFile`, FILE_MISSING */
export function readDirectoryFile(path: string): Database {
  return readServerFile(path, KIND);
}
