/** Fills the journal of a stopped host with units, quicker than hands would. */
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { createJournalCore } from '../../electron/services/journal/journal-core.ts';
import { openJournalFile } from '../../electron/services/journal/journal-file.ts';
import type { Json } from '../../shared/json.ts';
import type { Change } from '../../shared/sync/change.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { changesOf, generateArchive, type ArchiveSize } from '../fixtures/generate-archive.ts';

/** An inventory titled `Тізімдеме` in a fonds titled `Қор`, with a unit for each of `units`. */
export async function fillArchive(
  dataFolder: string,
  units: readonly Readonly<Record<string, Json>>[],
): Promise<void> {
  const [fonds, inventory] = [newId(), newId()];
  const edits = [
    newRecord(fonds, 'fonds', { parent: null, number: { prefix: 'Р', num: 5 }, 'title/kk': 'Қор' }),
    newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 }, 'title/kk': 'Тізімдеме' }),
    ...units.map((fields) => newRecord(newId(), 'unit', { parent: inventory, ...fields })),
  ];
  await writeChanges(dataFolder, [{ id: newId(), command: 'record.create', edits }]);
}

/** These records, in one change. */
export async function fillRecords(dataFolder: string, edits: Change['edits']): Promise<void> {
  await writeChanges(dataFolder, [{ id: newId(), command: 'record.create', edits }]);
}

/** A made-up archive of any size, the same each time. */
export async function fillGenerated(dataFolder: string, size: ArchiveSize): Promise<void> {
  await writeChanges(dataFolder, changesOf(generateArchive(size)));
}

async function writeChanges(dataFolder: string, changes: Iterable<Change>): Promise<void> {
  const now = Date.now();
  const file = await openJournalFile(path.join(dataFolder, 'journal.db'), {
    now,
    archiveName: '',
    personName: '',
  });
  try {
    const journal = createJournalCore(file, () => undefined);
    for (const change of changes) journal.commit({ change, writer: 'cli', now });
  } finally {
    file.close();
  }
}
