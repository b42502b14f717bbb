/** Puts a station's or a server's lines and files into a bundle, as many lines to a file as are quick to read. */
import { inLanes } from '../../shared/lanes.ts';
import { TroubleError } from '../../shared/result.ts';
import type { BundleLine } from '../../shared/sync/bundle/bundle-lines.ts';
import { freeSpace } from '../files/free-space.ts';
import { sealedSize } from './cipher.ts';
import { FILES_AT_ONCE, type BundleWriter } from './write-bundle.ts';

/** About so many bytes of lines come into one file. */
const LINES_BYTES = 4 * 1024 * 1024;
/** What stays free on the disk beside the bundle. */
const ROOM_LEFT_BYTES = 64 * 1024 * 1024;

export type BundleFile = { readonly sha256: string; readonly size: number; readonly source: string };

export type BundleContent = {
  readonly lines: AsyncIterable<BundleLine>;
  readonly files: readonly BundleFile[];
};

export type Filled = {
  readonly lines: number;
  readonly files: number;
  readonly bytes: number;
  /** Files whose bytes are not what they are to be, by their sha256: they are not in the bundle. */
  readonly refused: readonly { readonly sha256: string; readonly code: string }[];
};

export type FillOptions = {
  readonly folder: string;
  readonly isCancelled: () => boolean;
  /** In bytes. */
  readonly progress: (done: number, total: number) => void;
};

/**
 * Fills a bundle and finishes it; null when it was cancelled: what is there stays and is gone on with the next time.
 *
 * @throws TroubleError BUNDLE_NO_ROOM with `needed` and `free` in bytes, BUNDLE_DAMAGED, or a disk code
 */
export async function fillBundle(
  writer: BundleWriter,
  { lines, files }: BundleContent,
  { folder, isCancelled, progress }: FillOptions,
): Promise<Filled | null> {
  await refuseSmall(folder, files);
  // Everything is written and read again.
  const total = 2 * files.reduce((sum, { size }) => sum + sealedSize(size), 0);
  let done = 0;
  const tell = (bytes: number): void => {
    done += bytes;
    progress(Math.min(done, total), total);
  };
  const count = await putLines(writer, lines, isCancelled);
  if (count === null) return null;
  const refused: { sha256: string; code: string }[] = [];
  let bytes = 0;
  let isLeft = false;
  await inLanes(FILES_AT_ONCE, files, async (file) => {
    isLeft ||= isCancelled();
    if (isLeft) return 'stop';
    let told = 0;
    const mine = (more: number): void => {
      told += more;
      tell(more);
    };
    const code = await refusalOf(() => writer.putFile(file, mine));
    if (code === null) bytes += file.size;
    else refused.push({ sha256: file.sha256, code });
    // What lay there already, or was given up half-way, is done with too.
    tell(sealedSize(file.size) - told);
    return 'on';
  });
  if (isLeft) return null;
  const filled = { lines: count, files: files.length - refused.length, bytes, refused };
  await writer.finish(filled, tell);
  return filled;
}

/** The lines in files of some MiB; null when it was cancelled. */
async function putLines(
  writer: BundleWriter,
  lines: AsyncIterable<BundleLine>,
  isCancelled: () => boolean,
): Promise<number | null> {
  let held: string[] = [];
  let [bytes, no, count] = [0, 0, 0];
  const put = async (): Promise<void> => {
    await writer.putMessages(++no, held);
    held = [];
    bytes = 0;
  };
  for await (const line of lines) {
    if (isCancelled()) return null;
    const text = JSON.stringify(line);
    held.push(text);
    bytes += text.length;
    count++;
    if (bytes >= LINES_BYTES) await put();
  }
  if (held.length > 0 || no === 0) await put();
  return count;
}

/** A file that is damaged or gone here must not keep the others from travelling; a full disk does. */
async function refusalOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const isOfFile =
      error instanceof TroubleError && ['BUNDLE_SOURCE_CHANGED', 'FILE_MISSING'].includes(error.code);
    if (isOfFile) return error.code;
    throw error;
  }
}

async function refuseSmall(folder: string, files: readonly BundleFile[]): Promise<void> {
  const needed = files.reduce((sum, { size }) => sum + sealedSize(size), ROOM_LEFT_BYTES);
  const free = await freeSpace(folder);
  if (free < needed) throw new TroubleError('BUNDLE_NO_ROOM', { path: folder, needed, free });
}
