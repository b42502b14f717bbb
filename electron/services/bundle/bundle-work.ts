/** A thread that writes or reads one bundle, as its host sees it. */
import { createCaller } from '../../../node/calls/caller.ts';
import { startThread } from '../../../node/calls/thread.ts';
import type { BundleHead } from '../../../node/bundle/bundle-head.ts';
import type { BundleWriter } from '../../../node/bundle/write-bundle.ts';
import type { BundleReader } from '../../../node/bundle/read-bundle.ts';
import type { BundleThreadCalls, BundleThreadData, OpenedBundle } from './bundle-calls.ts';

/** One file of a terabyte on a slow stick, or reading all of one back. */
const CALL_MS = 24 * 60 * 60_000;

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

/** Starts `bundle-thread.ts`, or its bundle. */
export function startBundleWork(thread: URL): BundleWork {
  const port = startThread(thread, { do: 'bundle' } satisfies BundleThreadData);
  const caller = createCaller<BundleThreadCalls>(port, CALL_MS);
  const { calls } = caller;
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
        async putFile({ sha256, size, source }) {
          await calls.putFile({ sha256, size, source });
        },
        async finish(about, told) {
          caller.on('readBack', (bytes) => told?.(Number(bytes)));
          await calls.finish({ about: JSON.stringify(about) });
        },
      };
    },
    async read(input) {
      return {
        ...(await calls.openReading(input)),
        readMessages: (name) => calls.readMessages(name),
        async extractFile(sha256, to) {
          await calls.extractFile({ sha256, to });
        },
      };
    },
    end: () => port.end(),
  };
}
