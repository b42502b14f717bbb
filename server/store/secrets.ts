/** Secrets of the server: passwords by scrypt, tokens and codes by their hashes. None of them is ever kept as it is. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** scrypt's cost: N rounds over blocks of r, p times. It is kept with each password, so it may be raised later. */
export type PasswordCost = { readonly N: number; readonly r: number; readonly p: number };

/** 64 MiB and about a sixth of a second for each guess (OWASP's second choice for scrypt). */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 16, r: 8, p: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const TOKEN_BYTES = 32;
/** An access token goes with every request and is good for a quarter of an hour. */
const ACCESS_BYTES = 16;

/** Crockford's alphabet: no letter looks like a digit. */
const CODE_SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 20;
const CODE_GROUP = 5;

const storedSchema = z.object({ N: z.int(), r: z.int(), p: z.int(), salt: z.string(), key: z.string() });
type Stored = z.infer<typeof storedSchema>;

/** What is kept of a password: a text with cost, salt and key. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return JSON.stringify({ ...cost, salt: salt.toString('base64'), key: key.toString('base64') });
}

/** Whether `password` is the one that was kept. With null it takes the same time and is never right. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const { salt, key, ...cost } = kept === null ? NOBODY : storedSchema.parse(JSON.parse(kept));
  const expected = Buffer.from(key, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), cost);
  return actual.length === expected.length && timingSafeEqual(actual, expected) && kept !== null;
}

const NOBODY: Stored = {
  ...PASSWORD_COST,
  salt: Buffer.alloc(SALT_BYTES).toString('base64'),
  key: Buffer.alloc(KEY_BYTES).toString('base64'),
};

/** Letters may be written in several ways on different keyboards; what is the same to the eye is the same password. */
function derive(password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r };
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** A new token for a program: 256 random bits. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** A new access token: 128 random bits. */
export function newAccess(): string {
  return randomBytes(ACCESS_BYTES).toString('base64url');
}

/** A new code for a person to type: 100 random bits in four groups. */
export function newCode(): string {
  const signs = Array.from(randomBytes(CODE_LENGTH), (byte) => CODE_SIGNS[byte % CODE_SIGNS.length] ?? '');
  const groups = [];
  for (let i = 0; i < CODE_LENGTH; i += CODE_GROUP) groups.push(signs.slice(i, i + CODE_GROUP).join(''));
  return groups.join('-');
}

/** A new password, for somebody who was given none to choose. */
export function newPassword(): string {
  return newCode().toLowerCase();
}

/** What is kept of a token. */
export function tokenHash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** What is kept of a code, however it was typed: o for 0, i and l for 1, spaces or dashes between. */
export function codeHash(code: string): Uint8Array {
  const plain = code
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/gu, '1')
    .replaceAll(/[^0-9A-Z]/gu, '');
  return tokenHash(plain);
}

/** A login as it is kept: however it was typed, it is one person. */
export function plainLogin(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** Tells one kept password from the next, and tells nothing else of it. */
export function passwordMark(kept: string): string {
  return createHash('sha256').update(kept).digest('base64url');
}
