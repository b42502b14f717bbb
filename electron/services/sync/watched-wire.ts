/** A wire that tells what goes over it: what a person sees going on, and what the centre said of itself. */
import type { Result } from '../../../shared/result.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { HelloAnswer } from '../../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { Wire } from '../../../shared/sync/wire/wire.ts';

export type Activity = NonNullable<SyncStatus['activity']>;

export type WireListener = {
  activity(activity: Activity): void;
  /** The centre answered, whatever it said. */
  contact(): void;
  /** `clock`: by how many milliseconds this machine is ahead, as near as half the way there and back. */
  hello(answer: HelloAnswer, clock: number): void;
};

export function watchWire(wire: Wire, listener: WireListener, now: () => number): Wire {
  let sent = 0;
  let toSend = 0;
  let parts = { done: 0, total: 0 };
  let history = 0;

  const heard = async <T>(call: Promise<Result<T, ProblemCode>>): Promise<Result<T, ProblemCode>> => {
    const answer = await call;
    if (answer.ok) listener.contact();
    return answer;
  };

  return {
    async hello(ask, signal) {
      listener.activity({ work: 'greeting', done: 0, total: null });
      [sent, toSend, history] = [0, ask.behind.ops, 0];
      const asked = now();
      const answer = await heard(wire.hello(ask, signal));
      if (answer.ok) listener.hello(answer.value, (asked + now()) / 2 - Date.parse(answer.value.serverTime));
      return answer;
    },
    push(ask, signal) {
      listener.activity({ work: 'sending', done: sent, total: Math.max(toSend, sent) });
      sent += ask.segments.reduce((sum, { items }) => sum + items.length, 0);
      return heard(wire.push(ask, signal));
    },
    async pull(ask, signal) {
      const answer = await heard(wire.pull(ask, signal));
      if (answer.ok && answer.value.entries.length > 0) {
        const { cursor, head } = answer.value;
        listener.activity({ work: 'fetching', done: cursor?.srv ?? 0, total: head });
      }
      return answer;
    },
    records(ask, signal) {
      return heard(wire.records(ask, signal));
    },
    async snapshot(ask, signal) {
      listener.activity({ work: 'first', done: 0, total: null });
      const answer = await heard(wire.snapshot(ask, signal));
      if (answer.ok) parts = { done: 0, total: answer.value.parts.length };
      return answer;
    },
    async snapshotPart(ask, signal) {
      listener.activity({ work: 'first', done: parts.done, total: Math.max(parts.total, ask.n + 1) });
      const answer = await heard(wire.snapshotPart(ask, signal));
      parts = { ...parts, done: parts.done + 1 };
      return answer;
    },
    history(ask, signal) {
      listener.activity({ work: 'history', done: history, total: null });
      history += ask.to - ask.from + 1;
      return heard(wire.history(ask, signal));
    },
    attention: (ask, signal) => heard(wire.attention(ask, signal)),
    decide: (ask, signal) => heard(wire.decide(ask, signal)),
  };
}
