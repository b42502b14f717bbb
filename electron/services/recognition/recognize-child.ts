/** The process that reads text. It reads hostile bytes and holds nothing worth keeping: it may be killed at any moment. */
import { childPort } from '../../../node/calls/child.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { canOpen, readPage, type ReadInput } from './read-page.ts';

const calls = {
  /** Answers once everything that a call needs is loaded. */
  ping: () => null,
  /** Resident memory in bytes. */
  memory: () => process.memoryUsage.rss(),
  read: (input: ReadInput) => readPage(input),
  check: (input: Pick<ReadInput, 'languages' | 'models'>) => canOpen(input),
};

export type RecognizeCalls = typeof calls;

// A broken promise inside pdf.js or the engine must not end the process while another answer is being made.
process.on('unhandledRejection', () => undefined);

serveCalls(childPort(), calls);
