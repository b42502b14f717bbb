/** The calls of the jobs contract. */
import type { Services } from '../../../shared/rpc/contract.ts';
import type { CpuShare, Failure } from '../../../shared/rpc/contract-jobs.ts';
import type { Attention } from './attention.ts';
import type { FailureRow } from './jobs-calls.ts';
import type { Machine } from './machine.ts';
import type { Queue } from './queue.ts';

export type JobServices = Pick<Services, Extract<keyof Services, `job.${string}`>>;

export function jobServices(deps: {
  readonly queue: Queue;
  readonly attention: Attention;
  readonly machine: Machine;
  /** Ends an import in its own way; false when the id is not an import's. */
  readonly cancelImport: (id: string) => Promise<boolean>;
  readonly writeShare: (share: CpuShare) => void;
}): JobServices {
  const { queue, attention, machine } = deps;
  return {
    'job.list': async () => queue.told(),
    async 'job.cancel'({ id }) {
      if (!(await deps.cancelImport(id))) await queue.cancel(id);
      return {};
    },
    async 'job.pause'({ id }) {
      await queue.pause(id);
      return {};
    },
    async 'job.resume'({ id }) {
      await queue.resume(id);
      return {};
    },
    'job.retry': async ({ id }) => ({ job: await queue.retry(id) }),
    'job.failures': async ({ id, after, limit }) => ({
      failures: (await queue.failures(id, after, limit)).map(toFailure),
    }),
    async 'job.attend'({ window, shown }) {
      const before = machine.places();
      attention.attend(window, shown);
      machine.refresh();
      if (machine.places() !== before) queue.tell();
      return {};
    },
    async 'job.cpu'({ share }) {
      deps.writeShare(share);
      machine.refresh();
      queue.tell();
      return {};
    },
  };
}

function toFailure({ no, name, code, record, details }: FailureRow): Failure {
  return {
    no,
    name,
    code,
    ...(record === null ? {} : { record }),
    ...(details === null ? {} : { details: { ...details } }),
  };
}
