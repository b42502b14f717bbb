/**
 * The process that reads hostile bytes. It holds nothing worth keeping: whoever started it may kill it at any moment.
 */
import { childPort } from '../../../node/calls/child.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { diskTrouble } from '../../../node/files/disk-trouble.ts';
import { deriveFile, openingOf } from './derive.ts';
import { inspectFile } from './inspect.ts';
import type { Target } from './picture-sizes.ts';

const calls = {
  /** Answers once everything that a call needs is loaded. */
  ping: () => null,
  inspect: ({ path, name }: { path: string; name: string }) => inspectFile(path, name),
  async derive({ path, index, targets }: { path: string; index: number; targets: readonly Target[] }) {
    try {
      return await deriveFile(path, index, targets);
    } catch (error) {
      throw diskTrouble(error, path);
    }
  },
  /** Resident memory in bytes. */
  memory: () => process.memoryUsage.rss(),
  opening: ({ path }: { path: string }) => openingOf(path),
};

export type DecodeCalls = typeof calls;

// A broken promise inside pdf.js must not end the process while another answer is being made.
process.on('unhandledRejection', () => undefined);

serveCalls(childPort(), calls);
