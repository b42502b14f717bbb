/** A thread that writes or reads one bundle, as its host sees it. */
import { createCaller } from '../../../node/calls/caller.ts';
import { startThread } from '../../../node/calls/thread.ts';
import type { BundleHead } from '../../../node/bundle/bundle-head.ts';
import type { BundleWriter } from '../../../node/bundle/write-bundle.ts';
import type { BundleReader } from '../../../node/bundle/read-bundle.ts';
import { TroubleError } from '../../../shared/result.ts';
import {
  OF_WHOLE,
  type BundleThreadCalls,
  type BundleThreadData,
  type Moved,
  type OpenedBundle,
} from './bundle-calls.ts';

/** `ask`: opening, and a file of messages. `still`: a terabyte may take its day, but not a minute of it goes by without a byte. */
const TIMES = { askMs: 5 * 60_000, stillMs: 10 * 60_000 };

export type BundleWork = {
  write(input: {
    folder: string;
    head: BundleHead;
    key: Uint8Array;
    sign: (text: string) => string;
  }): Promise<BundleWriter>;
  read(
    input: Parameters<BundleThreadCalls['openReading']>[0],
  ): Promise<Pick<BundleReader, 'readMessages' | 'extractFile'> & OpenedBundle>;
  /** Ends the thread at once: what it was writing is gone on with the next time. */
  end(): Promise<void>;
};

/** Starts `bundle-thread.ts`, or its bundle. Its calls end with DEADLINE when the disk has stopped answering. */
export function startBundleWork(thread: URL, times = TIMES): BundleWork {
  const port = startThread(thread, { do: 'bundle' } satisfies BundleThreadData);
  const caller = createCaller<BundleThreadCalls>(port, times.askMs);
  const { calls } = caller;
  /** What goes on at this moment, by what it is of. */
  const under = new Map<string, (bytes: number) => void>();
  const alive = new Set<() => void>();
  caller.on('moved', (value) => {
    const { of, bytes } = value as Moved;
    // One disk, one thread: as long as anything moves, what waits for its turn is not stuck.
    for (const go of alive) go();
    under.get(of)?.(bytes);
  });

  /** As long as bytes move it may take its time. */
  async function whileMoving(
    of: string,
    work: (options: { deadlineMs: 0 }) => Promise<unknown>,
    told: (bytes: number) => void = () => undefined,
  ): Promise<void> {
    const still = Promise.withResolvers<never>();
    const giveUp = () => still.reject(new TroubleError('DEADLINE', { ms: times.stillMs }));
    const timer = setTimeout(giveUp, times.stillMs);
    const go = () => void timer.refresh();
    alive.add(go);
    under.set(of, told);
    try {
      const done = work({ deadlineMs: 0 });
      done.catch(() => undefined); // nobody waits for it after it was given up
      await Promise.race([done, still.promise]);
    } finally {
      clearTimeout(timer);
      alive.delete(go);
      under.delete(of);
    }
  }

  return {
    async write({ folder, head, key, sign }) {
      caller.on('sign', (text) => {
        calls.signed({ signature: sign(String(text)) }).catch(() => undefined);
      });
      await calls.beginWriting({ folder, head, key });
      return {
        async putMessages(no, lines) {
          await calls.putMessages({ no, lines });
        },
        putFile: ({ sha256, size, source }, told) =>
          whileMoving(sha256, (options) => calls.putFile({ sha256, size, source }, options), told),
        finish: (about, told) =>
          whileMoving(OF_WHOLE, (options) => calls.finish({ about: JSON.stringify(about) }, options), told),
      };
    },
    async read(input) {
      return {
        ...(await calls.openReading(input)),
        readMessages: (name) => calls.readMessages(name),
        extractFile: (sha256, to, told) =>
          whileMoving(sha256, (options) => calls.extractFile({ sha256, to }, options), told),
      };
    },
    end: () => port.end(),
  };
}
