/**
 * One round of sync: hello, settle what is disputed, push, pull, fetch what is wanted. No timers and no state of its own:
 * everything is in the station's store after each call, so a round may be cut anywhere and the next one goes on.
 */
import { fail, type Failure, type Result } from '../../result.ts';
import { sealText } from '../chain.ts';
import type { PushLimits } from '../wire/limits.ts';
import {
  PROTOCOL,
  type HelloAnswer,
  type HelloAsk,
  type PullPage,
  type Seal,
  type Segment,
} from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { Wire } from '../wire/wire.ts';
import { SCHEMA_VERSION } from '../op.ts';
import { fetchSnapshot } from './fetch-snapshot.ts';
import type { StationFacts, StationStore, Taken } from './station-store.ts';

export type RoundDeps = {
  readonly store: StationStore;
  readonly wire: Wire;
  /** The device that this station is to the server. */
  readonly device: string;
  /** Ed25519 by the device's key, base64url. */
  readonly sign: (bytes: Uint8Array) => Promise<string>;
  /** The program's version, the clock, and the files that are not at the centre: what hello tells beside the store's facts. */
  readonly about: () => Pick<HelloAsk, 'app' | 'now'> & { readonly files: number };
  /** Hears what the server said of itself. */
  readonly onHello?: (hello: HelloAnswer) => void;
  /** Hears after each call how far the round is. */
  readonly onStep?: (step: Step) => void;
  /**
   * What the server said of itself not long ago, and the last number of its log that is known here: the round begins without a
   * hello. `isPoked` false: what is here goes out, and is all that there is when the log grew by just that. Whatever does not fit says
   * hello after all.
   */
  readonly fresh?: { readonly hello: HelloAnswer; readonly head: number; readonly isPoked: boolean };
  /** So many pieces of history are fetched in a round, when all else is done. */
  readonly historyPieces?: number;
  /** From so many entries on a blank station begins with a snapshot. */
  readonly snapshotFrom?: number;
};

type Step =
  | { readonly kind: 'pushed' | 'pulled' | 'history'; readonly ops: number }
  /** How far the cursor is in the server's log. */
  | { readonly kind: 'reached'; readonly srv: number; readonly head: number }
  | { readonly kind: 'snapshot'; readonly parts: number; readonly of: number };

export type RoundResult = {
  readonly pushed: number;
  readonly pulled: number;
  readonly history: number;
  readonly renewed: Taken['renewed'];
  /** Why the round ended before its end; what it did stands. */
  readonly problem: Failure<ProblemCode> | null;
  readonly hello: HelloAnswer | null;
  /** The last number of the server's log that is known here, null when the round did not come so far. */
  readonly head: number | null;
  /** As the round left the station. */
  readonly facts: StationFacts;
};

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

type Tally = {
  pushed: number;
  pulled: number;
  history: number;
  renewed: Taken['renewed'][number][];
  head: number | null;
  /** Something that was sent or read is not in the shared state: only the log tells what became of it. */
  isWithheld: boolean;
};
type Ended = Failure<ProblemCode> | null;

/** Runs one round; trouble of the line and the server is in the result, trouble of the store is thrown. */
export async function syncRound(deps: RoundDeps, signal?: AbortSignal): Promise<RoundResult> {
  const tally: Tally = { pushed: 0, pulled: 0, history: 0, renewed: [], head: null, isWithheld: false };
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
  // How much is withheld and waits for somebody is told by a hello alone, and what came out of this round by a further one.
  if (problem === null && tally.isWithheld) {
    const again = await greet(deps, tally, signal);
    if (again.ok) hello = again.value;
    else problem = again;
  }
  const { isWithheld: _withheld, ...told } = tally;
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

async function push(deps: RoundDeps, hello: HelloAnswer, tally: Tally, signal?: AbortSignal): Promise<Ended> {
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

async function pull(deps: RoundDeps, hello: HelloAnswer, tally: Tally, signal?: AbortSignal): Promise<Ended> {
  for (;;) {
    const { cursor, mine } = await deps.store.facts();
    const answer = await deps.wire.pull({ cursor, mine: [...mine], limit: hello.limits.pullEntries }, signal);
    if (!answer.ok) return answer;
    const page = answer.value;
    const taken = await deps.store.takePage(page);
    if (taken.problem !== null) return fail(taken.problem);
    note(tally, taken);
    tally.pulled += taken.ops;
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

async function fetchWanted(
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

async function fetchHistory(
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

function note(tally: Tally, taken: Taken): void {
  for (const one of taken.renewed) tally.renewed.push(one);
}
