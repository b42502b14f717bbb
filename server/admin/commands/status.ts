/** `status`: how the archives and stations stand, read beside a running server. */
import { statfsSync } from 'node:fs';
import type { Standing } from '../../store/archive-facts.ts';
import type { ArchiveEntry, DeviceEntry } from '../../store/directory-calls.ts';
import { readArguments } from '../arguments.ts';
import { readBackupNote } from '../backup-notes.ts';
import { DONE, type Io } from '../io.ts';
import { archiveFolder, withDirectory } from '../server-folder.ts';
import { readStanding } from '../server-state.ts';

const GB = 1e9;

/** Runs the command. */
export async function status(args: string[], io: Io): Promise<number> {
  const { flags } = readArguments(args, { flags: ['json'], words: [0, 0] });
  return withDirectory(io.folder, async (admin) => {
    const { bavail, bsize } = statfsSync(io.folder);
    const server = admin.server();
    const archives = [];
    for (const archive of admin.archives()) {
      const folder = archive.id === null ? null : archiveFolder(io.folder, archive.id);
      archives.push({
        archive,
        standing: folder === null ? null : readStanding(folder),
        backup: folder === null ? null : await readBackupNote(folder),
        devices: admin.devicesOfPlace(archive.no),
      });
    }
    const free = bavail * bsize;
    if (flags.has('json')) io.out(JSON.stringify({ server: server.name, free, archives }));
    else {
      io.out(`${server.name}: ${(free / GB).toFixed(1)} GB free`);
      for (const each of archives) for (const line of linesOf(each)) io.out(line);
    }
    return DONE;
  });
}

function linesOf(each: {
  readonly archive: ArchiveEntry;
  readonly standing: Standing | null;
  readonly backup: Awaited<ReturnType<typeof readBackupNote>>;
  readonly devices: readonly DeviceEntry[];
}): string[] {
  const { archive, standing, backup, devices } = each;
  const head = `${archive.no}  ${archive.name}: `;
  if (archive.id === null) return [`${head}not founded yet`];
  if (standing === null && archive.begunAt !== null)
    return [
      `${head}ITS LOG IS MISSING. Is its disk mounted? When it is lost: restore, or archive begin-anew`,
    ];
  if (standing === null) return [`${head}nothing has arrived yet`];
  const { head: entry, durable, withheld } = standing;
  return [
    `${head}${entry} entries, ${withheld} changes wait for a decision`,
    backup === null
      ? '   NO BACKUP YET'
      : backup.ok
        ? `   backup ${backup.at} in ${backup.target}, up to entry ${durable} of ${entry}`
        : `   THE LAST BACKUP FAILED ${backup.at}: ${backup.code ?? `${backup.damaged} files damaged`}`,
    ...devices.map(({ name, revokedAt, contact }) => {
      if (revokedAt !== null) return `   ${name}: revoked`;
      if (contact === null) return `   ${name}: never here`;
      const { ops, records: unsent, files } = contact.behind;
      return `   ${name}: last here ${contact.at}; read up to ${contact.srv} of ${entry}; not sent yet: ${ops} changes in ${unsent} records, ${files} files`;
    }),
  ];
}
