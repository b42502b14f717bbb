/**
 * `backup TARGET`, `backup plan`, `restore SOURCE`. A backup may be made beside a serving server. Both end with 0 when all is
 * well, 1 when something is damaged (it is named), 2 when it could not be done: the backup before is whole then.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { TroubleError } from '../../../shared/result.ts';
import { z } from 'zod';
import { backUpServer, type ServerBackupReport } from '../../backup/back-up-server.ts';
import { restoreServer, type ServerRestoreReport } from '../../backup/restore-server.ts';
import { readArguments, readDays } from '../arguments.ts';
import { planSchema } from '../backup-clock.ts';
import { writeBackupNote } from '../backup-notes.ts';
import { DONE, FOUND, type Io } from '../io.ts';
import { programVersion } from '../program-version.ts';
import { archiveFolder, directoryPath, findArchive, withDirectory } from '../server-folder.ts';
import type { FoundedArchive } from '../../store/directory-rows.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const RECOVERY_DAYS = 30;
const HOUR = 2;
const TELL_EVERY_MS = 1000;

const damagedSchema = z.array(z.object({ where: z.string(), code: z.string() }));

/** Makes a backup. */
export async function backup(args: string[], io: Io): Promise<number> {
  const { words, values, flags } = readArguments(args, {
    values: ['archive'],
    flags: ['verify', 'json'],
    words: [1, 1],
  });
  const target = resolve(words[0] ?? '');
  const { server, archives, only } = await withDirectory(io.folder, (admin) => {
    const founded = admin.archives().flatMap((each) => (each.id === null ? [] : [{ ...each, id: each.id }]));
    const named = values['archive'];
    const chosen: FoundedArchive[] = named === undefined ? founded : [findArchive(admin, named)];
    return { server: admin.server().id, archives: founded, only: new Set(chosen.map(({ id }) => id)) };
  });
  try {
    const report = await untilInterrupted((stop) =>
      backUpServer({
        folder: io.folder,
        target,
        server,
        program: programVersion(),
        archives,
        only,
        archiveFolder: (id) => archiveFolder(io.folder, id),
        directoryPath: directoryPath(io.folder),
        verify: flags.has('verify'),
        progress: progressLine(io),
        isCancelled: () => stop.aborted,
      }),
    );
    for (const { id, head, damaged } of report.archives)
      await writeBackupNote(archiveFolder(io.folder, id), {
        at: report.at,
        ok: damaged.length === 0,
        target,
        head,
        damaged: damaged.length,
        code: null,
      });
    if (flags.has('json')) io.out(JSON.stringify(report));
    else printBackup(target, report, io);
    return report.archives.some(({ damaged }) => damaged.length > 0) ? FOUND : DONE;
  } catch (error) {
    await noteFailure(only, target, error, io);
    throw error;
  }
}

/** Tells, sets or ends the plan of daily backups. */
export async function plan(args: string[], io: Io): Promise<number> {
  const { words, values, flags } = readArguments(args, { values: ['hour'], flags: ['off'], words: [0, 1] });
  const hour = Number(values['hour'] ?? HOUR);
  if (!Number.isInteger(hour) || hour < 0 || hour > 23)
    throw new TroubleError('USAGE', { what: '--hour 0…23' });
  return withDirectory(io.folder, (admin) => {
    if (flags.has('off')) admin.setSetting('backup', null);
    else if (words[0] !== undefined)
      admin.setSetting('backup', JSON.stringify({ target: resolve(words[0]), hour, last: null }));
    const text = admin.setting('backup');
    const kept = text === null ? null : planSchema.parse(JSON.parse(text));
    io.out(
      kept === null
        ? 'The server makes no backups by itself.'
        : `A serving server makes a backup to ${kept.target} each day from ${kept.hour}:00 on.`,
    );
    return DONE;
  });
}

/** Makes a server's folder of a backup. */
export async function restore(args: string[], io: Io): Promise<number> {
  const { words, values, flags } = readArguments(args, {
    values: ['archive', 'recovery-days'],
    flags: ['partial', 'no-recovery', 'json'],
    words: [1, 1],
  });
  const days = readDays(values['recovery-days'], RECOVERY_DAYS);
  const recoveryUntil = flags.has('no-recovery') ? null : new Date(Date.now() + days * DAY_MS).toISOString();
  try {
    const report = await untilInterrupted((stop) =>
      restoreServer({
        source: resolve(words[0] ?? ''),
        folder: io.folder,
        archiveFolder: (id) => archiveFolder(io.folder, id),
        only: values['archive'] ?? null,
        partial: flags.has('partial'),
        recoveryUntil,
        progress: progressLine(io),
        isCancelled: () => stop.aborted,
      }),
    );
    if (flags.has('json')) io.out(JSON.stringify({ ...report, recoveryUntil }));
    else printRestore(report, recoveryUntil, io);
    return report.damaged.length > 0 ? FOUND : DONE;
  } catch (error) {
    const text = error instanceof TroubleError ? error.details?.['damaged'] : undefined;
    if (typeof text === 'string')
      for (const { where, code } of damagedSchema.parse(JSON.parse(text))) io.err(`${code} ${where}`);
    throw error;
  }
}

function printBackup(target: string, report: ServerBackupReport, io: Io): void {
  for (const {
    name,
    head,
    records,
    objects,
    files,
    bytes,
    loose,
    copied,
    repaired,
    damaged,
  } of report.archives) {
    io.out(
      `${name}: up to entry ${head}, ${records} records, ${objects} batches with ${files} files (${bytes} bytes), ${loose} loose files; read again and sound`,
    );
    io.out(`  copied now: ${copied.files} files, ${copied.bytes} bytes; repaired: ${repaired}`);
    for (const { where, code } of damaged) io.out(`  DAMAGED at the server: ${where} ${code}`);
  }
  io.out(`The backup in ${target} is whole.`);
}

function printRestore(report: ServerRestoreReport, recoveryUntil: string | null, io: Io): void {
  for (const { name, head, records, objects, files, bytes } of report.archives)
    io.out(
      `${name}: up to entry ${head}, ${records} records, ${objects} batches with ${files} files (${bytes} bytes)`,
    );
  io.out(
    report.damaged.length === 0
      ? `Everything equals the backup of ${report.made}.`
      : `ONLY A PART of the backup of ${report.made} could be restored:`,
  );
  for (const { where, code } of report.damaged) io.out(`${code} ${where}`);
  io.out('Stations send again by themselves what this server lacks.');
  if (recoveryUntil !== null)
    io.out(
      `Until ${recoveryUntil} they may bring back others’ work too. To end that: archive recovery --close`,
    );
}

async function noteFailure(
  archives: ReadonlySet<string>,
  target: string,
  trouble: unknown,
  io: Io,
): Promise<void> {
  const code = trouble instanceof TroubleError ? trouble.code : 'INTERNAL';
  const at = new Date().toISOString();
  for (const id of archives) {
    const folder = archiveFolder(io.folder, id);
    if (!existsSync(folder)) continue;
    // The trouble itself is told; a full disk may refuse the note of it.
    await writeBackupNote(folder, { at, ok: false, target, head: null, damaged: 0, code }).catch(
      () => undefined,
    );
  }
}

/** Tells on stderr how far it is, once a second at most. */
function progressLine(io: Io): (files: number) => void {
  let toldAt = performance.now();
  return (files) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    io.err(`${files} files`);
  };
}
