/** What a station writes on a disk: who it is, all ops that no backup of the centre is known to hold, the batches of its scans. */
import { sealText } from '../../../shared/sync/chain.ts';
import type { BundleLine } from '../../../shared/sync/bundle/bundle-lines.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import { LIMITS } from '../../../shared/sync/wire/limits.ts';
import type { Seal, SeqVector } from '../../../shared/sync/wire/messages.ts';
import type { BundleMembership } from './bundle-membership.ts';

export type LinesFrom = {
  readonly station: Pick<StationStore, 'facts' | 'segmentsAfter' | 'keepSeals'>;
  readonly membership: Pick<BundleMembership, 'device' | 'person' | 'sign' | 'greeting'>;
  /** The inventories of batches that are not safe at the centre. */
  readonly inventories: () => AsyncIterable<{ readonly batch: string; readonly text: string }>;
};

/**
 * The lines of a station's bundle. Nothing is marked as sent by this: only the centre's own word does that, over a line or by a receipt.
 * What is written while it runs may come along or not.
 */
export async function* stationLines({
  station,
  membership,
  inventories,
}: LinesFrom): AsyncGenerator<BundleLine> {
  yield { t: 'station', person: membership.person, hello: await membership.greeting() };
  const { archive, durable } = await station.facts();
  const vector: SeqVector = { ...durable };
  for (;;) {
    const { segments, ends } = await station.segmentsAfter({ vector, limits: LIMITS });
    if (segments.length === 0) break;
    const seals = ends.map((end): Seal => {
      const signature = membership.sign(sealText(archive, end));
      return { ...end, device: membership.device, signature };
    });
    await station.keepSeals(seals);
    yield { t: 'segments', segments, seals };
    for (const { replica, after, items } of segments) vector[replica] = after + items.length;
  }
  for await (const { batch, text } of inventories()) yield { t: 'inventory', batch, text };
}
