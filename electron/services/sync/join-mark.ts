/**
 * That this folder is to become a station of another archive: `join.json`, read at the next start before the journal is opened, and
 * taken away when that has happened or was refused.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeJsonFile, readJsonFile } from '../../../node/files/json-file.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';

const markSchema = z.strictObject({ v: z.literal(1), archive: recordIdSchema, person: recordIdSchema });

export type Joining = { readonly archive: RecordId; readonly person: RecordId };

const FILE = 'join.json';

/** Null when nothing is to be joined; a mark that cannot be understood is set aside. */
export async function readJoinMark(dataFolder: string): Promise<Joining | null> {
  const read = await readJsonFile(join(dataFolder, FILE), markSchema);
  return read.ok ? { archive: read.value.archive, person: read.value.person } : null;
}

export async function writeJoinMark(dataFolder: string, joining: Joining): Promise<void> {
  await writeJsonFile(join(dataFolder, FILE), { v: 1, ...joining });
}

export async function forgetJoinMark(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, FILE), { force: true });
}
