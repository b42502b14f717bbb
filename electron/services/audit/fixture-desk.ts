/** A station with its audits, and a queue that does its jobs when it is told to; for tests. */
import { afterEach } from 'vitest';
import { openStation, type BackupStation } from '../../../test/fixtures/backup-station.ts';
import type { BackupWorld } from '../../../test/fixtures/backup-world.ts';
import { silentLog } from '../../../node/log.ts';
import { must } from '../../../shared/must.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { runTask } from '../backup/run-task.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import { sourceModules } from '../modules.ts';
import { openSettings } from '../settings.ts';
import { auditKinds } from './audit-jobs.ts';
import { openAudits, type Audits } from './audit.ts';
import { runCare, type CareTask } from './run-care.ts';

export type Desk = {
  readonly station: BackupStation;
  readonly audits: Audits;
  /** Does the jobs that were begun, and answers the codes of those that failed. */
  work(): Promise<string[]>;
};

/** For a file of tests: opens desks on the world's station; they are closed when the test ends. */
export function useDesk(world: BackupWorld): (options?: DeskOptions) => Promise<Desk> {
  let open: Desk | null = null;
  afterEach(async () => {
    open?.audits.close();
    await open?.station.close();
    open = null;
  });
  return async (options = {}) => (open = await openDesk(world, options));
}

type DeskOptions = {
  readonly now?: () => number;
  /** Whether the plan names the world's backup; it does when nothing is said. */
  readonly backup?: boolean;
  readonly hasThread?: boolean;
};

async function openDesk(world: BackupWorld, options: DeskOptions): Promise<Desk> {
  const { now = Date.now } = options;
  const station = await openStation(world.data);
  const settings = openSettings(world.data);
  settings.write({
    backup:
      options.backup === false
        ? null
        : { targets: [world.target], when: { kind: 'plugged' }, rehearse: 'remind' },
  });
  const waiting: { id: string; kind: string; payload: Parameters<JobKind['run']>[0]['payload'] }[] = [];
  const queue: Pick<Queue, 'wake' | 'list'> = {
    wake: async (job) => void waiting.push(job),
    list: () => waiting.map((job): Job => ({ ...job, state: 'waiting', done: 0, total: 0, title: '' })),
  };
  const { journal, vault } = station;
  const kinds = auditKinds({
    folder: world.data,
    version: '1.2.3',
    archive: journal.archive,
    person: journal.person,
    vault,
    modules: sourceModules(),
    now,
    ...(options.hasThread === true ? {} : { run: inProcess }),
  });
  const audits = openAudits({
    folder: world.data,
    journal,
    vault,
    queue,
    settings,
    canWrite: false,
    log: silentLog(),
    now,
  });
  return {
    station,
    audits,
    async work() {
      const failed: string[] = [];
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        const kind = must(
          kinds.find((one) => one.kind === job?.kind),
          'a kind',
        );
        await kind
          .run(job, new AbortController().signal, () => undefined)
          .catch((error: unknown) => failed.push((error as { code: string }).code));
      }
      return failed;
    },
  };
}

/** What the thread would do, without the second that it takes to begin. */
const inProcess = ((task: CareTask, { dataFolder }: { dataFolder: string }) =>
  runCare(dataFolder, task, {
    isCancelled: () => false,
    progress: () => undefined,
  })) as unknown as typeof runTask;
