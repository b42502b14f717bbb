/** An archive as the server uses it: the calls of the wire for a session, spread over its threads, and news of its growth. */
import { join } from 'node:path';
import type { Log } from '../../node/log.ts';
import { fail, TroubleError, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/sync/wire/problems.ts';
import type { ArchiveCalls } from '../http/archive-calls.ts';
import type { Asked, ArchiveThreadData } from './archive-calls.ts';
import type { Standing } from './archive-facts.ts';
import { createArchiveSlot, type ArchiveSlot } from './archive-slot.ts';
import { SNAPSHOTS_FOLDER } from './archive-file.ts';
import type { Session } from './directory-calls.ts';
import { createFolderShelf } from './snapshot-shelf.ts';

type Slots = Readonly<Record<ArchiveThreadData['role'], ArchiveSlot>>;
type Remote = Parameters<Parameters<ArchiveSlot['use']>[0]>[0];

/** Making a snapshot of a large archive takes its time. */
const SNAPSHOT_DEADLINE_MS = 10 * 60_000;

/** What goes wrong in a thread, as the one who asked hears it. */
const PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  DISK_FULL: 'INSUFFICIENT_STORAGE',
  WORKER_GONE: 'MAINTENANCE',
  DEADLINE: 'MAINTENANCE',
  LOG_BROKEN: 'MAINTENANCE',
  FILE_BUSY: 'MAINTENANCE',
  DISK_ERROR: 'MAINTENANCE',
  READ_ONLY_DISK: 'MAINTENANCE',
};

export type ArchiveHandle = {
  readonly id: string;
  readonly name: string;
  calls(session: Session): ArchiveCalls;
  snapshotPart(snapshot: string, n: number): Promise<{ path: string; size: number; sha256: string } | null>;
  /** The number of the log's last entry, as far as this process knows. */
  head(): number;
  onGrowth(listener: (head: number) => void): () => void;
  standing(): Promise<Standing>;
  named: (hashes: readonly string[]) => ReturnType<Remote['named']>;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly usedAt: number;
  /** Closes threads that nobody has used since `before`; without it all of them. */
  close(before?: number): Promise<void>;
};

/** Gives the handle of one archive; no thread runs yet. `admit` is waited for before the first one starts. */
export function createArchiveHandle(deps: {
  readonly name: string;
  readonly data: Omit<ArchiveThreadData, 'role'>;
  readonly now: () => number;
  readonly log: Log;
  readonly admit: () => Promise<void>;
  /** The log is seen to have entries. */
  readonly onBegun: () => void;
}): ArchiveHandle {
  const { name, data, now, log, admit, onBegun } = deps;
  const slot = (role: ArchiveThreadData['role']): ArchiveSlot =>
    createArchiveSlot({
      data: { ...data, role },
      now,
      onFall: (reason) => void log.error('archive.fell', new Error(reason), { archive: data.archive, role }),
    });
  const slots: Slots = { write: slot('write'), read: slot('read'), snapshot: slot('snapshot') };
  const all = Object.values(slots);
  const shelf = createFolderShelf(join(data.folder, SNAPSHOTS_FOLDER), now);
  const listeners = new Set<(head: number) => void>();
  let head = 0;

  function hear(value: unknown): void {
    if (typeof value !== 'object' || value === null || !('head' in value) || typeof value.head !== 'number')
      return;
    if (value.head <= head) return;
    if (head === 0) onBegun();
    head = value.head;
    for (const listener of listeners) listener(head);
  }

  async function use<T>(role: ArchiveThreadData['role'], work: (calls: Remote) => Promise<T>): Promise<T> {
    if (!all.some(({ isOpen }) => isOpen)) await admit();
    return slots[role].use(work);
  }

  function call<Ask, Answer>(
    role: ArchiveThreadData['role'],
    session: Session,
    pick: (
      calls: Remote,
    ) => (input: Asked<Ask>, options?: { deadlineMs?: number }) => Promise<Result<Answer, ProblemCode>>,
    options?: { deadlineMs: number },
  ): (ask: Ask) => Promise<Result<Answer, ProblemCode>> {
    const caller = { device: session.device.id, person: session.person.id };
    return async (ask) => {
      try {
        const result = await use(role, (calls) => pick(calls)({ caller, ask }, options));
        if (result.ok) hear(result.value);
        return result;
      } catch (error) {
        const code = error instanceof TroubleError ? PROBLEMS[error.code] : undefined;
        if (code === undefined) throw error;
        log.error('archive.trouble', error, { archive: data.archive });
        return fail(code);
      }
    };
  }

  return {
    id: data.archive,
    name,
    calls: (session) => ({
      hello: call('read', session, (calls) => calls.hello),
      push: call('write', session, (calls) => calls.push),
      add: call('write', session, (calls) => calls.add),
      pull: call('read', session, (calls) => calls.pull),
      records: call('read', session, (calls) => calls.records),
      history: call('read', session, (calls) => calls.history),
      attention: call('read', session, (calls) => calls.attention),
      decide: call('write', session, (calls) => calls.decide),
      snapshot: call('snapshot', session, (calls) => calls.snapshot, { deadlineMs: SNAPSHOT_DEADLINE_MS }),
    }),
    snapshotPart: (snapshot, n) => shelf.file(snapshot, n),
    head: () => head,
    onGrowth(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async standing() {
      const standing = await use('read', (calls) => calls.standing(null));
      hear(standing);
      return standing;
    },
    named: (hashes) => use('read', (calls) => calls.named(hashes)),
    get isOpen() {
      return all.some(({ isOpen }) => isOpen);
    },
    get isBusy() {
      return all.some(({ isBusy }) => isBusy);
    },
    get usedAt() {
      return Math.max(...all.map(({ usedAt }) => usedAt));
    },
    async close(before) {
      // Making snapshots takes memory and is rare: its thread ends as soon as nobody waits for one.
      const isIdle = (one: ArchiveSlot): boolean =>
        !one.isBusy && (one === slots.snapshot || one.usedAt < (before ?? Infinity));
      // Calls that are under way are answered before their thread hears that it is to end.
      const goes = all.filter((one) => one.isOpen && (before === undefined || isIdle(one)));
      await Promise.all(goes.map((one) => one.close()));
    },
  };
}
