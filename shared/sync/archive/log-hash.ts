/** The hash chain over a server's log: two logs are one as far as their hashes are the same. */
import { fromHex, toHex, type Hash } from '../chain.ts';
import type { ReplicaId } from '../op.ts';

/** The hash of an empty log. */
export const LOG_START = '0'.repeat(64);

/**
 * The log's hash after one more entry. An entry's own part is its kind, its op and that op's chain hash, which stands for
 * everything that the op's replica wrote up to there.
 */
export function logHash(
  hash: Hash,
  before: string,
  entry: { readonly kind: string; readonly replica: ReplicaId; readonly seq: number; readonly hash: string },
): string {
  return toHex(hash(fromHex(before), `${entry.kind} ${entry.replica}:${entry.seq} ${entry.hash}`));
}
