/** Compares the copy with the journal, at start and whenever it is opened again: IndexedDB may be wiped behind our back. */
import type { Output } from '../../shared/rpc/contract.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RebuildReason } from './catalogue-status.ts';
import type { OpenCopy } from './generations.ts';

/** Why the copy cannot be followed on from; null when it can. */
export function judgeCopy(
  current: OpenCopy | null,
  archive: RecordId,
  head: Pick<Output<'journal.head'>, 'n' | 'records'>,
): RebuildReason | null {
  if (current === null || current.n === null) return 'empty';
  if (current.archive !== archive) return 'foreign';
  if (current.n > head.n) return 'older-journal';
  return current.isEmpty && head.records > 0 && current.n > 0 ? 'damaged' : null;
}
