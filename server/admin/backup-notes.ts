/** How the last backup of an archive went: a note in its folder, for the status page and the command of that name. */
import { join } from 'node:path';
import { z } from 'zod';
import { BACKUP_NOTE_FILE } from '../store/archive-file.ts';
import { readJsonFile, writeJsonFile } from '../../node/files/json-file.ts';

const noteSchema = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  target: z.string(),
  /** The number of the last entry that it holds; null when it failed. */
  head: z.int().nullable(),
  /** What was found damaged, or why it failed. */
  damaged: z.int(),
  code: z.string().nullable(),
});
export type BackupNote = z.infer<typeof noteSchema>;

/** The note of an archive; null when it was never backed up. */
export async function readBackupNote(archiveFolder: string): Promise<BackupNote | null> {
  const read = await readJsonFile(join(archiveFolder, BACKUP_NOTE_FILE), noteSchema, { setAside: false });
  return read.ok ? read.value : null;
}

/** Keeps the note. @throws TroubleError with the disk's code */
export async function writeBackupNote(archiveFolder: string, note: BackupNote): Promise<void> {
  await writeJsonFile(join(archiveFolder, BACKUP_NOTE_FILE), note);
}
