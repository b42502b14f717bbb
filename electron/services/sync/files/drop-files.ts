/**
 * Taking away what the centre has: only what it has verified, what a verified backup of it holds, and what nobody chose to have
 * here; and only after it was asked once more, now. So two copies stay of whatever goes.
 */
import { fail, ok, TroubleError, type Result } from '../../../../shared/result.ts';
import { mayEvict } from '../../../../shared/sync/files/file-way.ts';
import { MOST_HASHES } from '../../../../shared/sync/files/wire-files.ts';
import type { KnownFile, SealedBatch } from './files-calls.ts';
import { hearWanted } from './hear-wanted.ts';
import { endsRound, type FilesMeans } from './round-means.ts';

export type Dropped = {
  readonly batches: number;
  readonly files: number;
  readonly bytes: number;
  /** What could not go after all. */
  readonly refused: number;
};

/** Drops what may go below a record, or everywhere. Codes: those of the line and of the centre. */
export async function dropFiles(
  means: FilesMeans,
  record: string | null,
  signal: AbortSignal,
): Promise<Result<Dropped, string>> {
  const { store, centre, log } = means;
  const heard = await hearWanted(means, signal);
  if (!heard.ok) return heard;
  // Another centre, or one that was set back, has to say everything anew before anything goes.
  if (heard.value.isAnother) return fail('CENTRE_CHANGED');
  const isWantedThere = new Set(heard.value.wanted);
  const { batches, held } = await store.droppable({ fonds: record });
  const sum = { batches: 0, files: 0, bytes: 0, refused: 0 };
  for (const batch of batches) {
    if (signal.aborted) return ok(sum);
    const content = await store.filesOf({ path: batch.path });
    const now = await centre.batch(batch.batch, signal);
    if (!now.ok && endsRound(now.code)) return now;
    const isSafe =
      now.ok &&
      now.value.state === 'placed' &&
      now.value.durable &&
      content.length > 0 &&
      !content.some(({ sha256 }) => isWantedThere.has(sha256));
    if (!isSafe || !(await release(means, batch))) {
      sum.refused++;
      continue;
    }
    await store.dropped({ path: batch.path });
    sum.batches++;
    sum.files += content.length;
    sum.bytes += content.reduce((bytes, { size }) => bytes + size, 0);
  }
  for (let first = 0; first < held.length; first += MOST_HASHES) {
    const some = held.slice(first, first + MOST_HASHES);
    const gone = await letGo(means, some, signal);
    if (!gone.ok) return gone;
    sum.files += gone.value.length;
    sum.bytes += gone.value.reduce((bytes, { size }) => bytes + size, 0);
    sum.refused += some.length - gone.value.length;
  }
  log.info('sync.files_dropped', sum);
  return ok(sum);
}

/** A file that another program holds keeps its whole batch here, and so does a person who has chosen it meanwhile. */
async function release(
  { store, vault, log }: FilesMeans,
  { path, batch }: Pick<SealedBatch, 'path' | 'batch'>,
): Promise<boolean> {
  try {
    return (await store.mayDrop({ path })) && (await vault.release(batch));
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    log.info('sync.batch_not_dropped', { batch, code: error.code });
    return false;
  }
}

async function letGo(
  { store, vault, centre, log }: FilesMeans,
  files: readonly KnownFile[],
  signal: AbortSignal,
): Promise<Result<KnownFile[], string>> {
  const state = await centre.state(
    files.map(({ sha256 }) => sha256),
    signal,
  );
  if (!state.ok) return state;
  const durable = new Set(state.value.durable);
  const gone: KnownFile[] = [];
  for (const file of files) {
    if (!durable.has(file.sha256)) continue;
    const [known] = await store.facts({ sha256: [file.sha256] });
    if (known?.facts === null || known?.facts === undefined || !mayEvict(known.facts)) continue;
    try {
      await vault.letGo(file.sha256);
    } catch (error) {
      if (!(error instanceof TroubleError)) throw error;
      // One that another program holds costs no other.
      log.info('sync.file_not_dropped', { sha256: file.sha256, code: error.code });
      continue;
    }
    await store.note({ sha256: [file.sha256], event: { t: 'lost' } });
    gone.push(file);
  }
  return ok(gone);
}
