/** An audit or a repair with its book, as the thread does it. */
import { join } from 'node:path';
import { AUDIT_BOOK, openBook } from './audit-book.ts';
import { runAudit, type AuditReport, type AuditTask } from './run-audit.ts';
import { runRepair, type RepairReport, type RepairTask } from './run-repair.ts';

export type CareTask = ({ readonly do: 'audit' } & AuditTask) | ({ readonly do: 'repair' } & RepairTask);

export type CareOptions = {
  readonly isCancelled: () => boolean;
  readonly progress: (done: number, total: number) => void;
};

/** Does the task on a data folder. Errors: those of `runAudit` and `runRepair`. */
export async function runCare(
  dataFolder: string,
  task: CareTask,
  options: CareOptions,
): Promise<AuditReport | RepairReport> {
  const book = openBook(join(dataFolder, AUDIT_BOOK));
  try {
    const deps = { dataFolder, book, ...options };
    return task.do === 'audit' ? await runAudit({ ...deps, task }) : await runRepair({ ...deps, task });
  } finally {
    book.close();
  }
}
