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
import type { SchemaVersion } from './schema-version.ts';

/** A complete copy, opened. `n` null: it is empty, or was wiped under the same name. */
export type OpenCopy = {
  readonly db: CatalogueDatabase;
  readonly generation: number;
  readonly archive: RecordId | null;
  readonly n: number | null;
  /** Whether it had no record at all when it was opened. */
  readonly isEmpty: boolean;
};

/** Opens the desk, which outlives every copy. Errors: CATALOGUE_NEWER. */
export function openDesk(
  archive: RecordId,
  versions: readonly SchemaVersion[] = DESK_VERSIONS,
): Promise<Result<DeskDatabase, 'CATALOGUE_NEWER'>> {
  return openDatabase<DeskDatabase>(`qoima-${archive}-desk`, versions);
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
): Promise<Result<CatalogueDatabase, 'CATALOGUE_NEWER'>> {
  return openDatabase<CatalogueDatabase>(copyName(archive, generation), versions);
}

/** Opens the copy that the desk points to; `copy` is null when it is not there. Errors: CATALOGUE_NEWER. */
export async function openCurrent(
  desk: DeskDatabase,
  archive: RecordId,
): Promise<Result<{ pointed: number | null; copy: OpenCopy | null }, 'CATALOGUE_NEWER'>> {
  const pointed = await pointedTo(desk, archive);
  // Opening would make an empty one where there is none.
  if (pointed === null || (await nativeVersion(copyName(archive, pointed))) === null) {
    return ok({ pointed, copy: null });
  }
  const opened = await openGeneration(archive, pointed);
  if (!opened.ok) return opened;
  const [cursor, someRow] = await Promise.all([
    opened.value.meta.get('cursor'),
    opened.value.records.limit(1).primaryKeys(),
  ]);
  const copy = {
    db: opened.value,
    generation: pointed,
    archive: cursor?.archive ?? null,
    n: cursor?.n ?? null,
    isEmpty: someRow.length === 0,
  };
  return ok({ pointed, copy });
}

/** The number of the copy that the desk points to, whether it is still there or not. */
export async function pointedTo(desk: DeskDatabase, archive: RecordId): Promise<number | null> {
  return (await desk.pointers.get(archive))?.generation ?? null;
}

/** The numbers of the copies of `archive` on this profile, complete or not. */
export async function listGenerations(archive: RecordId): Promise<number[]> {
  const prefix = copyName(archive, 0).slice(0, -1);
  const databases = await indexedDB.databases();
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
