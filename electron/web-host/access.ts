/**
 * Who may talk to the web host. Every process of every user of a machine reaches 127.0.0.1, so an address alone is not
 * enough: the first address that a window opens carries a launch token, which is good for one entry and for a short
 * time (it stands in the list of processes for all to see); it is exchanged for a cookie that scripts cannot read.
 * Both are made from a secret in the data folder that only its owner can read, so that an open window lives on when the
 * host is started again. Whoever deletes `web-secret` and restarts shuts everybody out.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderTrouble } from '../services/data-folder.ts';

const COOKIE = 'qoima';
const SECRET_BYTES = 32;

/** Reads the secret of a data folder, or makes it. Errors: DISK_FULL, DATA_FOLDER_UNUSABLE. */
export function webSecret(dataFolder: string): Buffer {
  const file = path.join(dataFolder, 'web-secret');
  try {
    const known = readSecret(file);
    if (known !== null) return known;
    const fresh = randomBytes(SECRET_BYTES);
    writeFileSync(file, fresh.toString('hex'), { mode: 0o600 });
    chmodSync(file, 0o600);
    return fresh;
  } catch (error) {
    throw folderTrouble(dataFolder, error);
  }
}

/** A damaged secret is none: a new one is made, and windows have to be opened anew. */
function readSecret(file: string): Buffer | null {
  try {
    const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
    return secret.length === SECRET_BYTES ? secret : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A launch token that is good for one entry within `validMs`. */
export function launchToken(secret: Buffer, validMs: number, now: number = Date.now()): string {
  const claim = `${(now + validMs).toString(36)}.${randomBytes(12).toString('base64url')}`;
  return `${claim}.${sign(secret, `launch:${claim}`)}`;
}

export type Access = {
  /** Takes a launch token; true once for each good one. */
  redeem(token: string): boolean;
  /** The `Set-Cookie` header for a window that entered. */
  readonly setCookie: string;
  /** Whether a request's `Cookie` header proves that its window entered. */
  admits(cookieHeader: string | undefined): boolean;
};

/** The host's side of it. */
export function createAccess(secret: Buffer, now: () => number = Date.now): Access {
  const pass = sign(secret, 'cookie');
  /** Tokens that were taken, until they would have ended anyway. */
  const taken = new Map<string, number>();

  return {
    redeem(token) {
      const [expiry = '', nonce = '', signature = ''] = token.split('.');
      if (!isSame(signature, sign(secret, `launch:${expiry}.${nonce}`))) return false;
      const end = Number.parseInt(expiry, 36);
      const time = now();
      for (const [old, oldEnd] of taken) if (oldEnd < time) taken.delete(old);
      if (end < time || taken.has(nonce)) return false;
      taken.set(nonce, end);
      return true;
    },
    setCookie: `${COOKIE}=${pass}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict`,
    admits(cookieHeader) {
      const given = (cookieHeader ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .find((pair) => pair.startsWith(`${COOKIE}=`));
      return given !== undefined && isSame(given.slice(COOKIE.length + 1), pass);
    },
  };
}

function sign(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
