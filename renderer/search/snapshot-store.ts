/** Keeps the packed search index in the catalogue copy, one generation at a time. */
import { ANALYSER_VERSION } from '../../shared/text/analyse.ts';
import { STAFF_GRANT, type Grant } from '../../shared/model/access.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { packIndex, unpackIndex } from './snapshot.ts';
import type { SlotIndex, StoredIndex } from './slot-index.ts';

/** What is kept of a record, `entries.ts`, and how it is packed, `snapshot.ts`; a change of either wants an index made anew. */
const ENTRY_VERSION = 4;
export const FLEXSEARCH_VERSION = '0.8.212';

/** What an index was made by and for whom; another one's is not read. */
function madeBy(grant: Grant): string {
  const versions = `analyser ${ANALYSER_VERSION}, entry ${ENTRY_VERSION}, flexsearch ${FLEXSEARCH_VERSION}`;
  return `${versions}, ${grant.join(' ')}`;
}

export type ReadSnapshot = { readonly stored: StoredIndex; readonly n: number };

/** The stored index of this grant and the catalogue's number that it followed to; null when there is no good one. */
export async function readSnapshot(
  db: CatalogueDatabase,
  grant: Grant = STAFF_GRANT,
): Promise<ReadSnapshot | null> {
  const cursor = await db.meta.get('cursor');
  const newest = await db.searchSnapshots.orderBy('generation').last();
  if (newest === undefined || newest.made !== madeBy(grant) || newest.n > (cursor?.n ?? 0)) return null;
  const rows = await db.searchChunks
    .where('[generation+no]')
    .between([newest.generation, 0], [newest.generation, newest.chunks.length], true, false)
    .toArray();
  if (rows.length !== newest.chunks.length) return null;
  const stored = await unpackIndex(
    rows.map((row, i) => ({ bytes: row.bytes, crc: newest.chunks[i]?.crc ?? -1 })),
  );
  return stored === null ? null : { stored, n: newest.n };
}

/**
 * Stores the index, which has followed to `n`, as a new generation. The chunks go in one by one, and one transaction then
 * makes them the snapshot and drops the old one: a crash at any point leaves the old or the new one whole.
 */
export async function writeSnapshot(
  db: CatalogueDatabase,
  index: SlotIndex,
  n: number,
  grant: Grant = STAFF_GRANT,
): Promise<{ bytes: number }> {
  const chunks = await packIndex(index);
  // By its key alone: a chunk that cannot be read must not stand in the way of the next one.
  const [last] = await db.searchChunks.orderBy('[generation+no]').reverse().limit(1).primaryKeys();
  const newest = await db.searchSnapshots.orderBy('generation').last();
  const generation = Math.max(last?.[0] ?? 0, newest?.generation ?? 0) + 1;
  for (const [no, { bytes }] of chunks.entries()) await db.searchChunks.put({ generation, no, bytes });
  await db.transaction('rw', db.searchSnapshots, db.searchChunks, async () => {
    await db.searchSnapshots.put({
      generation,
      n,
      made: madeBy(grant),
      chunks: chunks.map(({ bytes, crc }) => ({ bytes: bytes.length, crc })),
    });
    await db.searchSnapshots.where('generation').below(generation).delete();
    await db.searchChunks.where('[generation+no]').below([generation, 0]).delete();
  });
  return { bytes: chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0) };
}
