/**
 * The diagnostics bundle of a data folder: what helps to find a fault, and nothing of the archive's own: no title, name,
 * file name, text, path, name of a person or of the machine. Counts, codes and shapes only. Reads only, beside a host or
 * without one; a part that cannot be read says so by its code. Not for a host's main thread.
 */
import { cpus, freemem, totalmem } from 'node:os';
import path from 'node:path';
import { freeSpace } from '../../../node/files/free-space.ts';
import { readJsonFile } from '../../../node/files/json-file.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { BackupPlan } from '../../../shared/rpc/contract-backup.ts';
import { settingsSchema } from '../../../shared/rpc/contract.ts';
import { CONTRACT_VERSION } from '../../../shared/rpc/version.ts';
import { readStates } from '../backup/backup-state.ts';
import { tellJournal } from '../backup/journal-snapshot.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { tellOfJobs, tellOfJournal } from './read-databases.ts';
import { tellOfLog } from './read-log.ts';
import { tellOfSync } from './read-sync.ts';
import { tellOfTexts } from './read-texts.ts';
import { tellOfVault } from './read-vault.ts';
import { shapeOfPath } from './shape.ts';

export type DiagnosticsOptions = {
  readonly folder: string;
  /** The program's version. */
  readonly version: string;
  readonly host: 'shell' | 'web' | 'cli';
  readonly now?: () => number;
};

/** Collects it, as the text of a JSON file. */
export async function collectDiagnostics(options: DiagnosticsOptions): Promise<string> {
  const { folder, version, host, now = Date.now } = options;
  const log = await part(() => tellOfLog(folder));
  const bundle = {
    what: 'Qoima diagnostics: counts, codes and shapes; nothing of the archive itself',
    at: new Date(now()).toISOString(),
    program: { version, contract: CONTRACT_VERSION, host, ...versions() },
    machine: await part(() => tellOfMachine(folder)),
    dataFolder: shapeOfPath(folder),
    settings: await part(() => tellOfSettings(folder)),
    journal: await part(async () => tellOfJournal(folder)),
    vault: await part(() => tellOfVault(folder)),
    queue: await part(async () => tellOfJobs(folder)),
    pageTexts: await part(async () => tellOfTexts(folder)),
    backups: await part(() => tellOfBackups(folder)),
    centre: await part(() => tellOfSync(folder)),
    lastStart: 'start' in log ? log.start : log,
    log: 'lines' in log ? log.lines : log,
  };
  return `${JSON.stringify(bundle, null, 1)}\n`;
}

/** A trouble's details may name places; its code says enough. */
async function part<T extends object>(tell: () => Promise<T>): Promise<T | { code: string }> {
  try {
    return await tell();
  } catch (error) {
    if (error instanceof TroubleError) return { code: error.code };
    const { code } = error as NodeJS.ErrnoException;
    return { code: typeof code === 'string' ? code : 'INTERNAL' };
  }
}

function versions(): object {
  const { node, electron, chrome, sqlite } = process.versions;
  return { node, electron, chrome, sqlite };
}

async function tellOfMachine(folder: string): Promise<object> {
  const all = cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    cpus: all.length,
    cpu: all[0]?.model ?? null,
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    diskFreeBytes: await freeSpace(folder),
  };
}

async function tellOfSettings(folder: string): Promise<object> {
  const file = path.join(folder, 'settings.json');
  const read = await readJsonFile(file, settingsSchema.partial().loose(), { setAside: false });
  if (!read.ok) return { code: read.code };
  const { language = null, backup = null } = read.value;
  return { language, backup: backup === null ? null : shapeOfPlan(backup) };
}

function shapeOfPlan({ targets, when, rehearse }: BackupPlan): object {
  return { targets: targets.map(shapeOfPath), when, rehearse };
}

async function tellOfBackups(folder: string): Promise<object> {
  const { archive } = tellJournal(path.join(folder, JOURNAL_FILE));
  const states = await readStates(folder, archive);
  return [...states].map(([target, { last, rehearsed }]) => ({
    target: shapeOfPath(target),
    last:
      last === null
        ? null
        : { at: last.at, n: last.n, files: last.files, bytes: last.bytes, damaged: last.damaged },
    rehearsed: rehearsed === null ? null : { at: rehearsed.at, ok: rehearsed.ok, codes: rehearsed.codes },
  }));
}
