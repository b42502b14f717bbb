/** A round's way out: what the server lacks goes to it, sealed by this device where it was written here. */
import { fail, type Result } from '../../result.ts';
import { sealText } from '../chain.ts';
import type { PushLimits } from '../wire/limits.ts';
import type { HelloAnswer, PushAnswer, Seal, Segment, SeqVector } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import { noteWriters, type Ended, type RoundDeps, type Tally } from './round-deps.ts';

/** Sends what the server asked for, and what is beyond its vector, until nothing is left. */
export async function push(
  deps: RoundDeps,
  hello: HelloAnswer,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  const limits: PushLimits = { pushOps: hello.limits.pushOps, pushBytes: hello.limits.pushBytes };
  const lacking = await deps.store.lacking(hello.lacking);
  if (lacking.length > 0) {
    const sent = await send(deps, lacking, tally, signal);
    if (!sent.ok) return sent;
  }
  let last = '';
  let batch = await ready(deps, limits, {});
  while (batch.length > 0) {
    // A server that answers and takes nothing would be sent the same for ever.
    const begins = batch.map(({ replica, after }) => `${replica}:${after}`).join();
    if (begins === last) return fail('SAY_HELLO');
    last = begins;
    const underway = endsOf(batch);
    // While the server takes these in, the next are made ready.
    const [sent, next] = await Promise.all([send(deps, batch, tally, signal), ready(deps, limits, underway)]);
    if (!sent.ok) return sent;
    const carried = batch.filter(({ seal }) => seal?.device !== deps.device);
    noteWriters(tally, hello, { writers: carried.map(({ replica }) => replica), own: [] });
    batch = isTaken(sent.value, underway) ? next : await ready(deps, limits, {});
  }
  return null;
}

/** The next segments, those of ours with the seal of this device. */
async function ready(deps: RoundDeps, limits: PushLimits, underway: SeqVector): Promise<Segment[]> {
  const { segments, ends } = await deps.store.outgoing({ underway, limits });
  const seals = new Map((await sealed(deps, ends)).map((seal) => [seal.replica, seal]));
  return segments.map((segment) => {
    const seal = seals.get(segment.replica);
    return seal === undefined ? segment : { ...segment, seal };
  });
}

function endsOf(segments: readonly Segment[]): SeqVector {
  return Object.fromEntries(segments.map(({ replica, after, items }) => [replica, after + items.length]));
}

/** Whether the server is now where these segments end. */
function isTaken({ results }: PushAnswer, ends: SeqVector): boolean {
  return results.every(({ replica, seq, problem }) => problem === undefined && seq >= (ends[replica] ?? 0));
}

async function send(
  deps: RoundDeps,
  segments: Segment[],
  tally: Tally,
  signal?: AbortSignal,
): Promise<Result<PushAnswer, ProblemCode>> {
  const answer = await deps.wire.push({ segments }, signal);
  if (!answer.ok) return answer;
  await deps.store.pushed(answer.value);
  tally.head = answer.value.head;
  tally.isWithheld ||= answer.value.withheld.length > 0;
  const ops = segments.reduce((sum, segment) => sum + segment.items.length, 0);
  tally.pushed += ops;
  deps.onStep?.({ kind: 'pushed', ops });
  // A fork refuses all that came with it. What is malformed or does not follow stops only its own replica.
  const isForked = answer.value.results.some(({ problem }) => problem === 'REPLICA_FORKED');
  return isForked ? fail('REPLICA_FORKED') : answer;
}

/** Our device's word about what was written here, kept for those who carry it. */
async function sealed(
  { store, sign, device }: RoundDeps,
  ends: readonly Pick<Seal, 'replica' | 'seq' | 'hash'>[],
): Promise<Seal[]> {
  if (ends.length === 0) return [];
  const { archive } = await store.facts();
  const seals: Seal[] = [];
  for (const end of ends) seals.push({ ...end, device, signature: await sign(sealText(archive, end)) });
  await store.keepSeals(seals);
  return seals;
}
