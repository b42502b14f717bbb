/** A round's way in: the log, then what the log alone does not give. */
import type { HelloAnswer, PullPage } from '../wire/messages.ts';
import { fail } from '../../result.ts';
import { note, noteWriters, type Ended, type RoundDeps, type Tally } from './round-deps.ts';

/** Reads the log to its end. */
export async function pull(
  deps: RoundDeps,
  hello: HelloAnswer,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  for (;;) {
    const { cursor, mine, own } = await deps.store.facts();
    const answer = await deps.wire.pull({ cursor, mine: [...mine], limit: hello.limits.pullEntries }, signal);
    if (!answer.ok) return answer;
    const page = answer.value;
    const taken = await deps.store.takePage(page);
    if (taken.problem !== null) return fail(taken.problem);
    note(tally, taken);
    tally.pulled += taken.ops;
    noteWriters(tally, hello, { writers: (page.ends ?? []).map(([replica]) => replica), own });
    tally.isWithheld ||= page.entries.some(({ t }) => t === 'withheld');
    tally.head = page.head;
    deps.onStep?.({ kind: 'pulled', ops: taken.ops });
    deps.onStep?.({ kind: 'reached', srv: page.cursor?.srv ?? 0, head: page.head });
    if (!page.more || isStuck(page, cursor?.srv ?? 0)) return null;
  }
}

/** A server that says there is more and does not go on is asked again by the next round. */
function isStuck(page: PullPage, before: number): boolean {
  return (page.cursor?.srv ?? 0) <= before;
}

/** Asks for records that cannot be made of the ops that are here. */
export async function fetchWanted(
  deps: RoundDeps,
  hello: HelloAnswer,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  let reads = false;
  for (;;) {
    const ask = await deps.store.wanted(hello.limits.records);
    if (ask === null) break;
    const answer = await deps.wire.records(ask, signal);
    if (!answer.ok) return answer;
    const { settled } = await deps.store.takeRecords({ ask, answer: answer.value });
    reads = true;
    if (settled === 0) break;
  }
  // What came whole may be ahead of the log as it was read: so that nothing is under a floor for longer than a round.
  return reads ? pull(deps, hello, tally, signal) : null;
}

/** Asks for ops from before this station's snapshot, so many pieces as the round has time for. */
export async function fetchHistory(
  deps: RoundDeps,
  hello: HelloAnswer,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  for (let i = 0; i < (deps.historyPieces ?? 1); i++) {
    const ask = await deps.store.missingHistory(hello.limits.historyOps);
    if (ask === null) return null;
    const answer = await deps.wire.history(ask, signal);
    if (!answer.ok) return answer;
    const { ops } = await deps.store.takeHistory({ ask, answer: answer.value });
    if (ops === 0) return null;
    tally.history += ops;
    deps.onStep?.({ kind: 'history', ops });
  }
  return null;
}
