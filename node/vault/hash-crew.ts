/**
 * Threads that hash for the vault, so that both digests of a piece, and those of several files, are made at the same time
 * and the vault's own thread stays free to answer. The pieces lie in memory that all threads see: nothing is copied.
 */
import { createHash, type Hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { settleFile } from '../files/settle-file.ts';
import { createCaller, type Caller } from '../calls/caller.ts';
import type { Port } from '../calls/port.ts';
import { serveCalls } from '../calls/serve.ts';
import { startThread, type ThreadPort } from '../calls/thread.ts';
import { must } from '../../shared/must.ts';
import type { CheckSink, DigestSink } from '../files/hash-file.ts';

/** Hashing one piece takes 2 ms; whoever waits this long waits for a dead thread. */
const HASH_MS = 60_000;
/** A file of some gigabytes on a slow disk that others use too. */
const SETTLE_BYTES_PER_MS = 5000;
const MOST_THREADS = 4;

type HashCalls = {
  begin(input: { readonly hash: number; readonly algorithm: 'sha256' | 'sha512' }): null;
  update(input: { readonly hash: number; readonly bytes: Uint8Array }): null;
  finish(input: { readonly hash: number }): string;
  forget(input: { readonly hash: number }): null;
  settle(input: { readonly path: string }): Promise<{ readonly sha256: string; readonly size: number }>;
};

type Member = { readonly port: ThreadPort; readonly calls: Caller<HashCalls>['calls']; hashes: number };

export type HashCrew = {
  newSink(): DigestSink;
  newCheck(): CheckSink;
  /** See `node/files/settle-file.ts`; the whole of it is one message to a thread. `size`: about how many bytes to expect. */
  settle(path: string, size: number): Promise<{ readonly sha256: string; readonly size: number }>;
  close(): void;
};

/** What a hashing thread is started with. */
export type HashThreadData = { readonly role: 'hash' };

/**
 * A crew without members at first: one joins when a hash begins and all others are busy, up to as many as there are
 * processors (two at least, four at most). `thread` calls `serveHashing`.
 */
export function createHashCrew(thread: URL): HashCrew {
  const data: HashThreadData = { role: 'hash' };
  const most = Math.min(MOST_THREADS, Math.max(2, availableParallelism()));
  const members: Member[] = [];
  let lastHash = 0;

  function memberForNext(): Member {
    const least = members.toSorted((a, b) => a.hashes - b.hashes)[0];
    if (least !== undefined && (least.hashes === 0 || members.length === most)) return least;
    const port = startThread(thread, data);
    const member: Member = { port, calls: createCaller<HashCalls>(port, HASH_MS).calls, hashes: 0 };
    members.push(member);
    // One that has ended makes room: the next hash begins with a living one.
    port.onExit(() => {
      const place = members.indexOf(member);
      if (place !== -1) members.splice(place, 1);
    });
    return member;
  }

  function begin(algorithm: 'sha256' | 'sha512') {
    const member = memberForNext();
    const { calls } = member;
    const hash = ++lastHash;
    // sha512 takes twice as long.
    const weight = algorithm === 'sha512' ? 2 : 1;
    member.hashes += weight;
    let isOpen = true;
    const leave = () => {
      if (isOpen) member.hashes -= weight;
      isOpen = false;
    };
    const begun = calls.begin({ hash, algorithm });
    begun.catch(() => undefined); // the first update says it
    return {
      update: (bytes: Uint8Array) => calls.update({ hash, bytes }),
      finish: () => calls.finish({ hash }).finally(leave),
      forget: () => void calls.forget({ hash }).then(leave, leave),
    };
  }

  return {
    newSink() {
      const sha512 = begin('sha512');
      const sha256 = begin('sha256');
      let size = 0;
      return {
        async update(bytes) {
          size += bytes.length;
          await Promise.all([sha512.update(bytes), sha256.update(bytes)]);
        },
        async digests() {
          const [long, short] = await Promise.all([sha512.finish(), sha256.finish()]);
          return { sha256: short, sha512: long, size };
        },
        forget() {
          sha512.forget();
          sha256.forget();
        },
      };
    },
    newCheck() {
      const { update, finish, forget } = begin('sha256');
      let size = 0;
      return {
        async update(bytes) {
          size += bytes.length;
          await update(bytes);
        },
        digests: async () => ({ sha256: await finish(), size }),
        forget,
      };
    },
    async settle(path, size) {
      const member = memberForNext();
      member.hashes++;
      try {
        return await member.calls.settle({ path }, { deadlineMs: HASH_MS + size / SETTLE_BYTES_PER_MS });
      } finally {
        member.hashes--;
      }
    },
    close() {
      for (const { port } of members) void port.end();
    },
  };
}

/** The far side: hashes what it is told, in the order of the messages. */
export function serveHashing(port: Port): void {
  const hashes = new Map<number, Hash>();
  const hashOf = (hash: number) => must(hashes.get(hash), `hash ${hash} has begun`);
  const calls: HashCalls = {
    begin({ hash, algorithm }) {
      hashes.set(hash, createHash(algorithm));
      return null;
    },
    update({ hash, bytes }) {
      hashOf(hash).update(bytes);
      return null;
    },
    finish({ hash }) {
      const digest = hashOf(hash).digest('hex');
      hashes.delete(hash);
      return digest;
    },
    forget({ hash }) {
      hashes.delete(hash);
      return null;
    },
    settle: ({ path }) => settleFile(path),
  };
  serveCalls(port, calls);
}
