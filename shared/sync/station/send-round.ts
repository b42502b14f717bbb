/** A round's way out: what the server lacks goes to it, sealed by this device where it was written here. */
import { fail } from '../../result.ts';
import { sealText } from '../chain.ts';
import type { PushLimits } from '../wire/limits.ts';
import type { HelloAnswer, Seal, Segment } from '../wire/messages.ts';
import type { Ended, RoundDeps, Tally } from './round-deps.ts';

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
    const ended = await send(deps, lacking, tally, signal);
    if (ended !== null) return ended;
  }
  let last = '';
  for (;;) {
    const { segments, ends } = await deps.store.outgoing(limits);
    if (segments.length === 0) return null;
    // A server that answers and takes nothing would be sent the same for ever.
    const begins = segments.map(({ replica, after }) => `${replica}:${after}`).join();
    if (begins === last) return fail('SAY_HELLO');
    last = begins;
    const seals = await sealed(deps, ends);
    const own = new Map(seals.map((seal) => [seal.replica, seal]));
    const withSeals = segments.map((segment) => {
      const seal = own.get(segment.replica);
      return seal === undefined ? segment : { ...segment, seal };
    });
    const ended = await send(deps, withSeals, tally, signal);
    if (ended !== null) return ended;
  }
}

async function send(
  deps: RoundDeps,
  segments: Segment[],
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
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
  return isForked ? fail('REPLICA_FORKED') : null;
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
