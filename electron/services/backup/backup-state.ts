/**
 * `backup-state/` in the data folder: the last backup and the last rehearsal of each target, each in a file of its own, so
 * that a host and a command that end at the same time never write over each other's. Derived; without it nothing counts as
 * backed up.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { readJsonFile, writeJsonFile } from '../../../node/files/json-file.ts';
import {
  lastBackupSchema,
  lastRehearsalSchema,
  type LastBackup,
  type LastRehearsal,
} from '../../../shared/rpc/contract-backup.ts';

const STATE_FOLDER = 'backup-state';

const stateSchema = z.discriminatedUnion('kind', [
  z.object({ archive: z.string(), kind: z.literal('backup'), value: lastBackupSchema }),
  z.object({ archive: z.string(), kind: z.literal('rehearsal'), value: lastRehearsalSchema }),
]);
type State = z.infer<typeof stateSchema>;

export type TargetState = { readonly last: LastBackup | null; readonly rehearsed: LastRehearsal | null };

/** What is known for the archive, by target; another archive's state and what cannot be read are passed over. */
export async function readStates(folder: string, archive: string): Promise<Map<string, TargetState>> {
  const states = new Map<string, TargetState>();
  const names = await readdir(join(folder, STATE_FOLDER)).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const read = await readJsonFile(join(folder, STATE_FOLDER, name), stateSchema, { setAside: false });
    if (!read.ok || read.value.archive !== archive) continue;
    const { kind, value } = read.value;
    const known = states.get(value.target) ?? { last: null, rehearsed: null };
    states.set(value.target, kind === 'backup' ? { ...known, last: value } : { ...known, rehearsed: value });
  }
  return states;
}

/** Remembers a complete backup. @throws TroubleError with a disk code */
export function writeLast(folder: string, archive: string, value: LastBackup): Promise<void> {
  return write(folder, { archive, kind: 'backup', value });
}

/** Remembers a rehearsal. @throws TroubleError with a disk code */
export function writeRehearsed(folder: string, archive: string, value: LastRehearsal): Promise<void> {
  return write(folder, { archive, kind: 'rehearsal', value });
}

/** Forgets a target. @throws TroubleError with a disk code */
export async function forgetTarget(folder: string, target: string): Promise<void> {
  for (const kind of ['backup', 'rehearsal'] as const) {
    const path = pathOf(folder, kind, target);
    await onDisk(path, () => rm(path, { force: true }));
  }
}

async function write(folder: string, state: State): Promise<void> {
  const path = pathOf(folder, state.kind, state.value.target);
  await onDisk(path, () => mkdir(join(folder, STATE_FOLDER), { recursive: true }));
  await writeJsonFile(path, state);
}

function pathOf(folder: string, kind: State['kind'], target: string): string {
  const short = createHash('sha256').update(target).digest('hex').slice(0, 16);
  return join(folder, STATE_FOLDER, `${short}-${kind}.json`);
}
