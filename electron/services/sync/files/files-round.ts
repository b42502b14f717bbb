/**
 * One round of files: what is new, what the centre wants, what somebody waits for, what goes up, what comes down. It may be ended at any
 * moment and the next one goes on.
 */
import type { Log } from '../../../../node/log.ts';
import { TroubleError } from '../../../../shared/result.ts';
import { MOST_HASHES } from '../../../../shared/sync/files/wire-files.ts';
import type { CentreFetch } from '../line/centre-fetch.ts';
import { fetchRound } from './fetch-round.ts';
import { askCarried } from './hand-on.ts';
import { hearWanted } from './hear-wanted.ts';
import type { Look } from './look-around.ts';
import { noteMended } from './mend-files.ts';
import type { FilesMeans } from './round-means.ts';
import { sendRound } from './send-round.ts';
import type { Wishes } from './wishes.ts';

/** What the centre wants of ours is asked no more often than this when only something of ours is to go. */
const WANTED_MS = 5 * 60_000;

/** `isOwn`: for what was written here, so that the centre need not be asked anew what it wants. */
export type FilesRound = (signal: AbortSignal, isOwn: boolean) => Promise<string | null>;

/** Scans that were fetched here may go when a backup of the centre has them. */
async function askBacked({ store, centre }: FilesMeans, signal: AbortSignal): Promise<string | null> {
  const held = await store.heldUnbacked({ limit: MOST_HASHES });
  if (held.length === 0) return null;
  const state = await centre.state(
    held.map(({ sha256 }) => sha256),
    signal,
  );
  if (!state.ok) return state.code;
  const { durable, missing, mark } = state.value;
  await store.note({ sha256: durable, event: { t: 'told', there: 'verified', durable: true }, mark });
  await store.note({ sha256: missing, event: { t: 'told', there: 'no', durable: false }, mark });
  return null;
}

export function createFilesRound(deps: {
  readonly look: Look;
  readonly wishes: Wishes;
  /** Null while the centre cannot be asked. */
  readonly means: () => FilesMeans | null;
  readonly damages: () => readonly string[];
  /** Where good bytes lie for a repair. */
  readonly good: string;
}): FilesRound {
  const { look, wishes, good } = deps;
  /** Of which line the centre was asked what it wants, and when. */
  let asked: { readonly fetch: CentreFetch; readonly at: number } | null = null;

  async function askWanted(means: FilesMeans, signal: AbortSignal): Promise<string | null> {
    asked = null;
    const heard = await hearWanted(means, signal);
    if (!heard.ok) return heard.code;
    // The first question after another generation is for what is wanted of the new one.
    if (heard.value.wanted.length > 0) await means.store.sendAgain({ sha256: [...heard.value.wanted] });
    asked = { fetch: means.fetch, at: performance.now() };
    return null;
  }

  return async (signal, isOwn) => {
    await look.go();
    const means = deps.means();
    if (means === null) return null;
    const isFresh = asked?.fetch === means.fetch && performance.now() - asked.at < WANTED_MS;
    if (!isOwn || !isFresh) {
      const refused =
        (await askWanted(means, signal)) ??
        (await askBacked(means, signal)) ??
        (await askCarried(means, signal));
      if (refused !== null) return refused;
    }
    await noteMended(means, new Set(deps.damages()), good);
    // Whoever asked waits for no hours and no limit of the day.
    if (!means.isPaused()) await wishes.fetch(means, signal);
    if (!means.mayTravel()) return null;
    return (await sendRound(means, signal)) ?? (await fetchRound(means, signal));
  };
}

/** Rounds one at a time; each ends when `closing` fires, and tells how it ended: a code, or null when all was done. */
export function oneAfterTheOther(deps: {
  readonly round: FilesRound;
  readonly closing: AbortSignal;
  readonly log: Log;
  readonly ended: (code: string | null) => void;
}): { round(signal: AbortSignal, isOwn?: boolean): Promise<string | null>; idle(): Promise<unknown> } {
  const { closing, log, ended } = deps;
  let last: Promise<unknown> = Promise.resolve();

  async function one(signal: AbortSignal, isOwn: boolean): Promise<string | null> {
    if (signal.aborted) return null;
    let code: string | null;
    try {
      code = await deps.round(signal, isOwn);
    } catch (error) {
      if (closing.aborted) return null;
      code = error instanceof TroubleError ? error.code : 'INTERNAL';
      log.error('sync.files_round', error);
    }
    // What was ended from outside is no trouble.
    if (signal.aborted) code = null;
    ended(code);
    return code;
  }

  return {
    round(signal, isOwn = false) {
      const both = AbortSignal.any([signal, closing]);
      const mine = last.then(() => one(both, isOwn));
      last = mine;
      return mine;
    },
    idle: () => last,
  };
}
