/**
 * `index.db`: which object holds the bytes of a sha256. Derived from the inventories and from nothing else: missing, damaged
 * or of another format, it is made anew, and where the disk takes no database it is kept in memory.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { onDisk } from '../files/disk-trouble.ts';
import { INVENTORY, inventorySchema, type Inventory } from '../ocfl/inventory.ts';
import { objectPaths } from '../ocfl/storage-root.ts';
import { openDatabase, type Database } from '../sqlite/open-database.ts';

const INDEX_FORMAT = 2;
const BROKEN = 'VAULT_INDEX_BROKEN';
const IN_MEMORY = ':memory:';
const SCHEMA = `
  CREATE TABLE objects (number INTEGER PRIMARY KEY, id TEXT NOT NULL, path TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE files (
    sha256 BLOB NOT NULL, object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE, path TEXT NOT NULL,
    PRIMARY KEY (sha256, object, path)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX files_of_object ON files (object);
  PRAGMA user_version = ${INDEX_FORMAT};`;

type IndexedFile = {
  readonly object: string;
  /** Below the storage root, with `/`. */
  readonly path: string;
  /** Below the object, with `/`. */
  readonly contentPath: string;
};

export type DigestIndex = {
  find(sha256: string): Promise<IndexedFile[]>;
  /** Reads one object's inventory in; never throws: an index that cannot be written is kept in memory from then on. */
  addObject(path: string): Promise<void>;
  /** An object that was taken away on purpose. */
  removeObject(path: string): Promise<void>;
  rebuild(): Promise<{ files: number }>;
  close(): void;
};

/** Opens the index of the storage root `root` and makes it agree with the objects that are there. */
export async function openDigestIndex(file: string, root: string): Promise<DigestIndex> {
  let database = await openFile(file);
  await follow(database);

  async function follow(target: Database): Promise<void> {
    const known = new Set(
      target
        .prepare<{ path: string }>('SELECT path FROM objects')
        .all()
        .map(({ path }) => path),
    );
    for await (const path of objectPaths(root)) {
      if (!known.delete(path)) await readObject(target, root, path);
    }
    for (const path of known) target.prepare('DELETE FROM objects WHERE path = ?').run(path);
  }

  async function inMemory(): Promise<void> {
    closeQuietly(database);
    database = openSound(IN_MEMORY);
    await follow(database);
  }

  return {
    async find(sha256) {
      const key = Buffer.from(sha256, 'hex');
      try {
        return findIn(database, key);
      } catch (error) {
        if (!(error instanceof TroubleError)) throw error;
        await inMemory();
        return findIn(database, key);
      }
    },
    async addObject(path) {
      try {
        await readObject(database, root, path);
      } catch (error) {
        if (!(error instanceof TroubleError)) throw error;
        await inMemory();
      }
    },
    async removeObject(path) {
      try {
        database.prepare('DELETE FROM objects WHERE path = ?').run(path);
      } catch (error) {
        if (!(error instanceof TroubleError)) throw error;
        await inMemory();
      }
    },
    async rebuild() {
      closeQuietly(database);
      await removeFile(file).catch(() => undefined);
      database = await openFile(file);
      await follow(database);
      const row = database.prepare<{ files: number }>('SELECT count(*) AS files FROM files').get();
      return { files: row?.files ?? 0 };
    },
    close: () => closeQuietly(database),
  };
}

/** The file as it is; made anew when it is damaged or of another format; in memory when the disk takes none. */
async function openFile(file: string): Promise<Database> {
  try {
    return openSound(file);
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    if (error.code !== BROKEN) return openSound(IN_MEMORY);
  }
  try {
    await removeFile(file);
    return openSound(file);
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    return openSound(IN_MEMORY);
  }
}

function openSound(file: string): Database {
  const database = openDatabase(file, { broken: BROKEN });
  try {
    return checkSchema(database);
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

function checkSchema(database: Database): Database {
  const version = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version;
  const tables = database.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n;
  if (version === 0 && tables === 0) return makeSchema(database);
  const sound = database.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check;
  if (version !== INDEX_FORMAT || sound !== 'ok') throw new TroubleError(BROKEN, { path: database.path });
  return database;
}

function makeSchema(database: Database): Database {
  database.transaction(() => database.exec(SCHEMA));
  return database;
}

async function removeFile(file: string): Promise<void> {
  await onDisk(file, async () => {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
  });
}

function findIn(database: Database, sha256: Uint8Array): IndexedFile[] {
  return database
    .prepare<{ id: string; objectPath: string; path: string }>(
      `SELECT o.id, o.path AS objectPath, f.path FROM files f JOIN objects o ON o.number = f.object
       WHERE f.sha256 = ? ORDER BY f.object, f.path`,
    )
    .all(sha256)
    .map((row) => ({
      object: row.id,
      path: `${row.objectPath}/${row.path}`,
      contentPath: row.path,
    }));
}

async function readObject(database: Database, root: string, path: string): Promise<void> {
  const inventory = await readInventory(join(root, path));
  // An object whose inventories are both damaged is for `vault verify` to report; the next start tries again.
  if (inventory === null) return;
  const files = contentBySha256(inventory).filter(([, content]) => isInside(content));
  database.transaction(() => {
    database.prepare('DELETE FROM objects WHERE path = ?').run(path);
    database.prepare('INSERT INTO objects (id, path) VALUES (?, ?)').run(inventory.id, path);
    const number = database.prepare<{ n: number }>('SELECT last_insert_rowid() AS n').get()?.n ?? 0;
    const insert = database.prepare('INSERT OR IGNORE INTO files (sha256, object, path) VALUES (?, ?, ?)');
    for (const [sha256, content] of files) insert.run(Buffer.from(sha256, 'hex'), number, content);
  });
}

async function readInventory(object: string): Promise<Inventory | null> {
  for (const place of [object, join(object, 'v1')]) {
    try {
      const parsed = inventorySchema.safeParse(JSON.parse(await readFile(join(place, INVENTORY), 'utf8')));
      if (parsed.success) return parsed.data;
    } catch {
      // the copy in v1 is asked next
    }
  }
  return null;
}

function contentBySha256(inventory: Inventory): [string, string][] {
  const digests =
    inventory.digestAlgorithm === 'sha256' ? inventory.manifest : (inventory.fixity?.['sha256'] ?? {});
  return Object.entries(digests)
    .filter(([digest]) => /^[0-9a-fA-F]{64}$/u.test(digest))
    .flatMap(([digest, paths]) => paths.map((path): [string, string] => [digest.toLowerCase(), path]));
}

/** An inventory from elsewhere must not lead out of its object. */
function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..');
}

function closeQuietly(database: Database): void {
  try {
    database.close();
  } catch {
    // closed already, or its disk is gone: there is nothing in it that is not elsewhere
  }
}
