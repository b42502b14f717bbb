/** Whether a station's place is a place in this log: of another log no answer would fit what the station has read. */
import { shortHash } from '../chain.ts';
import type { Cursor } from '../wire/cursor.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { ArchiveFacts, ArchiveRead } from './archive-store.ts';

/** Why a cursor is refused; null when it is a place in this log, or the beginning. */
export async function refuseCursor(
  tx: ArchiveRead,
  cursor: Cursor | null,
  facts: ArchiveFacts,
): Promise<ProblemCode | null> {
  if (cursor === null) return null;
  if (cursor.epoch !== facts.epoch) return 'EPOCH_CHANGED';
  if (cursor.srv > facts.head) return 'CURSOR_AHEAD';
  const [here] = await tx.logHashes([cursor.srv]);
  return here !== undefined && shortHash(here.hash) === cursor.hash ? null : 'LOG_MISMATCH';
}
