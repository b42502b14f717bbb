/**
 * Challenges: what a device has to sign so that its claim is new, whatever its clock says. The server keeps nothing of
 * those it gave out (a stranger could ask for millions), only of those that were used, until they would have ended.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type Challenges = {
  /** A new one for a device, known or not. */
  give(device: string): string;
  /** Whether this one was given to that device, in time, and not used yet. */
  isGood(challenge: string, device: string): boolean;
  /** Uses it up. Called after the signature was found good, so that nobody else can. */
  use(challenge: string): void;
};

export const CHALLENGE_SECONDS = 120;

/** Challenges of one run of the server; a restart makes all of them stale. `now` in milliseconds, never going back. */
export function createChallenges(deps: { readonly now?: () => number } = {}): Challenges {
  const { now = () => performance.now() } = deps;
  const secret = randomBytes(32);
  const used = new Map<string, number>();

  const sign = (device: string, claim: string): Buffer =>
    createHmac('sha256', secret).update(`${device}\n${claim}`).digest();

  return {
    give(device) {
      const claim = `${Math.round(now() + CHALLENGE_SECONDS * 1000).toString(36)}.${randomBytes(16).toString('base64url')}`;
      return `${claim}.${sign(device, claim).toString('base64url')}`;
    },
    isGood(challenge, device) {
      const [ends = '', nonce = '', signature = ''] = challenge.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(device, `${ends}.${nonce}`);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      return Number.parseInt(ends, 36) >= now() && !used.has(nonce);
    },
    use(challenge) {
      const [ends = '', nonce = ''] = challenge.split('.');
      const time = now();
      // Oldest first: they end in the order in which they were given, nearly.
      for (const [old, end] of used) {
        if (end >= time) break;
        used.delete(old);
      }
      used.set(nonce, Number.parseInt(ends, 36));
    },
  };
}
