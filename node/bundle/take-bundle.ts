/**
 * Takes in a bundle: first what was written, then the files. What is damaged or refused is told and left out, the rest is taken; the
 * same bundle again finds everything there.
 */
import { inLanes } from '../../shared/lanes.ts';
import { TroubleError } from '../../shared/result.ts';
import { bundleLineSchema, type BundleLine } from '../../shared/sync/bundle/bundle-lines.ts';
import type { BundleReader } from './read-bundle.ts';
import { FILES_AT_ONCE } from './write-bundle.ts';

/** What is needed of a bundle that was opened. */
export type SoundParts = Pick<
  BundleReader,
  'isWhole' | 'missing' | 'messages' | 'files' | 'readMessages' | 'extractFile'
>;

export type BundleSink = {
  /** Takes one line; answers how many ops were new, and what of it was refused. */
  takeLine(line: BundleLine): Promise<{ readonly ops: number; readonly refused: readonly Refusal[] }>;
  /** Takes a file, whose bytes `extract` writes to a path and proves. @throws TroubleError when they cannot be kept */
  takeFile(sha256: string, extract: (to: string) => Promise<void>): Promise<'stored' | 'known'>;
};

/** `what`: a replica, a file's sha256, or the name of a bundle's file. */
export type Refusal = { readonly what: string; readonly code: string };

export type BundleTaken = {
  readonly lines: number;
  /** Ops that were new here. */
  readonly ops: number;
  readonly stored: number;
  readonly known: number;
  readonly refused: readonly Refusal[];
  /** It was cut off while it was written: there may have been more. */
  readonly isCut: boolean;
};

export type TakeOptions = {
  readonly isCancelled: () => boolean;
  /** Files of the bundle, taken and in all. */
  readonly progress: (done: number, total: number) => void;
};

/** Troubles of this machine, or of the whole disk, and not of one file: nothing further can be taken. */
const OURS = new Set([
  'DISK_FULL',
  'READ_ONLY_DISK',
  'NO_PERMISSION',
  'JOURNAL_BROKEN',
  'WORKER_GONE',
  'DEADLINE',
]);

/** Takes what there is; null when it was cancelled. @throws TroubleError of this machine's own */
export async function takeBundle(
  reader: SoundParts,
  sink: BundleSink,
  { isCancelled, progress }: TakeOptions,
): Promise<BundleTaken | null> {
  const total = reader.messages.length + reader.files.length;
  let [done, lines, ops, stored, known] = [0, 0, 0, 0, 0];
  const refused: Refusal[] = reader.missing.map((what) => ({ what, code: 'FILE_MISSING' }));
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TroubleError) || OURS.has(error.code)) throw error;
      refused.push({ what, code: error.code });
    }
    progress(++done, total);
  };

  for (const name of reader.messages) {
    if (isCancelled()) return null;
    await attempt(name, async () => {
      for (const json of await reader.readMessages(name)) {
        const line = bundleLineSchema.safeParse(json);
        // Of a newer program: what it says cannot be understood here, and the server will hear it from others.
        if (!line.success) throw new TroubleError('BUNDLE_LINE_UNKNOWN', { name });
        const taken = await sink.takeLine(line.data);
        lines++;
        ops += taken.ops;
        refused.push(...taken.refused);
      }
    });
  }
  let isLeft = false;
  await inLanes(FILES_AT_ONCE, reader.files, async (sha256) => {
    isLeft ||= isCancelled();
    if (isLeft) return 'stop';
    await attempt(sha256, async () => {
      if ((await sink.takeFile(sha256, (to) => reader.extractFile(sha256, to))) === 'stored') stored++;
      else known++;
    });
    return 'on';
  });
  if (isLeft) return null;
  return { lines, ops, stored, known, refused, isCut: !reader.isWhole };
}
