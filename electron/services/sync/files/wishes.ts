/** Scans that somebody asked for: fetched in the order asked, before everything else, until somebody ends it. */
import { fetchOne } from './fetch-round.ts';
import { endsRound, type FilesMeans } from './round-means.ts';

export type Wishes = {
  add(sha256: string): void;
  count(): number;
  /** Forgets all, and ends what is being fetched. */
  stop(): void;
  /** Fetches what was asked for until the line is cut; what the centre has not got is given up. */
  fetch(means: FilesMeans, signal: AbortSignal): Promise<void>;
};

export function createWishes(): Wishes {
  const wishes = new Set<string>();
  let ending = new AbortController();
  return {
    add: (sha256) => void wishes.add(sha256),
    count: () => wishes.size,
    stop() {
      wishes.clear();
      ending.abort();
      ending = new AbortController();
    },
    async fetch(means, signal) {
      const both = AbortSignal.any([signal, ending.signal]);
      for (const sha256 of wishes) {
        if (both.aborted) return;
        const code = await fetchOne(means, sha256, both);
        if (code !== null) means.log.info('sync.file_not_fetched', { sha256, code });
        if (code !== null && endsRound(code)) return;
        wishes.delete(sha256);
      }
    },
  };
}
