/** What people look at in the windows just now, so that work on it comes first. Kept in memory: it is of this moment. */
import { createPicker } from './choose-next.ts';

export type Attention = {
  /** A window says what it shows, most looked at first: ids of records and digests of files. */
  attend(window: string, shown: readonly string[]): void;
  /** The best place of any of the keys; 0 is what is looked at most, null: nobody looks. */
  rankOf(keys: readonly string[]): number | null;
  /** Everything that is looked at, most looked at first. */
  shown(): string[];
  /** A way to take one item after the other: what is looked at first, but never only that. Each consumer its own. */
  picker(): <T>(waiting: readonly T[], keysOf: (item: T) => readonly string[]) => T | undefined;
  /** Whether somebody was at work at a window in the last minutes. */
  isWatched(): boolean;
  /** Tells when something else is looked at; the function returned stops it. */
  onChange(listener: () => void): () => void;
};

/** Windows speak each minute while somebody works there; one that is silent for so long is not looked at. */
export const WATCHED_MS = 300_000;

export function createAttention(now: () => number = () => performance.now()): Attention {
  const windows = new Map<string, { at: number; shown: readonly string[] }>();
  const listeners = new Set<() => void>();
  let ranks = new Map<string, number>();

  function forgetSilent(): boolean {
    const before = windows.size;
    for (const [window, { at }] of windows) if (now() - at >= WATCHED_MS) windows.delete(window);
    return windows.size < before;
  }

  function rankAll(): void {
    ranks = new Map();
    for (const { shown } of windows.values()) {
      for (const [place, key] of shown.entries()) {
        ranks.set(key, Math.min(place, ranks.get(key) ?? place));
      }
    }
  }

  function known(): ReadonlyMap<string, number> {
    if (forgetSilent()) rankAll();
    return ranks;
  }

  function rankOf(keys: readonly string[]): number | null {
    const places = known();
    if (places.size === 0) return null;
    let best: number | null = null;
    for (const key of keys) {
      const place = places.get(key);
      if (place !== undefined && (best === null || place < best)) best = place;
    }
    return best;
  }

  return {
    attend(window, shown) {
      const isNews = windows.get(window)?.shown.join('\n') !== shown.join('\n');
      windows.set(window, { at: now(), shown: [...shown] });
      if (!isNews) return;
      rankAll();
      for (const listener of listeners) listener();
    },
    rankOf,
    shown: () => [...known()].sort(([, a], [, b]) => a - b).map(([key]) => key),
    picker() {
      const pick = createPicker();
      return (waiting, keysOf) => pick(waiting, (item) => rankOf(keysOf(item)));
    },
    isWatched: () => {
      if (forgetSilent()) rankAll();
      return windows.size > 0;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
