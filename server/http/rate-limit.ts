/**
 * Buckets that fill with time: how often a device, an address or a login may ask. Bounded: who is forgotten was full
 * again, or is the one who was quiet longest.
 */
export type RateLimit = {
  /** Takes `cost` from a bucket: 0, or the seconds to wait until there is so much. */
  take(key: string, cost?: number): number;
  /** Gives back what was taken for nothing. */
  give(key: string, cost?: number): void;
  /** Seconds until `take` would succeed; takes nothing. */
  wait(key: string, cost?: number): number;
  /** The bucket is full again: the one who asked has proven to be good. */
  forget(key: string): void;
};

const MAX_KEYS = 20_000;

/** `burst` at once, `perSecond` in the long run. `now` in milliseconds, never going back. */
export function createRateLimit(deps: {
  readonly burst: number;
  readonly perSecond: number;
  readonly now?: () => number;
}): RateLimit {
  const { burst, perSecond, now = () => performance.now() } = deps;
  /** In the order of last use. */
  const buckets = new Map<string, { left: number; at: number }>();

  function bucketOf(key: string): { left: number; at: number } {
    const known = buckets.get(key);
    const time = now();
    buckets.delete(key);
    const left =
      known === undefined ? burst : Math.min(burst, known.left + ((time - known.at) / 1000) * perSecond);
    const bucket = { left, at: time };
    buckets.set(key, bucket);
    if (buckets.size > MAX_KEYS) {
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    }
    return bucket;
  }

  const secondsFor = (left: number, cost: number): number =>
    left >= cost ? 0 : Math.max(1, Math.ceil((cost - left) / perSecond));

  return {
    take(key, cost = 1) {
      const bucket = bucketOf(key);
      const wait = secondsFor(bucket.left, cost);
      if (wait === 0) bucket.left -= cost;
      return wait;
    },
    give(key, cost = 1) {
      const bucket = bucketOf(key);
      bucket.left = Math.min(burst, bucket.left + cost);
    },
    wait: (key, cost = 1) => secondsFor(bucketOf(key).left, cost),
    forget: (key) => void buckets.delete(key),
  };
}
