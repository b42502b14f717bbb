/**
 * `scrub [ARCHIVE]`: reads all files of the archives again and compares them with their hashes, with the server stopped; a serving
 * server does it by itself within half a year. Ends with 0 when all are sound, 1 when some are damaged: stations send them again.
 */
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { createLog } from '../../../node/log.ts';
import { join } from 'node:path';
import { openServerFiles } from '../../files/open-server-files.ts';
import { readArguments } from '../arguments.ts';
import { DONE, FOUND, type Io } from '../io.ts';
import { archiveFolder, findArchive, lockServerFolder, withDirectory } from '../server-folder.ts';

/** Runs the command; see above for the exit codes. */
export async function scrub(args: string[], io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [0, 1] });
  const archives = await withDirectory(io.folder, (admin) =>
    words[0] === undefined
      ? admin.archives().flatMap(({ id, name }) => (id === null ? [] : [{ id, name }]))
      : [findArchive(admin, words[0])],
  );
  const lock = lockServerFolder(io.folder);
  const files = openServerFiles({
    folderOf: (archive) => archiveFolder(io.folder, archive),
    // Nothing is sent or asked for meanwhile.
    named: () => Promise.resolve(new Map()),
    vaultThread: new URL('../../../node/vault/vault-thread.ts', import.meta.url),
    log: createLog({ folder: join(io.folder, 'logs'), roots: [io.folder] }),
  });
  try {
    return await untilInterrupted(async (signal) => {
      let damaged = 0;
      for (const { id, name } of archives) {
        const report = await files.scrub(id, { all: true, signal });
        damaged += report.damages.length;
        io.out(
          `${name}: ${report.files} files, ${report.bytes} bytes read, ${report.damages.length} damaged`,
        );
        for (const { place, path, code } of report.damages) io.out(`  ${code} ${place}/${path}`);
      }
      return damaged > 0 ? FOUND : DONE;
    });
  } finally {
    await files.close();
    lock.release();
  }
}
