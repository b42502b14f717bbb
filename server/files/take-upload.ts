/** What comes in, whichever way: over the line in pieces, or from a disk. It counts when it was read again. */
import { fail, ok, type Result } from '../../shared/result.ts';
import type { FilesState } from '../../shared/sync/files/wire-files.ts';
import type { ArchiveFiles } from './archive-files.ts';
import type { Blobs } from './blobs.ts';
import type { Upload } from './uploads.ts';

/** The files of an archive, and which digests anything in it names. */
export type Opened = {
  readonly files: ArchiveFiles;
  readonly named: (
    sha256: readonly string[],
  ) => Promise<ReadonlyMap<string, { readonly device: string | null }>>;
};
export type Open = (archive: string) => Promise<Opened>;

/** Adds bytes at `offset`; with the last ones the file is read again. Codes: those of `Uploads.add`, CHECKSUM_MISMATCH. */
export async function takeUpload(
  files: ArchiveFiles,
  upload: Upload,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<Upload | 'verified', string>> {
  const added = await files.uploads.add(upload.id, upload.device, offset, bytes);
  if (!added.ok || added.value.offset < upload.size) return added;
  const { sha256, size } = upload;
  const kept = await files.uploads.finish(upload, (path) => files.blobs.take(path, sha256, size));
  if (!kept.ok) return kept;
  files.batches.came(sha256);
  // A batch that waits for it takes it away itself.
  if (!files.batches.names(sha256)) await files.blobs.removeSpare(sha256);
  return ok('verified');
}

/** A whole file that did not come over the line. Codes: NOT_NAMED, INSUFFICIENT_STORAGE, CHECKSUM_MISMATCH. */
export async function takeWhole(
  opened: Opened,
  file: { readonly id: string; readonly sha256: string; readonly size: number; readonly device: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<null, string>> {
  const { files } = opened;
  // First: a batch that has been put together names its files no more.
  if ((await findVerified(files, file.sha256)) !== null) return ok(null);
  if (!(await isNamed(opened, file.sha256))) return fail('NOT_NAMED');
  await files.uploads.remove(file.id, file.device);
  const begun = await files.uploads.begin(file.id, file.size, file.device);
  if (!begun.ok) return begun;
  const taken = await takeUpload(files, begun.value, 0, bytes);
  if (!taken.ok) return taken;
  if (taken.value === 'verified') return ok(null);
  await files.uploads.remove(file.id, file.device);
  return fail('CHECKSUM_MISMATCH');
}

/** What is here is told to the batches too that wait for it still: when it came the disk may have been full. */
export async function findVerified(
  { blobs, batches }: ArchiveFiles,
  sha256: string,
): ReturnType<Blobs['find']> {
  const known = await blobs.find(sha256);
  if (known !== null) batches.came(sha256);
  return known;
}

/** Whether an op or a batch names these bytes: the server is no place for others. */
export async function isNamed({ files, named }: Opened, sha256: string): Promise<boolean> {
  return isOfBatch(files, sha256) || (await named([sha256])).size > 0;
}

/** Of a batch that is on its way, or of one that stands and was found damaged: that is wanted again. */
function isOfBatch({ batches, state }: ArchiveFiles, sha256: string): boolean {
  return batches.names(sha256) || state.damagedBy(sha256).length > 0;
}

/**
 * What is known here of these files. What is here is told whatever names it: a batch that stands names its files no more, and no record
 * ever named its `batch.json`. What is not here and nothing names is left out.
 */
export async function stateOf(opened: Opened, hashes: readonly string[]): Promise<FilesState> {
  const { files } = opened;
  const state = {
    generation: files.generation.now(),
    missing: [] as string[],
    verified: [] as string[],
    durable: [] as string[],
    from: {} as Record<string, string>,
  };
  // First who names them: a batch that comes to stand meanwhile is found here.
  const known = await opened.named(hashes);
  const isAsked = new Set(hashes.filter((sha256) => known.has(sha256) || isOfBatch(files, sha256)));
  const found = await Promise.all(hashes.map((sha256) => files.blobs.find(sha256)));
  for (const [i, sha256] of hashes.entries()) {
    const blob = found[i] ?? null;
    if (blob === null) {
      if (!isAsked.has(sha256)) continue;
      state.missing.push(sha256);
      const device = known.get(sha256)?.device ?? null;
      if (device !== null) state.from[sha256] = device;
    } else {
      state.verified.push(sha256);
      if (blob.durable) state.durable.push(sha256);
    }
  }
  return { ...state, mark: files.state.marks.latest() };
}
