/** What a station remembers of its centre while it runs: on the disk after what matters, and soon after the rest. */
import type { HelloAnswer } from '../../../shared/sync/wire/messages.ts';
import { heard, NO_MEMBERSHIP, readMembership, writeMembership, type Membership } from './membership.ts';
import type { Activity } from './watched-wire.ts';

/** A time that is told but not yet written costs nothing when it is lost. */
const WRITE_MS = 30_000;
/** Less than this nobody needs to be told of a clock. */
const CLOCK_SECONDS = 120;

type Waiting = { readonly held: number; readonly older: number; readonly unsecured: number };

export type CentreMemory = {
  read(): Membership;
  activity(): Activity | null;
  readonly setActivity: (activity: Activity | null) => void;
  /** Of the journal, as of the last round. */
  waiting(): Waiting;
  setWaiting(waiting: Waiting): void;
  /** The centre answered. */
  readonly contact: () => void;
  hello(answer: HelloAnswer, clockMs: number): Promise<void>;
  complete(): Promise<void>;
  /** Work that waits for a decision, after one was made. */
  setAttention(count: number): void;
  forget(): Promise<void>;
  /** Writes what is only told yet. */
  flush(): Promise<void>;
};

export async function openCentreMemory(deps: {
  readonly folder: string;
  readonly now: () => number;
  readonly onChange: () => void;
}): Promise<CentreMemory> {
  const { folder, now, onChange } = deps;
  let membership = await readMembership(folder);
  let activity: Activity | null = null;
  let waiting: Waiting = { held: 0, older: 0, unsecured: 0 };
  let writtenAt = -Infinity;
  /** One after the other, each with what is known by then: the last word said is the last one written. */
  let last: Promise<unknown> = Promise.resolve();
  function write(): Promise<void> {
    const mine = last.then(() => writeMembership(folder, membership));
    last = mine.catch(() => undefined);
    return mine;
  }

  const set = async (next: Membership, mustWrite: boolean): Promise<void> => {
    membership = next;
    onChange();
    if (!mustWrite && now() - writtenAt < WRITE_MS) return;
    writtenAt = now();
    await write();
  };
  const iso = (): string => new Date(now()).toISOString();

  return {
    read: () => membership,
    activity: () => activity,
    waiting: () => waiting,
    setWaiting(next) {
      waiting = next;
    },
    setActivity(next) {
      activity = next;
      onChange();
    },
    contact() {
      membership = { ...membership, lastContact: iso() };
    },
    hello(answer, clockMs) {
      const seconds = Math.round(clockMs / 1000);
      const clock = Math.abs(seconds) > CLOCK_SECONDS ? seconds : null;
      const next = heard(membership, answer, { clock, at: iso() });
      return set(next, isNews(membership, next));
    },
    complete: () => set({ ...membership, lastComplete: iso() }, false),
    setAttention(attention) {
      membership = { ...membership, attention };
      onChange();
    },
    forget: () => set(NO_MEMBERSHIP, true),
    async flush() {
      if (membership.lastContact !== null) await write();
      await last;
    },
  };
}

/** Whether anything but a time is another. */
function isNews(before: Membership, next: Membership): boolean {
  const told = ({ lastContact: _contact, lastComplete: _complete, heardAt: _heard, ...rest }: Membership) =>
    JSON.stringify(rest);
  return told(before) !== told(next);
}
