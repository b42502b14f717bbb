/** Compares the copy with the journal, at start and whenever it is opened again: IndexedDB may be wiped behind our back. */
import { BEFORE_WHOLE } from '../../shared/rpc/written.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RebuildReason } from './catalogue-status.ts';
import type { OpenCopy } from './generations.ts';

/**
 * Why the copy cannot be followed on from; null when it can. `markAt` asks the journal for its mark of a number; it is
 * asked only when the journal has come further than the copy.
 */
export async function judgeCopy(
  current: OpenCopy | null,
  archive: RecordId,
  head: Pick<Output<'journal.head'>, 'n' | 'mark' | 'records'>,
  markAt: (n: number) => Promise<string>,
): Promise<RebuildReason | null> {
  if (current === null || current.standing === null) return 'empty';
  if (current.archive !== archive) return 'foreign';
  const { n, mark } = current.standing;
  if (n > head.n) return 'older-journal';
  // The journal may have been restored from a backup and have grown past the copy since.
  const there = n === head.n ? head.mark : await markAt(n);
  if (mark !== there) return there.startsWith(BEFORE_WHOLE) ? 'came-whole' : 'older-journal';
  return current.isEmpty && head.records > 0 && n > 0 ? 'damaged' : null;
}
