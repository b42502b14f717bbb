/** `backup-state.json` in the data folder: the last complete backup and the last rehearsal. Derived; without it nothing counts as backed up. */
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../../../node/files/json-file.ts';
import {
  lastBackupSchema,
  lastRehearsalSchema,
  type LastBackup,
  type LastRehearsal,
} from '../../../shared/rpc/contract-backup.ts';

const STATE_FILE = 'backup-state.json';

const stateSchema = z.object({
  archive: z.string(),
  last: lastBackupSchema.nullable(),
  rehearsed: lastRehearsalSchema.nullable(),
});
type BackupState = z.infer<typeof stateSchema>;

/** What is known for the archive; of another archive's state nothing is. */
export async function readState(folder: string, archive: string): Promise<BackupState> {
  const read = await readJsonFile(join(folder, STATE_FILE), stateSchema, { setAside: false });
  return read.ok && read.value.archive === archive ? read.value : { archive, last: null, rehearsed: null };
}

/** Changes what is given. @throws TroubleError with a disk code */
export async function writeState(
  folder: string,
  archive: string,
  change: { last?: LastBackup; rehearsed?: LastRehearsal },
): Promise<void> {
  await writeJsonFile(join(folder, STATE_FILE), { ...(await readState(folder, archive)), ...change });
}
