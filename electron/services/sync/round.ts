/** One round of `shared/sync/station/session.ts` as the loop sees it: what its end means for when the next one comes. */
import { must } from '../../../shared/must.ts';
import { TroubleError, type Details } from '../../../shared/result.ts';
import type { RoundResult } from '../../../shared/sync/station/round-deps.ts';
import { syncRound } from '../../../shared/sync/station/session.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import type { HelloAnswer } from '../../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { Over } from './engine.ts';
import type { RoundEnd } from './loop.ts';
import type { Cause } from './next-round.ts';

/** Nothing changes by trying again: somebody has to sign in, to update, to ask the centre's administrator. */
const NEEDS_PERSON: ReadonlySet<ProblemCode> = new Set([
  'DEVICE_REVOKED',
  'SIGN_IN',
  'UNAUTHENTICATED',
  'UPGRADE_REQUIRED',
  'NOT_FOUND',
  'DEVICE_KEY_UNREADABLE',
]);

/** Older history is fetched beside everything else, in rounds of some seconds. */
const HISTORY_PIECES = 4;

/** What the centre said of itself is asked anew after this; what is urgent of it the answers to everything else tell. */
const HELLO_MS = 5 * 60_000;

export type Rounds = {
  round(over: Over, signal: AbortSignal, cause: Cause): Promise<RoundEnd>;
  /** The last number of the centre's log that is known here. */
  head(): number;
};

/** Makes rounds over `store`; `behind` are the files that are not at the centre. */
export function createRounds(deps: {
  readonly store: StationStore;
  readonly app: string;
  readonly behind: () => { readonly files: number };
  readonly log: (event: string, details: Details) => void;
  readonly now?: () => number;
}): Rounds {
  const { store, app, now = Date.now } = deps;
  let last: {
    readonly hello: HelloAnswer;
    head: number;
    readonly at: number;
    readonly device: string;
  } | null = null;

  async function round(
    { connection, device, key }: Over,
    signal: AbortSignal,
    cause: Cause,
  ): Promise<RoundEnd> {
    const known = last;
    const isFresh = known?.device === device && performance.now() - known.at < HELLO_MS && cause !== 'look';
    last = null;
    try {
      const result = await syncRound(
        {
          ...(isFresh && known !== null
            ? { fresh: { hello: known.hello, head: known.head, isPoked: cause === 'news' } }
            : {}),
          store,
          wire: connection.wire,
          device,
          sign: async (bytes) => must(key, 'the key that the token was got with').sign(bytes),
          about: () => ({ app, now: new Date(now()).toISOString(), files: deps.behind().files }),
          historyPieces: HISTORY_PIECES,
        },
        signal,
      );
      const { pushed, pulled, history, renewed, hello, head, problem } = result;
      if (problem === null && hello !== null && head !== null)
        last = { hello, head, device, at: known?.hello === hello ? known.at : performance.now() };
      if (pushed + pulled + history + renewed.length > 0)
        deps.log('sync.round', { pushed, pulled, history, renewed: renewed.length });
      return endOf(result, { isAborted: signal.aborted, isShort: isFresh });
    } catch (error) {
      // The journal could not write: a full disk, a folder that is gone. Nothing of the page was kept, and it comes again.
      if (error instanceof TroubleError)
        return { kind: 'line', code: error.code, details: error.details ?? {} };
      throw error;
    }
  }

  return { round, head: () => last?.head ?? 0 };
}

/** What the end of a round means; a replica that the centre does not take holds up nobody else's. */
function endOf(
  { problem, facts, history }: RoundResult,
  { isAborted, isShort }: { readonly isAborted: boolean; readonly isShort: boolean },
): RoundEnd {
  if (problem !== null) {
    const { code, details = {} } = problem;
    if (code === 'CANCELLED' || isAborted) return { kind: 'cut' };
    return { kind: NEEDS_PERSON.has(code) ? 'person' : 'line', code, details };
  }
  const [trouble] = facts.troubles;
  return {
    kind: 'complete',
    // A short round leaves older history to the next one.
    hasMore: (history > 0 || isShort) && facts.missing > 0,
    trouble: trouble === undefined ? null : { code: trouble.code, details: { replica: trouble.replica } },
  };
}
