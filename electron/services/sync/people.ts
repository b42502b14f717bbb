/**
 * Who has signed in on this machine: `sync/people.json`. After the first time a person is known by a check of their password
 * (scrypt), so that they can sign in without a line; wrong ones are counted and slow down.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile } from '../../../node/files/json-file.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { writeSecretFile } from './secret-file.ts';

export type Person = { readonly id: string; readonly login: string; readonly name: string };

const checkSchema = z.strictObject({ salt: z.string(), hash: z.string(), cost: z.int().positive() });

const entrySchema = z.strictObject({
  id: recordIdSchema,
  login: z.string(),
  name: z.string(),
  check: checkSchema,
  /** What gets tokens without a password; null when the centre does not take it any more. */
  refresh: z.string().nullable(),
});
type Entry = z.infer<typeof entrySchema>;

const fileSchema = z.strictObject({
  v: z.literal(1),
  signedIn: recordIdSchema.nullable(),
  people: z.array(entrySchema),
  /** Wrong passwords since the last right one, by login; `until` in milliseconds since 1970. */
  wrong: z.record(z.string(), z.strictObject({ count: z.int().nonnegative(), until: z.number() })),
});
type File = z.infer<typeof fileSchema>;

/** 32 MiB and some 60 ms for each guess. */
const COST = 2 ** 15;
const HASH_BYTES = 32;
/** So many wrong ones are a slip of the hand; each further one costs twice the time of the one before. */
const FREE_TRIES = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;

export type SignInCode = 'WRONG_PASSWORD' | 'SIGN_IN_LOCKED' | 'SIGN_IN_NEEDS_LINE';

export type People = {
  signedIn(): Person | null;
  list(): readonly Person[];
  /** Of the person signed in. */
  refresh(): string | null;
  /**
   * Keeps what replaces `before`; it is on the disk when this resolves, and only then may it be used. What a sign-in brought since stays.
   */
  setRefresh(id: string, before: string, refresh: string | null): Promise<void>;
  /** Knows a person from now on, whose password the centre found right. */
  remember(person: Person, password: string, refresh: string): Promise<void>;
  /** Refuses while too many wrong ones were tried. */
  mayTry(login: string): Result<null, 'SIGN_IN_LOCKED'>;
  /** Counts a wrong one; the refusal says how many are left, or for how long it is locked. */
  countWrong(login: string): Promise<Result<never, SignInCode>>;
  /** Signs a known person in without a line. */
  check(login: string, password: string): Promise<Result<Person, SignInCode>>;
  setSignedIn(id: string | null): Promise<void>;
  /** Forgets everybody: the centre is another one. */
  forget(): Promise<void>;
};

const FILE = 'people.json';
const NOBODY: File = { v: 1, signedIn: null, people: [], wrong: {} };

export async function openPeople(folder: string, now: () => number): Promise<People> {
  const path = join(folder, FILE);
  const read = await readJsonFile(path, fileSchema);
  let file: File = read.ok ? read.value : NOBODY;

  /** One after the other: a renewed token that is on its way to the disk must not sign in anew who has just signed out. */
  let last: Promise<unknown> = Promise.resolve();
  function change<T>(make: () => { readonly next: File; readonly value: T }): Promise<T> {
    const mine = last.then(async () => {
      const { next, value } = make();
      await writeSecretFile(path, next);
      file = next;
      return value;
    });
    // The next one is written even when this one could not be.
    last = mine.catch(() => undefined);
    return mine;
  }
  const write = (make: () => File): Promise<void> => change(() => ({ next: make(), value: undefined }));
  const replace = (entry: Entry): Entry[] => [...file.people.filter(({ id }) => id !== entry.id), entry];
  const withoutWrong = (login: string): File['wrong'] =>
    Object.fromEntries(Object.entries(file.wrong).filter(([key]) => key !== keyOf(login)));
  const known = (): Entry | undefined => file.people.find(({ id }) => id === file.signedIn);

  const people: People = {
    signedIn: () => personOf(known()),
    list: () => file.people.map(({ id, login, name }) => ({ id, login, name })),
    refresh: () => known()?.refresh ?? null,
    setRefresh: (id, before, refresh) =>
      write(() => {
        const entry = file.people.find((each) => each.id === id);
        return entry?.refresh !== before ? file : { ...file, people: replace({ ...entry, refresh }) };
      }),
    async remember(person, password, refresh) {
      const check = await newCheck(password);
      await write(() => ({
        ...file,
        signedIn: person.id,
        people: replace({ ...person, check, refresh }),
        wrong: withoutWrong(person.login),
      }));
    },
    mayTry(login) {
      const { until = 0 } = file.wrong[keyOf(login)] ?? {};
      // A clock that was set back must not lock anybody out for longer than the longest lock.
      const wait = Math.min(until - now(), LONGEST_LOCK_MS);
      return wait <= 0 ? ok(null) : fail('SIGN_IN_LOCKED', { seconds: Math.ceil(wait / 1000) });
    },
    async countWrong(login) {
      const { over, lock } = await change(() => {
        const count = (file.wrong[keyOf(login)]?.count ?? 0) + 1;
        const over = count - FREE_TRIES;
        const lock = over < 0 ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** over);
        const wrong = { ...file.wrong, [keyOf(login)]: { count, until: now() + lock } };
        return { next: { ...file, wrong }, value: { over, lock } };
      });
      if (lock === 0) return fail('WRONG_PASSWORD', { left: -over });
      return fail('SIGN_IN_LOCKED', { seconds: Math.ceil(lock / 1000) });
    },
    async check(login, password) {
      const allowed = people.mayTry(login);
      if (!allowed.ok) return allowed;
      const entry = file.people.find((each) => keyOf(each.login) === keyOf(login));
      if (entry === undefined) return fail('SIGN_IN_NEEDS_LINE');
      if (!(await isRight(entry.check, password))) return people.countWrong(login);
      await write(() => ({ ...file, signedIn: entry.id, wrong: withoutWrong(login) }));
      return ok({ id: entry.id, login: entry.login, name: entry.name });
    },
    setSignedIn: (id) => write(() => ({ ...file, signedIn: id })),
    forget: () => write(() => NOBODY),
  };
  return people;
}

/** Who is signed in, by what lies in the folder; nobody when that cannot be read. Changes nothing. */
export async function readSignedIn(folder: string): Promise<Person | null> {
  const read = await readJsonFile(join(folder, FILE), fileSchema, { setAside: false });
  if (!read.ok) return null;
  const { signedIn, people } = read.value;
  return personOf(people.find(({ id }) => id === signedIn));
}

function personOf(entry: Entry | undefined): Person | null {
  return entry === undefined ? null : { id: entry.id, login: entry.login, name: entry.name };
}

function keyOf(login: string): string {
  return login.trim().normalize('NFC').toLowerCase();
}

async function newCheck(password: string): Promise<Entry['check']> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return { salt: salt.toString('base64url'), hash: hash.toString('base64url'), cost: COST };
}

async function isRight({ salt, hash, cost }: Entry['check'], password: string): Promise<boolean> {
  const expected = Buffer.from(hash, 'base64url');
  const got = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return expected.length === got.length && timingSafeEqual(expected, got);
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: 8, p: 1, maxmem: 128 * cost * 8 * 2 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
