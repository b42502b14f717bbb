/**
 * `qoima vault audit [--sample N | --all] [--budget 60s] [--json]`: reads the scans again, what was audited longest ago first.
 * Only reads, and works while a host runs; the record of it waits in the data folder for the host. Ends with 0 when all that was read
 * is sound, 1 when something is damaged, 2 when it could not be done.
 *
 * `qoima vault repair --from FOLDER [--json]`: makes good what audits found damaged. Ends with 0 when nothing is left, 1 when
 * something is, 2 when it could not be done.
 */
import { join, resolve } from 'node:path';
import { v7 as newId } from 'uuid';
import { AUDIT_BOOK, openBook } from '../../services/audit/audit-book.ts';
import { takeInLoose } from '../../services/audit/audit-jobs.ts';
import { runAudit, type AuditReport, type AuditTask } from '../../services/audit/run-audit.ts';
import { runRepair, type RepairReport } from '../../services/audit/run-repair.ts';
import { archiveOf } from '../../services/backup/journal-snapshot.ts';
import { JOURNAL_FILE } from '../../services/journal/journal.ts';
import { takeLock } from '../../services/lock.ts';
import { sourceModules } from '../../services/modules.ts';
import { programVersion } from '../../services/program-version.ts';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { openVault } from '../../../node/vault/vault.ts';
import { TroubleError } from '../../../shared/result.ts';
import { progressLine } from '../backup/progress-line.ts';
import { readAuditArguments, readRepairArguments } from '../audit/read-arguments.ts';
import type { Io } from '../io.ts';

const USAGE = 'Usage: qoima vault audit [--sample N | --all] [--budget 60s|30m|2h] [--data FOLDER] [--json]';
const REPAIR_USAGE = 'Usage: qoima vault repair --from FOLDER [--data FOLDER] [--json]';
const agent = () => ({ program: `Qoima ${programVersion()}`, by: 'command' as const, person: null });

/** Audits; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readAuditArguments(args);
  if (asked === null) return usage(USAGE, io);
  return guarded(asked.json, io, async (isCancelled) => {
    // A book of its own for this time: the host's may be in use, and the events say everything.
    const book = openBook(':memory:');
    try {
      const task = auditTask(asked.sample, asked.minutes);
      const report = await runAudit({
        dataFolder: io.dataFolder,
        book,
        task,
        isCancelled,
        progress: progressLine(io),
      });
      if (asked.json) io.out(JSON.stringify(answerOf(report)));
      else printAudit(report, io);
      return report.damaged > 0 ? 1 : 0;
    } finally {
      book.close();
    }
  });
}

/** Repairs; see above for the exit codes. */
export async function repair(args: string[], io: Io): Promise<number> {
  const asked = readRepairArguments(args);
  if (asked === null) return usage(REPAIR_USAGE, io);
  return guarded(asked.json, io, async (isCancelled) => {
    const lock = takeLock(io.dataFolder, { host: 'cli', address: null, since: new Date().toISOString() });
    const book = openBook(join(io.dataFolder, AUDIT_BOOK));
    const shared = { dataFolder: io.dataFolder, book, isCancelled, progress: progressLine(io) };
    // What is missing is found by comparing alone; what is damaged has been found by an audit.
    const compare = () => runAudit({ ...shared, task: auditTask(0, null) });
    try {
      await compare();
      const task = { folders: [resolve(asked.from)], agent: agent() };
      const report = await runRepair({ ...shared, task });
      if (report.loose.length > 0) {
        await takeIn(report, io.dataFolder);
        await compare();
      }
      const left = book.summary().damaged;
      if (asked.json) io.out(JSON.stringify({ repaired: report.repaired, left }));
      else printRepair(report, left, io);
      return left > 0 ? 1 : 0;
    } finally {
      book.close();
      lock.release();
    }
  });
}

function auditTask(sample: number | null, minutes: number | null): AuditTask {
  const what = sample === null ? 'all' : 'sample';
  return {
    what,
    since: new Date().toISOString(),
    sample,
    minutes,
    bytesPerSecond: null,
    backups: [],
    agent: agent(),
  };
}

async function takeIn(report: RepairReport, dataFolder: string): Promise<void> {
  const archive = archiveOf(join(dataFolder, JOURNAL_FILE));
  const thread = sourceModules().vaultThread;
  const vault = await openVault({ folder: join(dataFolder, 'vault'), thread, archive });
  try {
    await takeInLoose(vault, newId(), 'qoima vault repair', report);
  } finally {
    await vault.close();
  }
}

async function guarded(
  isJson: boolean,
  io: Io,
  work: (isCancelled: () => boolean) => Promise<number>,
): Promise<number> {
  try {
    return await untilInterrupted((stop) => work(() => stop.aborted));
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { code, details = {} } = error;
    if (isJson) io.out(JSON.stringify({ ok: false, code, details }));
    io.err(`It could not be done: ${code} ${String(details['path'] ?? details['address'] ?? '')}`);
    return 2;
  }
}

function usage(text: string, io: Io): number {
  io.err(text);
  return 2;
}

function answerOf({ damages, ...run }: AuditReport) {
  return {
    ok: run.damaged === 0,
    ...run,
    damages: damages.map(({ damage, since }) => ({ ...damage, since })),
  };
}

function printAudit({ places, files, bytes, damaged, left, damages }: AuditReport, io: Io): void {
  io.out(
    `read ${places} batches, ${files} files, ${bytes} bytes: ${damaged === 0 ? 'sound' : `${damaged} DAMAGED`}`,
  );
  if (left > 0) io.out(`${left} batches are left for the next time`);
  for (const { damage } of damages)
    io.out(
      `${damage.code} ${[damage.place, damage.path].filter((part) => part !== '').join('/')} ${damage.name}`,
    );
}

function printRepair({ repaired }: RepairReport, left: number, io: Io): void {
  for (const { outcome, damage, from, aside, code } of repaired)
    io.out(
      [outcome, damage.code, damage.place, damage.path, from ?? '', aside ?? '', code ?? '']
        .filter((part) => part !== '')
        .join('\t'),
    );
  io.out(left === 0 ? 'nothing is damaged any more' : `${left} still damaged`);
}
