import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOG_FILE, openArchiveFile, readArchiveFile } from '../../server/store/archive-file.ts';
import { createSqliteArchiveStore } from '../../server/store/sqlite-archive-store.ts';
import type { ArchiveUnderTest } from './archive-builders.ts';
import { archiveStoreRandom } from './archive-store-random.ts';
import { archiveStoreSuite } from './archive-store-suite.ts';

const open = (): Promise<ArchiveUnderTest> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'archive-store-'));
  const file = path.join(folder, LOG_FILE);
  const writer = openArchiveFile(file, '0190a000-0000-7000-8000-0000000000aa');
  const reader = readArchiveFile(file);
  return Promise.resolve({
    store: createSqliteArchiveStore({ writer, reader }),
    close() {
      reader.close();
      writer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
};

archiveStoreSuite('SQLite', open);
archiveStoreRandom('SQLite', open);
