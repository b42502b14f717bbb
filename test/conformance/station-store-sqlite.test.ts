import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJournalFile } from '../../electron/services/journal/journal-file.ts';
import { createMeta } from '../../electron/services/journal/meta.ts';
import { createRecordStore } from '../../electron/services/journal/record-store.ts';
import { createStationJournal } from '../../electron/services/journal/station-rows.ts';
import { createUnsent } from '../../electron/services/journal/unsent.ts';
import type { RowsUnderTest } from './station-rows-builders.ts';
import { stationRowsRandom } from './station-store-random.ts';
import { stationRowsSuite } from './station-store-suite.ts';

const ARCHIVE = '0190a000-0000-7000-8000-0000000000aa';
const PERSON = '0190a000-0000-7000-8000-0000000000bb';

const open = async (): Promise<RowsUnderTest> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'station-store-'));
  const founding = { now: 0, archiveName: '', personName: '', join: { archive: ARCHIVE, person: PERSON } };
  const db = await openJournalFile(path.join(folder, 'journal.db'), founding);
  const meta = createMeta(db);
  const unsent = createUnsent(db, meta);
  while (unsent.goOn());
  const journal = createStationJournal({
    db,
    meta,
    records: createRecordStore(db),
    unsent,
    grew: () => undefined,
  });
  return {
    ...journal,
    close() {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

stationRowsSuite('SQLite', open);
stationRowsRandom('SQLite', open);
