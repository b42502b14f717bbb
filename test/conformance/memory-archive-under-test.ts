/** The simulator's archive, as the conformance suite takes it. */
import { archiveTables, EMPTY_LOG_HASH } from '../sim/stores/archive-tables.ts';
import { createMemoryArchive } from '../sim/stores/memory-archive.ts';
import { createMemoryDb } from '../sim/stores/memory-db.ts';
import type { ArchiveUnderTest } from './archive-builders.ts';

const ARCHIVE = '0190a000-0000-7000-8000-0000000000aa';
const EPOCH = '0190a000-0000-7000-8000-0000000000ee';

export function openMemoryArchive(): ArchiveUnderTest {
  const db = createMemoryDb();
  const first = { archive: ARCHIVE, epoch: EPOCH, head: 0, logHash: EMPTY_LOG_HASH, durable: 0 };
  db.transaction('create', () => archiveTables(db).facts.put('facts', first));
  return { store: createMemoryArchive(db), close: () => undefined };
}
