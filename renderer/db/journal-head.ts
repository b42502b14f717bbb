/** Asks the journal where it stands, and makes sure that it is still this archive's. */
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import { TroubleError, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';

export type Head = Output<'journal.head'>;

export type JournalHead = {
  /** @throws TroubleError ARCHIVE_CHANGED, or the host's */
  readonly ask: () => Promise<Head>;
  /** The journal's mark of a number, see `contract-journal.ts`. @throws TroubleError the host's */
  readonly markAt: (n: number) => Promise<string>;
};

/** `onHead` is told every answer. */
export function createJournalHead(deps: {
  readonly host: HostClient;
  readonly archive: RecordId;
  readonly onHead: (head: Head) => void;
}): JournalHead {
  const { host, archive, onHead } = deps;
  return {
    async ask() {
      const head = valueOf(await host.call('journal.head', {}));
      if (head.archive !== archive) throw new TroubleError('ARCHIVE_CHANGED');
      onHead(head);
      return head;
    },
    markAt: async (n) => valueOf(await host.call('journal.changes', { after: n, limit: 1 })).since,
  };
}

function valueOf<T>(answer: Result<T, string>): T {
  if (!answer.ok) throw new TroubleError(answer.code, answer.details);
  return answer.value;
}
