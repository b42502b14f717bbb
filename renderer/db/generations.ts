/**
 * The copies of one archive's catalogue: `qoima-<archive>-g<k>`, of which the desk says which one is complete. A rebuild
 * fills a new one and the pointer is moved when it is whole, so a crash in between leaves the old one, or starts over.
 */
import { Dexie } from 'dexie';
import type { RecordId } from '../../shared/sync/op.ts';
import { ok, type Result } from '../../shared/result.ts';
import {
  CATALOGUE_VERSIONS,
  DESK_VERSIONS,
  nativeVersion,
  openDatabase,
  type CatalogueDatabase,
  type DeskDatabase,
} from './database.ts';
import type { Standing } from './rows.ts';
import type { SchemaVersion } from './schema-version.ts';

/** A complete copy, opened. `standing` null: it is empty, or was wiped under the same name. */
export type OpenCopy = {
  readonly db: CatalogueDatabase;
  readonly generation: number;
  readonly archive: RecordId | null;
  readonly standing: Standing | null;
  /** Whether it had no record at all when it was opened. */
  readonly isEmpty: boolean;
};

/** Databases of this origin, asked for once by whoever opens several of them. */
export type ThereNow = Promise<IDBDatabaseInfo[]>;

/** Opens the desk, which outlives every copy. Errors: CATALOGUE_NEWER. */
export function openDesk(
  archive: RecordId,
  versions: readonly SchemaVersion[] = DESK_VERSIONS,
  there?: ThereNow,
): Promise<Result<DeskDatabase, 'CATALOGUE_NEWER'>> {
  return openDatabase<DeskDatabase>(`qoima-${archive}-desk`, versions, there);
}

/** The database of one copy. */
export function copyName(archive: RecordId, generation: number): string {
  return `qoima-${archive}-g${generation}`;
}

/** Opens a copy by its number. Errors: CATALOGUE_NEWER. */
export function openGeneration(
  archive: RecordId,
  generation: number,
  versions: readonly SchemaVersion[] = CATALOGUE_VERSIONS,
  there?: ThereNow,
): Promise<Result<CatalogueDatabase, 'CATALOGUE_NEWER'>> {
  return openDatabase<CatalogueDatabase>(copyName(archive, generation), versions, there);
}

export type OpenDatabases = {
  readonly desk: DeskDatabase;
  readonly pointed: number | null;
  readonly copy: OpenCopy | null;
};

/**
 * Opens the desk and the copy that it points to; `copy` is null when it is not there. The newest copy is opened beside the
 * desk before the pointer is read, because it is the right one but after a crash: the first list waits for this. A copy
 * that is `open` already, because trouble came from the host, is read again. Errors: CATALOGUE_NEWER.
 */
export async function openAtOnce(
  archive: RecordId,
  openDeskOnce: (there: ThereNow) => Promise<Result<DeskDatabase, 'CATALOGUE_NEWER'>>,
  open: OpenCopy | null,
): Promise<Result<OpenDatabases, 'CATALOGUE_NEWER'>> {
  const there = indexedDB.databases();
  const guess = async (): Promise<OpenCopy | null> => {
    if (open !== null) return readCopy(open.db, open.generation);
    const newest = Math.max(0, ...(await listGenerations(archive, there)));
    const opened = newest === 0 ? null : await openGeneration(archive, newest, CATALOGUE_VERSIONS, there);
    return opened?.ok === true ? readCopy(opened.value, newest) : null;
  };
  // What is wrong with it is told when it turns out to be the one that is pointed to.
  const [desk, guessed] = await Promise.all([openDeskOnce(there), guess().catch(() => null)]);
  if (!desk.ok) {
    guessed?.db.close();
    return desk;
  }
  const pointed = await pointedTo(desk.value, archive);
  if (guessed !== null && guessed.generation === pointed) {
    return ok({ desk: desk.value, pointed, copy: guessed });
  }
  guessed?.db.close();
  const current = await openCurrent(archive, pointed);
  return current.ok ? ok({ desk: desk.value, pointed, copy: current.value }) : current;
}

/** Opens this copy; null when it is not there. Errors: CATALOGUE_NEWER. */
async function openCurrent(
  archive: RecordId,
  pointed: number | null,
): Promise<Result<OpenCopy | null, 'CATALOGUE_NEWER'>> {
  // Opening would make an empty one where there is none.
  if (pointed === null || (await nativeVersion(copyName(archive, pointed))) === null) return ok(null);
  const opened = await openGeneration(archive, pointed);
  return opened.ok ? ok(await readCopy(opened.value, pointed)) : opened;
}

/** Opens a copy beside its keeper; null while it is not there or not whole: its cursor goes in last. Errors: CATALOGUE_NEWER. */
export async function openWhole(
  archive: RecordId,
  generation: number,
): Promise<Result<CatalogueDatabase | null, 'CATALOGUE_NEWER'>> {
  const opened = await openCurrent(archive, generation);
  if (!opened.ok) return opened;
  const copy = opened.value;
  if (copy === null || copy.standing !== null) return ok(copy?.db ?? null);
  copy.db.close();
  return ok(null);
}

async function readCopy(db: CatalogueDatabase, generation: number): Promise<OpenCopy> {
  const [cursor, someRow] = await Promise.all([db.meta.get('cursor'), db.records.limit(1).primaryKeys()]);
  return {
    db,
    generation,
    archive: cursor?.archive ?? null,
    standing: cursor === undefined ? null : { n: cursor.n, mark: cursor.mark },
    isEmpty: someRow.length === 0,
  };
}

/** The number of the copy that the desk points to, whether it is still there or not. */
export async function pointedTo(desk: DeskDatabase, archive: RecordId): Promise<number | null> {
  return (await desk.pointers.get(archive))?.generation ?? null;
}

/** The numbers of the copies of `archive` on this profile, complete or not. */
export async function listGenerations(
  archive: RecordId,
  there: ThereNow = indexedDB.databases(),
): Promise<number[]> {
  const prefix = copyName(archive, 0).slice(0, -1);
  const databases = await there;
  return databases
    .map((database) => database.name ?? '')
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((generation) => Number.isSafeInteger(generation));
}

/** Says that copy `generation` is the complete one: the switch itself. */
export async function pointTo(desk: DeskDatabase, archive: RecordId, generation: number): Promise<void> {
  await desk.pointers.put({ archive, generation });
}

/** Deletes every copy but `keep`: old ones, and those that a crash left half filled. */
export async function sweepGenerations(archive: RecordId, keep: number | null): Promise<void> {
  for (const generation of await listGenerations(archive)) {
    if (generation !== keep) await Dexie.delete(copyName(archive, generation));
  }
}
