/**
 * Opens our IndexedDB databases. Dexie opens a database of a newer program without a word and lets an old one write to
 * it, so the version on disk is compared first; and Chromium's default durability is relaxed, so strict is asked for.
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import { fail, ok, type Result } from '../../shared/result.ts';
import { deskVersion0001 } from './desk-versions/0001-drafts.ts';
import type { CursorRow, DraftRow, PointerRow, Row, SnapshotRow, SnapshotChunkRow } from './rows.ts';
import type { SchemaVersion } from './schema-version.ts';
import { version0001 } from './versions/0001-records.ts';
import { version0002 } from './versions/0002-reviews.ts';

/** All published versions of the catalogue copy, oldest first. */
export const CATALOGUE_VERSIONS: readonly SchemaVersion[] = [version0001, version0002];
/** All published versions of the desk: pointers and drafts. */
export const DESK_VERSIONS: readonly SchemaVersion[] = [deskVersion0001];

export type CatalogueDatabase = Dexie & {
  records: EntityTable<Row, 'id'>;
  meta: EntityTable<CursorRow, 'key'>;
  searchChunks: Table<SnapshotChunkRow, [number, number]>;
  searchSnapshots: EntityTable<SnapshotRow, 'generation'>;
};

export type DeskDatabase = Dexie & {
  pointers: EntityTable<PointerRow, 'archive'>;
  drafts: Table<DraftRow, [string, string]>;
};

/** The number that Chromium stores for a Dexie version. */
const NATIVE_FACTOR = 10;

/**
 * Opens database `name` at the newest of `versions`, upgrading it where it is older. `there`: the databases of this
 * origin, when they have just been asked for.
 * Errors: CATALOGUE_NEWER when a newer program has written it; it is left as it is.
 */
export async function openDatabase<D extends Dexie>(
  name: string,
  versions: readonly SchemaVersion[],
  there?: Promise<IDBDatabaseInfo[]>,
): Promise<Result<D, 'CATALOGUE_NEWER'>> {
  const newest = Math.max(...versions.map((step) => step.version));
  const native = await nativeVersion(name, there);
  if (native !== null && Math.floor(native / NATIVE_FACTOR) > newest) {
    return fail('CATALOGUE_NEWER', { version: native / NATIVE_FACTOR, ours: newest });
  }
  const database = describeDatabase(name, versions);
  await database.open();
  stayClosed(database);
  return ok(database as D);
}

/**
 * What the browser closes (its data was cleared, the disk failed, another window deletes it) stays closed. Dexie would open it
 * again at the next read or write: an empty one of the same name, or the next copy half filled; and whoever was in the midst
 * of reading or filling the old one would go on there as if nothing had happened.
 */
function stayClosed(database: Dexie): void {
  database.open = () => Dexie.Promise.reject(new Dexie.DatabaseClosedError('closed under its window'));
}

/** A Dexie object with the schema of `versions`, not opened yet. */
export function describeDatabase(name: string, versions: readonly SchemaVersion[]): Dexie {
  const database = new Dexie(name, {
    chromeTransactionDurability: 'strict',
    // Its cache would hold whole result lists in memory and answer before the disk has.
    cache: 'disabled',
    // Whoever wants it opened says so; see `stayClosed`.
    autoOpen: false,
  });
  for (const step of versions) {
    const version = database.version(step.version).stores({ ...step.stores });
    if (step.upgrade !== undefined) version.upgrade(step.upgrade);
  }
  return database;
}

/** The version on disk as Chromium counts it; null when there is no such database. */
export async function nativeVersion(
  name: string,
  there: Promise<IDBDatabaseInfo[]> = indexedDB.databases(),
): Promise<number | null> {
  const databases = await there;
  return databases.find((database) => database.name === name)?.version ?? null;
}
