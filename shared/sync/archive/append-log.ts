/** The log's growth within one transaction: numbers and hashes for what is taken. */
import type { Hash } from '../chain.ts';
import type { ArchiveWrite, LogEntry, ServerOp } from './archive-store.ts';
import { logHash } from './log-hash.ts';

export type NewEntry = Pick<ServerOp, 'replica' | 'seq' | 'hash'> & Pick<LogEntry, 'kind' | 'rest'>;

/** Appends entries in their order; gives the log's new head. */
export async function appendLog(tx: ArchiveWrite, hash: Hash, added: readonly NewEntry[]): Promise<number> {
  const facts = await tx.facts();
  let [head, last] = [facts.head, facts.logHash];
  const entries = added.map(({ kind, replica, seq, rest, hash: opHash }): LogEntry => {
    head++;
    last = logHash(hash, last, { kind, replica, seq, hash: opHash });
    return { srv: head, kind, replica, seq, rest, logHash: last };
  });
  if (entries.length > 0) await tx.addEntries(entries);
  return head;
}
