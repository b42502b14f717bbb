/**
 * Sends a change that is too large for one call: part by part, each safe on this machine when it is answered, then the word
 * to write them. Sent again after trouble it is still written once, because parts and step keep their numbers.
 */
import { fail, type Result } from '../../shared/result.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Change, Edit } from '../../shared/sync/change.ts';

/** Small enough that neither window nor host stands still while a part is read. */
const EDITS_PER_PART = 500;
const CHARACTERS_PER_PART = 1024 * 1024;
/** A call has a deadline of a minute; half an hour is enough for the largest archive on a slow disk. */
const MOST_ASKED = 30;

/** Cuts edits into parts, in their order. */
export function* partsOf(edits: readonly Edit[]): Generator<Edit[]> {
  let part: Edit[] = [];
  let characters = 0;
  for (const edit of edits) {
    const weight = JSON.stringify(edit).length;
    if (part.length === EDITS_PER_PART || (part.length > 0 && characters + weight > CHARACTERS_PER_PART)) {
      yield part;
      [part, characters] = [[], 0];
    }
    part.push(edit);
    characters += weight;
  }
  if (part.length > 0) yield part;
}

/** Whether a change goes as a step: it has more than one part. */
export function isStep(change: Change): boolean {
  const first = partsOf(change.edits).next();
  return first.done !== true && first.value.length < change.edits.length;
}

/**
 * Sends `change` and has it written. Errors: CANCELLED, when `signal` was aborted before the last part was in: nothing is
 * written then; those of `step.part` and `step.write`.
 */
export async function sendStep(
  host: HostClient,
  change: Change,
  options: { readonly signal: AbortSignal; readonly onSent: (edits: number) => void },
): Promise<Result<Output<'step.write'>, string>> {
  const { id: step, command, edits } = change;
  const { signal, onSent } = options;
  let sent = 0;
  let no = 0;
  for (const part of partsOf(edits)) {
    const kept = await host.call('step.part', { step, command, no, total: edits.length, edits: part });
    // Written after all, because the answer to an earlier sending was lost; or thrown away: the word to write tells which.
    if (!kept.ok && kept.code === 'STEP_CLOSED') break;
    if (!kept.ok) return kept;
    if (signal.aborted) {
      // Should this not arrive, the step is offered to a person later.
      await host.call('step.discard', { step });
      return fail('CANCELLED');
    }
    no++;
    sent += part.length;
    onSent(sent);
  }
  return untilAnswered(() => host.call('step.write', { step }));
}

/** Asks again what takes longer than a call may: under the same id it is done once, and answered when it is done. */
export async function untilAnswered<T>(call: () => Promise<Result<T, string>>): Promise<Result<T, string>> {
  for (let asked = 1; ; asked++) {
    const answer = await call();
    if (answer.ok || answer.code !== 'DEADLINE' || asked === MOST_ASKED) return answer;
  }
}
