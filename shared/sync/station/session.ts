/**
 * One round of sync: hello, settle what is disputed, push, pull, fetch what is wanted. No timers and no state of its own:
 * everything is in the station's store after each call, so a round may be cut anywhere and the next one goes on.
 */
import { fail, type Result } from '../../result.ts';
import { PROTOCOL, type HelloAnswer } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import { SCHEMA_VERSION } from '../op.ts';
import { fetchSnapshot } from './fetch-snapshot.ts';
import { fetchHistory, fetchWanted, pull } from './read-round.ts';
import { note, type Ended, type RoundDeps, type RoundResult, type Tally } from './round-deps.ts';
import { push } from './send-round.ts';
import type { StationFacts } from './station-store.ts';

/** After each of these a hello tells the place in common, and the round goes on. */
const ASKS_FOR_HELLO: ReadonlySet<ProblemCode> = new Set([
  'EPOCH_CHANGED',
  'CURSOR_AHEAD',
  'LOG_MISMATCH',
  'SAY_HELLO',
  'REPLICA_FORKED',
]);
/** So often one round says hello; then it leaves it to the next one. */
const MAX_HELLOS = 4;
const DEFAULT_SNAPSHOT_FROM = 5000;

/** Runs one round; trouble of the line and the server is in the result, trouble of the store is thrown. */
export async function syncRound(deps: RoundDeps, signal?: AbortSignal): Promise<RoundResult> {
  const tally: Tally = {
    pushed: 0,
    pulled: 0,
    history: 0,
    renewed: [],
    head: null,
    isWithheld: false,
    hasNewcomer: false,
  };
  let hello: HelloAnswer | null = null;
  let problem: Ended = null;
  let hasRewound = false;
  for (let i = 0; i < MAX_HELLOS; i++) {
    const went = await attempt(deps, i === 0 ? deps.fresh : undefined, tally, signal);
    hello = went.hello ?? hello;
    problem = went.problem;
    if (problem?.code === 'GAP' && !hasRewound) {
      hasRewound = true;
      await deps.store.rewind();
    } else if (problem === null || !ASKS_FOR_HELLO.has(problem.code)) break;
  }
  // How much waits for somebody, and who wrote what, is told by a hello alone, and what came out of this round by a further one.
  if (problem === null && (tally.isWithheld || tally.hasNewcomer)) {
    const again = await greet(deps, tally, signal);
    if (again.ok) hello = again.value;
    else problem = again;
  }
  const { isWithheld: _withheld, hasNewcomer: _newcomer, ...told } = tally;
  return { ...told, problem, hello, facts: await deps.store.facts() };
}

/** From a hello, or from one that is fresh, to the round's end, or to what only a further hello settles. */
async function attempt(
  deps: RoundDeps,
  fresh: RoundDeps['fresh'],
  tally: Tally,
  signal?: AbortSignal,
): Promise<{ hello: HelloAnswer | null; problem: Ended }> {
  if (fresh !== undefined) return { hello: fresh.hello, problem: await workOn(deps, fresh, tally, signal) };
  const greeted = await greet(deps, tally, signal);
  if (!greeted.ok) return { hello: null, problem: greeted };
  const hello = greeted.value;
  let problem = await workThrough(deps, hello, tally, signal);
  if (problem?.code === 'CURSOR_TOO_OLD') problem = (await fetchSnapshot(deps, signal)) ?? fail('SAY_HELLO');
  return { hello, problem };
}

async function greet(
  deps: RoundDeps,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Result<HelloAnswer, ProblemCode>> {
  const { store, wire } = deps;
  const facts = await store.facts();
  const { files, ...about } = deps.about();
  const answer = await wire.hello(
    {
      protocols: [PROTOCOL],
      schema: SCHEMA_VERSION,
      own: [...facts.own],
      cursor: facts.cursor,
      marks: [...facts.marks],
      behind: { ops: facts.unsentOps, records: facts.unsentRecords, files },
      ...about,
    },
    signal,
  );
  if (!answer.ok) return answer;
  tally.hasNewcomer = false;
  note(tally, await store.hear(answer.value));
  deps.onHello?.(answer.value);
  return answer;
}

async function workThrough(
  deps: RoundDeps,
  hello: HelloAnswer,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  const { store } = deps;
  const facts = await store.facts();
  const isBeginning = facts.isBlank && hello.head >= (deps.snapshotFrom ?? DEFAULT_SNAPSHOT_FROM);
  const isStaged = (await store.stagedSnapshot()) !== null;
  if (isStaged && !facts.mayTakeWhole) await store.dropSnapshot();
  else if (isBeginning || isStaged) {
    const ended = await fetchSnapshot(deps, signal);
    if (ended !== null) return ended;
  }
  // The log decides whose numbers hold, before anything that names them goes out.
  if (facts.isDisputed) {
    const ended = await settleDispute(deps, hello, tally, signal);
    if (ended !== null) return ended;
  }
  return (
    (await push(deps, hello, tally, signal)) ??
    (await pull(deps, hello, tally, signal)) ??
    (await fetchWanted(deps, hello, tally, signal)) ??
    (await fetchHistory(deps, hello, tally, signal))
  );
}

/** A round without a hello; SAY_HELLO where the short way is not enough. */
async function workOn(
  deps: RoundDeps,
  fresh: NonNullable<RoundDeps['fresh']>,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  const { store } = deps;
  const before = await store.facts();
  if (before.isBlank || before.isDisputed || before.troubles.length > 0 || before.wanted > 0)
    return fail('SAY_HELLO');
  const hello = { ...fresh.hello, lacking: [] };
  tally.head = fresh.head;
  const ended = await push(deps, hello, tally, signal);
  if (ended !== null) return ended;
  const isAll = !fresh.isPoked && !tally.isWithheld && tally.head === fresh.head + tally.pushed;
  const read = isAll ? null : await pull(deps, hello, tally, signal);
  if (read !== null) return read;
  const { troubles, wanted } = await store.facts();
  return troubles.length > 0 || wanted > 0 ? fail('SAY_HELLO') : null;
}

/** Reads the log to its end; where that does not settle it, from its beginning: then what is here is compared op by op. */
async function settleDispute(
  deps: RoundDeps,
  hello: HelloAnswer,
  tally: Tally,
  signal?: AbortSignal,
): Promise<Ended> {
  const ended = await pull(deps, hello, tally, signal);
  if (ended !== null || !isForked(await deps.store.facts())) return ended;
  await deps.store.rewind();
  return pull(deps, hello, tally, signal);
}

function isForked(facts: StationFacts): boolean {
  return facts.troubles.some(({ code }) => code === 'REPLICA_FORKED');
}
