/** The process that reads text. It reads hostile bytes and holds nothing worth keeping: it may be killed at any moment. */
import { childPort } from '../../../node/calls/child.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { canOpen, readPage, releaseEngine, type EngineInput, type ReadInput } from './read-page.ts';

/** A large page made it swell; an A4 page leaves less. */
const ENGINE_HOLDS_BYTES = 400 * 1024 * 1024;

const calls = {
  /** Answers once everything that a call needs is loaded. */
  ping: () => null,
  /** Resident memory in bytes, after the engine was let go when that is a lot: a new one begins in a third of a second. */
  async memory() {
    if (process.memoryUsage.rss() > ENGINE_HOLDS_BYTES) await releaseEngine();
    return process.memoryUsage.rss();
  },
  read: (input: ReadInput) => readPage(input),
  check: (input: EngineInput) => canOpen(input),
};

export type RecognizeCalls = typeof calls;

// A broken promise inside pdf.js or the engine must not end the process while another answer is being made.
process.on('unhandledRejection', () => undefined);

serveCalls(childPort(), calls);
