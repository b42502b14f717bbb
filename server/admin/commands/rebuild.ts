/**
 * `rebuild [ARCHIVE] [--verify]`: makes the records' states anew from the changes, with the server stopped; with `--verify` it
 * only compares, beside a running server. Ends with 0 when all is sound, 1 when something differs or differed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../arguments.ts';
import { DONE, FOUND, type Io } from '../io.ts';
import { archiveFolder, findArchive, lockServerFolder, withDirectory } from '../server-folder.ts';
import { LOG_FILE, openExistingArchiveFile, readArchiveFile } from '../../store/archive-file.ts';
import { rebuildStates } from '../../store/rebuild-states.ts';
import { verifyLog, type VerifiedLog } from '../../store/verify-log.ts';
import type { FoundedArchive } from '../../store/directory-rows.ts';

/** Runs the command; see above for the exit codes. */
export async function rebuild(args: string[], io: Io): Promise<number> {
  const { words, flags } = readArguments(args, { flags: ['verify'], words: [0, 1] });
  const archives = await withDirectory(io.folder, (admin): FoundedArchive[] => {
    if (words[0] !== undefined) return [findArchive(admin, words[0])];
    return admin.archives().flatMap((each) => (each.id === null ? [] : [{ ...each, id: each.id }]));
  });
  const lock = flags.has('verify') ? null : lockServerFolder(io.folder);
  try {
    let isSound = true;
    for (const { id, name, begunAt } of archives) {
      const path = join(archiveFolder(io.folder, id), LOG_FILE);
      if (begunAt === null && !existsSync(path)) {
        io.out(`${name}: nothing has arrived yet`);
        continue;
      }
      if (lock !== null) isSound = renew(path, name, io) && isSound;
      isSound = verify(path, name, io) && isSound;
    }
    return isSound ? DONE : FOUND;
  } finally {
    lock?.release();
  }
}

function renew(path: string, name: string, io: Io): boolean {
  const db = openExistingArchiveFile(path);
  try {
    const { records, changed, removed } = rebuildStates(db);
    io.out(
      `${name}: ${records} records made anew, ${changed} of them were different, ${removed} rows had no changes`,
    );
    return changed + removed === 0;
  } finally {
    db.close();
  }
}

function verify(path: string, name: string, io: Io): boolean {
  const db = readArchiveFile(path);
  try {
    const result = verifyLog(db, { states: true, tell: (done) => io.err(`${name}: ${done} changes read`) });
    io.out(`${name}: ${textOf(result)}`);
    return result.codes.length === 0;
  } finally {
    db.close();
  }
}

function textOf({ entries, ops, records, codes }: VerifiedLog): string {
  return codes.length === 0
    ? `sound: ${entries} entries, ${ops} changes, ${records} records equal what their changes give`
    : `NOT SOUND: ${codes.join(', ')}. What was confirmed is still there: make a copy of the folder, then restore a backup to a new folder; stations bring back what it lacks.`;
}
