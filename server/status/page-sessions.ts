/** Who is signed in on the status page. Kept in memory only: a restart signs everybody out. */
import { createHash, randomBytes } from 'node:crypto';
import type { Account } from '../store/directory-calls.ts';

type SignedIn = Pick<Account, 'id' | 'passwordMark'>;

export type PageSessions = {
  /** Signs in; answers the `set-cookie` header. */
  begin(account: SignedIn): string;
  /** Who signed in, of a request's `cookie` header, with the mark of the password of that time. */
  signedIn(cookie: string | undefined): SignedIn | null;
  /** Signs out; answers the `set-cookie` header. */
  end(cookie: string | undefined): string;
};

const LIFE_MS = 8 * 3_600_000;
const MAX_SESSIONS = 200;

/** `isSecure`: the page is only ever reached over TLS. */
export function createPageSessions(deps: {
  readonly isSecure: boolean;
  readonly now: () => number;
}): PageSessions {
  const { isSecure, now } = deps;
  const name = isSecure ? '__Host-qoima-status' : 'qoima-status';
  const rest = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const sessions = new Map<string, { account: SignedIn; endsAt: number }>();

  function keyOf(cookie: string | undefined): string | null {
    const found = (cookie ?? '')
      .split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(`${name}=`));
    return found === undefined ? null : hash(found.slice(name.length + 1));
  }

  return {
    begin({ id, passwordMark }) {
      for (const [key, { endsAt }] of sessions) {
        if (endsAt <= now() || sessions.size >= MAX_SESSIONS) sessions.delete(key);
      }
      const token = randomBytes(32).toString('base64url');
      sessions.set(hash(token), { account: { id, passwordMark }, endsAt: now() + LIFE_MS });
      return `${name}=${token}; Max-Age=${LIFE_MS / 1000}; ${rest}`;
    },
    signedIn(cookie) {
      const session = sessions.get(keyOf(cookie) ?? '');
      return session !== undefined && session.endsAt > now() ? session.account : null;
    },
    end(cookie) {
      sessions.delete(keyOf(cookie) ?? '');
      return `${name}=; Max-Age=0; ${rest}`;
    },
  };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
