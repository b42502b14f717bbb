/** Batches of others that came by disk: their files go as loose ones, and the centre knows them by these inventories. */
import type { Result } from '../../../../shared/result.ts';
import type { BatchState } from '../../../../shared/sync/files/wire-files.ts';
import { endsRound, type FilesMeans, type RoundEnd } from './round-means.ts';

type HandMeans = Pick<FilesMeans, 'centre' | 'carried'>;

/** Hands on what the centre has not said yet that it has or refuses. One that it refuses stays: another centre may take it. */
export async function handOnInventories(means: HandMeans, signal: AbortSignal): Promise<RoundEnd> {
  for await (const { batch, text } of means.carried.which(null)) {
    const begun = await means.centre.beginBatch(batch, Buffer.from(text), signal);
    const end = await hear(means, batch, begun);
    if (end !== null) return end;
  }
  return null;
}

/** Asks after those that stand at the centre: once a backup of it has them they need not be carried any longer. */
export async function askCarried(means: HandMeans, signal: AbortSignal): Promise<RoundEnd> {
  const { centre, carried } = means;
  for await (const { batch, text } of carried.which('placed')) {
    const now = await centre.batch(batch, signal);
    if (now.ok && now.value.state === 'placed' && !now.value.durable) continue;
    if (!now.ok && endsRound(now.code)) return now.code;
    // By its bytes once more, before it goes: a batch of this id is not yet this batch.
    const end = await hear(means, batch, await centre.beginBatch(batch, Buffer.from(text), signal));
    if (end !== null) return end;
  }
  return null;
}

/** Notes what the centre says to the inventory of a batch. */
async function hear(
  { carried }: HandMeans,
  batch: string,
  answer: Result<BatchState, string>,
): Promise<RoundEnd> {
  if (!answer.ok) {
    if (answer.code === 'BATCH_REFUSED') carried.say(batch, 'refused');
    return endsRound(answer.code) ? answer.code : null;
  }
  const { state, durable } = answer.value;
  if (state === 'placed' && durable) await carried.remove(batch);
  else carried.say(batch, state === 'placed' || state === 'refused' ? state : null);
  return null;
}
