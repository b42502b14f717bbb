/**
 * One round of files: what is new, what the centre wants, what somebody waits for, what goes up, what comes down. It may be ended at any
 * moment and the next one goes on.
 */
import type { CentreFetch } from '../line/centre-fetch.ts';
import { fetchRound } from './fetch-round.ts';
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
    const refused = isOwn && isFresh ? null : await askWanted(means, signal);
    if (refused !== null) return refused;
    await noteMended(means, new Set(deps.damages()), good);
    // Whoever asked waits for no hours and no limit of the day.
    if (!means.isPaused()) await wishes.fetch(means, signal);
    if (!means.mayTravel()) return null;
    return (await sendRound(means, signal)) ?? (await fetchRound(means, signal));
  };
}
