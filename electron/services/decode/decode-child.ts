/**
 * The process that reads hostile bytes. It holds nothing worth keeping: whoever started it may kill it at any moment.
 */
import { childPort } from '../../../node/calls/child.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { hashFile } from '../../../node/files/hash-file.ts';
import { deriveFile, openingOf } from './derive.ts';
import { inspectFile } from './inspect.ts';
import { sweepPictures } from './sweep-pictures.ts';
import type { Target } from './picture-sizes.ts';

/** Loaded when the first large picture comes; most processes see none. */
const pyramids = () => import('../pyramids/make-pyramid.ts');

const calls = {
  /** Answers once what nearly every call needs is loaded. */
  ping: () => null,
  inspect: ({ path, name }: { path: string; name: string }) => inspectFile(path, name),
  derive: ({ path, index, targets }: { path: string; index: number; targets: readonly Target[] }) =>
    onDisk(path, () => deriveFile(path, index, targets)),
  measure: ({ path, index }: { path: string; index: number }) =>
    onDisk(path, async () => (await pyramids()).measurePicture(path, index)),
  pyramid: ({ path, index, to }: { path: string; index: number; to: string }) =>
    onDisk(to, async () => (await pyramids()).makePyramid(path, index, to)),
  sweep: ({ folder, limitBytes }: { folder: string; limitBytes: number }) =>
    sweepPictures(folder, limitBytes),
  /** Resident memory in bytes. */
  memory: () => process.memoryUsage.rss(),
  opening: ({ path }: { path: string }) => openingOf(path),
  digest: ({ path }: { path: string }) => hashFile(path),
};

export type DecodeCalls = typeof calls;

// A broken promise inside pdf.js must not end the process while another answer is being made.
process.on('unhandledRejection', () => undefined);

serveCalls(childPort(), calls);
