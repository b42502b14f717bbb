/** Scans that somebody asked for: fetched in the order asked, before everything else, until somebody ends it. */
import { fetchOne } from './fetch-round.ts';
import { endsRound, type FilesMeans } from './round-means.ts';

export type Wishes = {
  add(sha256: string): void;
  count(): number;
  /** Whether it is waited for, and why the last attempt to fetch it failed; null: it did not. */
  of(sha256: string): { readonly isAsked: boolean; readonly trouble: string | null };
  /** Forgets these, or all, and ends what of them is being fetched. */
  stop(sha256: readonly string[] | null): void;
  /** Fetches what was asked for until the line is cut; what the centre has not got is given up. */
  fetch(means: FilesMeans, signal: AbortSignal): Promise<void>;
};

export function createWishes(): Wishes {
  const wishes = new Set<string>();
  const troubles = new Map<string, string>();
  let fetching: { readonly sha256: string; readonly ending: AbortController } | null = null;
  return {
    add(sha256) {
      troubles.delete(sha256);
      wishes.add(sha256);
    },
    count: () => wishes.size,
    of: (sha256) => ({ isAsked: wishes.has(sha256), trouble: troubles.get(sha256) ?? null }),
    stop(sha256) {
      for (const one of sha256 ?? [...wishes, ...troubles.keys()]) {
        wishes.delete(one);
        troubles.delete(one);
      }
      if (fetching !== null && !wishes.has(fetching.sha256)) fetching.ending.abort();
    },
    async fetch(means, signal) {
      for (const sha256 of wishes) {
        if (signal.aborted || means.isPaused()) return;
        const ending = new AbortController();
        fetching = { sha256, ending };
        const code = await fetchOne(means, sha256, AbortSignal.any([signal, ending.signal]));
        fetching = null;
        if (signal.aborted) return;
        if (ending.signal.aborted) continue;
        if (code === null) troubles.delete(sha256);
        else {
          means.log.info('sync.file_not_fetched', { sha256, code });
          troubles.set(sha256, code);
          if (endsRound(code)) return;
        }
        wishes.delete(sha256);
      }
    },
  };
}
