/**
 * The catalogue against the vault: every scan that the catalogue names is in some object or open batch, and every object that
 * was there at an earlier audit is there still. On the way the events that the vault keeps are read into the book.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { damageKey, frameDamage, type Damage } from '../../../node/vault/audit-damage.ts';
import { readFrame } from '../../../node/vault/audit-frame.ts';
import { batchPlaces, objectPlaces } from '../../../node/vault/audit-places.ts';
import { heldPlaces } from '../../../node/vault/audit-held.ts';
import { readDropped } from '../../../node/vault/dropped.ts';
import { heldDigests } from '../../../node/vault/held-files.ts';
import { readReceipts } from '../../../node/vault/receipts.ts';
import type { Inventory } from '../../../node/ocfl/inventory.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { inspectJournal } from '../journal/journal-file.ts';
import { openExpected } from '../sync/files/expected-here.ts';
import type { AuditBook } from './audit-book.ts';
import { readEvents } from './audit-event.ts';
import { isEventFile, listInbox, readInbox } from './audit-inbox.ts';
import { EVENT_BATCH } from './keep-events.ts';

export type Compared = {
  /** Every place that is there, with the number of its files. */
  readonly places: ReadonlyMap<string, number>;
  /** How many different scans the catalogue names. */
  readonly named: number;
  readonly missing: readonly Damage[];
};

/** Compares; only reads the archive, and writes only into the book. */
export async function compareCatalogue(
  dataFolder: string,
  book: AuditBook,
  goOn: () => void,
): Promise<Compared> {
  const first = await look(dataFolder, book, goOn);
  if (first.missing.length === 0) return first;
  // Between two looks a batch is sealed and an object placed: only what is missing twice is missing.
  const again = await look(dataFolder, book, goOn);
  const twice = new Set(again.missing.map(damageKey));
  return { ...again, missing: first.missing.filter((damage) => twice.has(damageKey(damage))) };
}

async function look(dataFolder: string, book: AuditBook, goOn: () => void): Promise<Compared> {
  const vault = join(dataFolder, 'vault');
  for (const name of await listInbox(dataFolder))
    if (!book.isTaken(name)) book.note((await readInbox(dataFolder, name)).events, name);
  // The catalogue first, then what is being built, then what is sealed: whatever moves on meanwhile is met later.
  const named = listNamed(dataFolder, book);
  const places = new Map<string, number>();
  for (const place of await batchPlaces(vault)) places.set(place, await passBatch(vault, place, book, named));
  for await (const place of objectPlaces(vault)) {
    goOn();
    const { trusted } = await readFrame(join(vault, place), place);
    places.set(
      place,
      trusted === null ? 0 : await passObject(join(vault, place), trusted.inventory, book, named),
    );
  }
  for (const sha256 of await heldDigests(vault)) named.found(sha256);
  for (const [place, scans] of await heldPlaces(vault)) places.set(place, scans);
  // What was let go on purpose is at the centre.
  const dropped = await readDropped(vault);
  const gone = book
    .places()
    .filter(({ place }) => place !== '' && !places.has(place) && !dropped.has(place.replace(/^ocfl\//u, '')));
  book.forget(gone.filter(({ place }) => /^(?:staging|held)\//u.test(place)).map(({ place }) => place));
  const objects = gone
    .filter(({ place }) => place.startsWith('ocfl/'))
    .map(({ place }) => frameDamage('OBJECT_MISSING', place, ''));
  return { places, named: named.count, missing: [...objects, ...expectedOf(dataFolder, named.left())] };
}

/** A station of many has not every scan: missing is what was here. */
function expectedOf(dataFolder: string, missing: Damage[]): Damage[] {
  const expected = openExpected(dataFolder);
  if (expected === null) return missing;
  try {
    return missing.filter(({ sha256 }) => sha256 !== null && expected.isExpected(sha256));
  } finally {
    expected.close();
  }
}

/** What is still looked for; a temporary table, because an archive names hundreds of thousands. */
type Named = { readonly count: number; found(sha256: string): void; left(): Damage[] };

function listNamed(dataFolder: string, { database }: AuditBook): Named {
  database.exec('CREATE TEMP TABLE IF NOT EXISTS named (sha256 TEXT PRIMARY KEY) WITHOUT ROWID');
  database.exec('DELETE FROM named');
  const insert = database.prepare('INSERT OR IGNORE INTO named VALUES (?)');
  const journal = inspectJournal(join(dataFolder, JOURNAL_FILE));
  let count = 0;
  try {
    const rows = journal.prepare<{ file: string }>('SELECT file FROM records WHERE file IS NOT NULL');
    database.transaction(() => {
      for (const { file } of rows.each()) count += insert.run(file);
    });
  } finally {
    journal.close();
  }
  const remove = database.prepare('DELETE FROM named WHERE sha256 = ?');
  return {
    count,
    found: (sha256) => void remove.run(sha256),
    left: () =>
      database
        .prepare<{ sha256: string }>('SELECT sha256 FROM named ORDER BY sha256')
        .all()
        .map(({ sha256 }) => ({ ...frameDamage('SCAN_MISSING', '', ''), sha256 })),
  };
}

async function passBatch(vault: string, place: string, book: AuditBook, named: Named): Promise<number> {
  const read = await readReceipts(join(vault, place, 'batch.jsonl')).catch(() => null);
  const stored = (read?.receipts ?? []).filter((receipt) => receipt.t === 'stored');
  for (const { sha256 } of stored) named.found(sha256);
  const head = read?.receipts[0];
  if (head?.t === 'batch' && head.label === EVENT_BATCH)
    for (const { logicalPath, content } of stored)
      await takeEvents(book, logicalPath, join(vault, place, 'object', 'v1', 'content', content));
  return stored.length;
}

async function passObject(
  folder: string,
  inventory: Inventory,
  book: AuditBook,
  named: Named,
): Promise<number> {
  for (const sha256 of Object.keys(inventory.fixity?.['sha256'] ?? {})) named.found(sha256.toLowerCase());
  const version = inventory.versions[inventory.head];
  if (version?.message === EVENT_BATCH)
    for (const [digest, names] of Object.entries(version.state))
      for (const name of names)
        await takeEvents(book, name, join(folder, inventory.manifest[digest]?.[0] ?? ''));
  return Object.values(inventory.manifest).reduce((sum, paths) => sum + paths.length, 0);
}

async function takeEvents(book: AuditBook, name: string, path: string): Promise<void> {
  if (!isEventFile(name) || book.isTaken(name)) return;
  const text = await readFile(path, 'utf8').catch(() => null);
  // One that has just been moved by sealing is read the next time.
  if (text !== null) book.note(readEvents(text), name);
}
