/** Audits and repairs as jobs of the one queue: their kinds, and how one is begun. */
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { TroubleError } from '../../../shared/result.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { runTask } from '../backup/run-task.ts';
import type { JobKind, JobOutcome, Queue } from '../jobs/queue.ts';
import type { HostModules } from '../modules.ts';
import { keepEvents } from './keep-events.ts';
import type { RepairReport } from './run-repair.ts';

export const AUDIT_JOB = 'audit';
export const REPAIR_JOB = 'repair';

const auditSchema = z.object({
  what: z.enum(['sample', 'all']),
  since: z.string(),
  sample: z.int().nullable(),
  minutes: z.int().nullable(),
  bytesPerSecond: z.int().nullable(),
  backups: z.array(z.string()),
  by: z.enum(['plan', 'hand']),
});
export type AuditPayload = z.infer<typeof auditSchema>;

const repairSchema = z.object({ folders: z.array(z.string()) });

export type AuditJobsDeps = {
  readonly folder: string;
  /** The program's version. */
  readonly version: string;
  readonly archive: string;
  readonly person: string;
  readonly vault: Pick<
    Vault,
    | 'openBatch'
    | 'openBatches'
    | 'locate'
    | 'receive'
    | 'receiveFile'
    | 'keep'
    | 'drop'
    | 'seal'
    | 'rebuildIndex'
  >;
  readonly modules: Pick<HostModules, 'backupThread'>;
  readonly now: () => number;
  /** In a thread of its own, unless a test has no time for one. */
  readonly run?: typeof runTask;
};

/** The kinds of jobs, for the queue. */
export function auditKinds(deps: AuditJobsDeps): JobKind[] {
  const { folder, vault, person, run = runTask } = deps;
  const thread = { thread: deps.modules.backupThread, dataFolder: folder };
  const agentOf = (by: 'plan' | 'hand') => ({ program: `Qoima ${deps.version}`, by, person });

  async function audit(
    { by, ...asked }: AuditPayload,
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<JobOutcome> {
    const task = { do: 'audit', ...asked, agent: agentOf(by) } as const;
    const report = await run(task, { ...thread, signal, progress });
    await keepEvents(deps);
    return report === null ? 'waiting' : 'done';
  }

  return [
    {
      kind: AUDIT_JOB,
      atOnce: 1,
      run: ({ payload }, signal, progress) => audit(auditSchema.parse(payload), signal, progress),
    },
    {
      kind: REPAIR_JOB,
      atOnce: 1,
      async run({ id, payload }, signal, progress) {
        const { folders } = repairSchema.parse(payload);
        const report = await run(
          { do: 'repair', folders, agent: agentOf('hand') },
          { ...thread, signal, progress },
        );
        await keepEvents(deps);
        if (report === null) return 'waiting';
        // First: scans of an object that has come back are not loose any more.
        if (report.hasObjects) await vault.rebuildIndex();
        if (report.loose.length > 0) await takeInLoose(vault, id, person, report);
        if (report.loose.length > 0) await audit(compareOnly(deps.now), signal, progress);
        const left = report.repaired.filter(
          ({ outcome }) => outcome === 'lost' || outcome === 'failed',
        ).length;
        if (left > 0)
          throw new TroubleError('REPAIR_INCOMPLETE', { left, repaired: report.repaired.length - left });
        return 'done';
      },
    },
  ];
}

/**
 * Scans whose object is lost come back as a batch of their own: they are found by their bytes, as ever. May be cut anywhere, and
 * done again.
 */
export async function takeInLoose(
  vault: Pick<Vault, 'openBatch' | 'openBatches' | 'locate' | 'receiveFile' | 'keep' | 'drop' | 'seal'>,
  batch: string,
  person: string,
  { loose }: Pick<RepairReport, 'loose'>,
): Promise<void> {
  try {
    await vault.openBatch({ id: batch, label: 'repair', createdBy: person });
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'VAULT_BATCH_SEALED') return;
    throw error;
  }
  const begun = (await vault.openBatches()).find(({ id }) => id === batch);
  const kept = begun?.kept ?? [];
  // What was on its way when an earlier run was cut.
  for (const { no } of begun?.received ?? []) await vault.drop(batch, no);
  const first = 1 + Math.max(-1, ...kept.map(({ no }) => no));
  for (const [i, { path, sha256 }] of loose.entries()) {
    const no = first + i;
    // It is there: kept by an earlier run, or it came back with its object.
    if ((await vault.locate(sha256)) !== null) continue;
    const received = await vault.receiveFile(batch, no, path, path);
    // It has changed since it was found: what was lost is not found again by it.
    if (received.sha256 === sha256) await vault.keep(batch, no, { v: 1, kind: 'repair' });
    else await vault.drop(batch, no);
  }
  await vault.seal(batch);
}

/** Only whether everything that the catalogue names is there again. */
function compareOnly(now: () => number): AuditPayload {
  const since = new Date(now()).toISOString();
  return { what: 'sample', since, sample: 0, minutes: null, bytesPerSecond: null, backups: [], by: 'hand' };
}

/** Begins a job, or answers the one of its kind that is under way. */
export async function beginJob(
  queue: Pick<Queue, 'wake' | 'list'>,
  kind: typeof AUDIT_JOB | typeof REPAIR_JOB,
  payload: AuditPayload | z.infer<typeof repairSchema>,
): Promise<string> {
  const open = queue.list().find((job) => job.kind === kind && isOpenJob(job));
  if (open !== undefined) return open.id;
  const id = newId();
  await queue.wake({ id, kind, title: '', payload });
  return id;
}
