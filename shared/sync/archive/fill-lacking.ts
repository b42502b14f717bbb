/** Texts of withheld ops of which only the hash was here: whoever brings them says nothing new of their replica. */
import { opId } from '../op-id.ts';
import type { ReplicaId } from '../op.ts';
import { readOp } from '../read-op.ts';
import type { Segment } from '../wire/messages.ts';
import { NO_RECORD, type ArchiveWrite, type ServerOp, type ServerPlace } from './archive-store.ts';
import type { ServiceTools } from './service-deps.ts';

/** A segment of a push with the chain hash at each of its numbers, `hashes[0]` at `after`. */
export type Link = { readonly segment: Segment; readonly hashes: readonly string[] };

type Brought = {
  readonly replica: ReplicaId;
  readonly seq: number;
  readonly hash: string;
  readonly text: string;
};

/** Keeps what a push brings of them. */
export async function fillLacking(
  tx: ArchiveWrite,
  tools: ServiceTools,
  links: readonly Link[],
  places: ReadonlyMap<ReplicaId, ServerPlace>,
): Promise<void> {
  const brought = links.flatMap((link) => broughtAgain(link, places.get(link.segment.replica)?.seq ?? 0));
  // Nearly never is anything lacking, and then nothing needs to be looked up.
  if (brought.length === 0 || (await tx.lacking(1)).length === 0) return;
  const here = await tx.opFacts(brought);
  const lacking = new Map(
    here.flatMap(({ replica, seq, rec, hash }) => (rec === NO_RECORD ? [[opId(replica, seq), hash]] : [])),
  );
  const filled = brought.flatMap(({ replica, seq, hash, text }): ServerOp[] => {
    if (lacking.get(opId(replica, seq)) !== hash) return [];
    const op = readOp(text, tools.decode);
    const isFit = op?.replica === replica && op.seq === seq;
    return op !== null && isFit ? [{ replica, seq, rec: op.rec, status: 'withheld', hash, text }] : [];
  });
  if (filled.length > 0) await tx.fillOps(filled);
}

/** The texts under numbers that are here already. */
function broughtAgain({ segment, hashes }: Link, reached: number): Brought[] {
  const { replica, after, items } = segment;
  return items.slice(0, Math.max(0, reached - after)).flatMap((text, i): Brought[] => {
    const hash = hashes[i + 1];
    return typeof text === 'string' && hash !== undefined
      ? [{ replica, seq: after + i + 1, hash, text }]
      : [];
  });
}
