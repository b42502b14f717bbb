/** One round of `shared/sync/station/session.ts` as the loop sees it: what its end means for when the next one comes. */
import { TroubleError, type Details } from '../../../shared/result.ts';
import { syncRound, type RoundResult } from '../../../shared/sync/station/session.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { Over } from './engine.ts';
import type { RoundEnd } from './loop.ts';

/** Nothing changes by trying again: somebody has to sign in, to update, to ask the centre's administrator. */
const NEEDS_PERSON: ReadonlySet<ProblemCode> = new Set([
  'DEVICE_REVOKED',
  'SIGN_IN',
  'UNAUTHENTICATED',
  'UPGRADE_REQUIRED',
  'NOT_FOUND',
]);

/** Older history is fetched beside everything else, in rounds of some seconds. */
const HISTORY_PIECES = 4;

/** Makes rounds over `store`; `behind` are the files that are not at the centre. */
export function createRound(deps: {
  readonly store: StationStore;
  readonly app: string;
  readonly behind: () => { readonly files: number };
  readonly log: (event: string, details: Details) => void;
  readonly now?: () => number;
}): (over: Over, signal: AbortSignal) => Promise<RoundEnd> {
  const { store, app, now = Date.now } = deps;
  return async ({ connection, device, key }, signal) => {
    try {
      const result = await syncRound(
        {
          store,
          wire: connection.wire,
          device,
          sign: async (bytes) => key.sign(bytes),
          about: () => ({ app, now: new Date(now()).toISOString(), files: deps.behind().files }),
          historyPieces: HISTORY_PIECES,
        },
        signal,
      );
      const { pushed, pulled, history, renewed } = result;
      if (pushed + pulled + history + renewed.length > 0)
        deps.log('sync.round', { pushed, pulled, history, renewed: renewed.length });
      return endOf(result, signal.aborted);
    } catch (error) {
      // The journal could not write: a full disk, a folder that is gone. Nothing of the page was kept, and it comes again.
      if (error instanceof TroubleError)
        return { kind: 'line', code: error.code, details: error.details ?? {} };
      throw error;
    }
  };
}

/** What the end of a round means; a replica that the centre does not take holds up nobody else's. */
export function endOf({ problem, facts, history }: RoundResult, isAborted: boolean): RoundEnd {
  if (problem !== null) {
    const { code, details = {} } = problem;
    if (code === 'CANCELLED' || isAborted) return { kind: 'cut' };
    return { kind: NEEDS_PERSON.has(code) ? 'person' : 'line', code, details };
  }
  const [trouble] = facts.troubles;
  return {
    kind: 'complete',
    hasMore: history > 0 && facts.missing > 0,
    trouble: trouble === undefined ? null : { code: trouble.code, details: { replica: trouble.replica } },
  };
}
