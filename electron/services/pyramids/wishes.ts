/**
 * The pyramids that somebody wants made: the one asked for last goes first, because that is the page that is looked at. One that
 * nobody waits for any more is forgotten, unless its making has begun.
 */

export type Wish<T> = {
  readonly sha256: string;
  readonly index: number;
  /** Resolves with what became of it; `later` when that is not known yet. */
  readonly waiting: Set<(answer: T) => void>;
  /** Who asked without waiting, or asks again at once, has wished for it until then. */
  until: number;
};

export type Wishes<T> = {
  /** Says that the page is wanted; answers the wish, new or old, which is now the first. */
  add(sha256: string, index: number): Wish<T>;
  has(sha256: string, index: number): boolean;
  /** Waits for the answer, at most `ms`: then, and when the one who asks has gone, `later`. */
  wait(wish: Wish<T>, ms: number, signal: AbortSignal): Promise<T | 'later'>;
  /** The one to make now; it stays a wish until it is answered. */
  next(): Wish<T> | null;
  /** Tells all who wait, and forgets the wish. */
  answer(wish: Wish<T>, answer: T): void;
  answerAll(answer: T): void;
  count(): number;
};

/** So long is a wish kept whose asker does not wait: it asks again soon, or has gone. */
const KEPT_MS = 10_000;

export function createWishes<T>(now: () => number): Wishes<T> {
  /** The first to make is the last of the map. */
  const wishes = new Map<string, Wish<T>>();
  const keyOf = (sha256: string, index: number) => `${sha256}/${index}`;

  function answer(wish: Wish<T>, value: T): void {
    wishes.delete(keyOf(wish.sha256, wish.index));
    for (const tell of wish.waiting) tell(value);
  }

  return {
    add(sha256, index) {
      const key = keyOf(sha256, index);
      const wish = wishes.get(key) ?? { sha256, index, waiting: new Set(), until: 0 };
      wish.until = now() + KEPT_MS;
      wishes.delete(key);
      wishes.set(key, wish);
      return wish;
    },
    has: (sha256, index) => wishes.has(keyOf(sha256, index)),
    wait(wish, ms, signal) {
      return new Promise((resolve) => {
        const end = (answer: T | 'later') => {
          clearTimeout(timer);
          signal.removeEventListener('abort', gone);
          wish.waiting.delete(end);
          resolve(answer);
        };
        const gone = () => {
          wish.until = 0;
          end('later');
        };
        const timer = setTimeout(() => {
          wish.until = now() + KEPT_MS;
          end('later');
        }, ms);
        wish.waiting.add(end);
        if (signal.aborted) gone();
        else signal.addEventListener('abort', gone, { once: true });
      });
    },
    next() {
      for (const [key, wish] of [...wishes].reverse()) {
        if (wish.waiting.size > 0 || wish.until > now()) return wish;
        wishes.delete(key);
      }
      return null;
    },
    answer,
    answerAll(value) {
      for (const wish of wishes.values()) answer(wish, value);
    },
    count: () => wishes.size,
  };
}
