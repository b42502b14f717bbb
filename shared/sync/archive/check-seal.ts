/** Whose word stands for a segment: carried ops are as good as the seal of the device that wrote them. */
import { sealText } from '../chain.ts';
import type { RecordId } from '../op.ts';
import type { Seal, Segment } from '../wire/messages.ts';
import type { ArchiveServiceDeps, Membership } from './service-deps.ts';

export type Sealed = {
  /** Up to this number the device answers for the segment's ops. */
  readonly upTo: number;
  readonly device: string;
  /** The seal, once the chain has reached its place and agrees. */
  readonly seal: Seal | null;
};

/**
 * Checks a segment's seal; null when there is none that holds. A seal beyond the segment's end is taken at its word: the
 * chain has to come to it, else it is a fork when the author comes.
 */
export function checkSeal(
  segment: Segment,
  hashes: readonly string[],
  archive: RecordId,
  { devices }: Membership,
  verify: ArchiveServiceDeps['verify'],
): Sealed | null {
  const { seal, replica, after } = segment;
  if (seal === undefined || seal.replica !== replica || seal.seq <= after) return null;
  const key = devices.find(({ id }) => id === seal.device)?.key;
  if (key === undefined || !verify(key, sealText(archive, seal), seal.signature)) return null;
  const here = hashes[seal.seq - after];
  if (here !== undefined && here !== seal.hash) return null;
  return { upTo: seal.seq, device: seal.device, seal: here === undefined ? null : seal };
}
