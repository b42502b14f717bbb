/** Files up: pictures first that are ready, then what goes by itself, then batches, the newest first; a few at a time. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CHUNK_BYTES, MOST_HASHES } from '../../../../shared/sync/files/wire-files.ts';
import type { KnownFile, SealedBatch } from './files-calls.ts';
import { inLanes } from '../../../../shared/lanes.ts';
import { handOnInventories } from './hand-on.ts';
import { endsRound, type FilesMeans, type RoundEnd } from './round-means.ts';
import { sendFile } from './send-file.ts';
import { startPictures } from './send-pictures.ts';

/** While the centre reads one again, others are on their way. */
const FILES_AT_ONCE = 6;
const BATCHES_AT_ONCE = 50;
const ROWS_AT_ONCE = 500;

/** Sends what the centre lacks. Pictures that are still to be made hold no scan back; both end before this answers. */
export async function sendRound(means: FilesMeans, signal: AbortSignal): Promise<RoundEnd> {
  let end: RoundEnd = null;
  const isOver = () => signal.aborted || !means.mayTravel() || end !== null;
  const pictures = startPictures(means, signal, isOver);
  const ended = pictures.ended.then((code) => (end ??= code));
  const [scans, small] = await Promise.allSettled([
    sendScans(means, signal, isOver, () => pictures.quiet()).then((code) => (end ??= code)),
    ended,
  ]);
  if (scans.status === 'rejected') throw scans.reason;
  if (small.status === 'rejected') throw small.reason;
  return end;
}

/** `quiet` resolves when no picture is on its way. */
async function sendScans(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
  quiet: () => Promise<void>,
): Promise<RoundEnd> {
  let end: RoundEnd = null;
  await inLanes(
    FILES_AT_ONCE,
    filesToSend(means, signal, isOver, (code) => (end = code)),
    async (file) => {
      await quiet();
      if (isOver()) return 'stop';
      const code = await sendOne(means, file, signal);
      if (code === null || !endsRound(code)) return 'on';
      end = code;
      return 'stop';
    },
  );
  return end ?? (isOver() ? null : await settleBatches(means, signal));
}

/** The files that are missing there, in the order in which they go. */
async function* filesToSend(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
  ended: (code: string) => void,
): AsyncGenerator<KnownFile> {
  const carried = await handOnInventories(means, signal);
  if (carried !== null) {
    ended(carried);
    return;
  }
  yield* looseFiles(means, signal, isOver, ended);
  let after: string | null = null;
  while (!isOver()) {
    const batches: readonly SealedBatch[] = await means.store.nextBatches({ after, limit: BATCHES_AT_ONCE });
    for (const batch of batches) {
      if (isOver()) return;
      const code = yield* filesOfBatch(means, batch, signal);
      if (code !== null && endsRound(code)) {
        ended(code);
        return;
      }
      after = batch.path;
    }
    if (batches.length < BATCHES_AT_ONCE) return;
  }
}

async function* looseFiles(
  { store, centre }: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
  ended: (code: string) => void,
): AsyncGenerator<KnownFile> {
  let after: string | null = null;
  while (!isOver()) {
    const files: readonly KnownFile[] = await store.nextLoose({
      after,
      limit: Math.min(ROWS_AT_ONCE, MOST_HASHES),
    });
    if (files.length === 0) return;
    after = files.at(-1)?.sha256 ?? null;
    const state = await centre.state(
      files.map(({ sha256 }) => sha256),
      signal,
    );
    if (!state.ok) {
      ended(state.code);
      return;
    }
    const { verified, durable, missing, mark } = state.value;
    const isDurable = new Set(durable);
    for (const is of [true, false]) {
      const sha256 = verified.filter((one) => isDurable.has(one) === is);
      await store.note({ sha256, event: { t: 'told', there: 'verified', durable: is }, mark });
    }
    // What nothing at the centre names yet waits for its record.
    const gone = new Set(missing);
    for (const file of files) if (gone.has(file.sha256)) yield file;
  }
}

/** Begins the batch at the centre and gives its missing files; a code when that failed. */
async function* filesOfBatch(
  { store, centre, vaultFolder }: FilesMeans,
  batch: SealedBatch,
  signal: AbortSignal,
): AsyncGenerator<KnownFile, string | null> {
  const inventory = await readFile(path.join(vaultFolder, 'ocfl', batch.path, 'inventory.json')).catch(
    () => null,
  );
  // Damaged or dropped: an audit's matter.
  if (inventory === null) return null;
  const begun = await centre.beginBatch(batch.batch, inventory, signal);
  if (!begun.ok) {
    if (begun.code === 'BATCH_REFUSED')
      await store.batchTold({ path: batch.path, state: 'refused', durable: false });
    return begun.code;
  }
  let { state, missing, durable } = begun.value;
  const sizes = new Map(
    (await store.filesOf({ path: batch.path })).map(({ sha256, size }) => [sha256, size]),
  );
  const given = new Set<string>();
  while (state === 'waiting' && missing.some((sha256) => !given.has(sha256))) {
    for (const sha256 of missing) {
      const size = sizes.get(sha256);
      if (given.has(sha256) || size === undefined) continue;
      given.add(sha256);
      yield { sha256, size };
    }
    // An answer names the first thousand.
    if (missing.length < MOST_HASHES) break;
    const now = await centre.batch(batch.batch, signal);
    if (!now.ok) return now.code;
    ({ state, missing, durable } = now.value);
  }
  await store.batchTold({
    path: batch.path,
    state: state === 'placed' || state === 'refused' ? state : 'waiting',
    durable,
  });
  return null;
}

/** Sends one file; null when it is verified there, else why not. What is unsound here is never sent again before it is mended. */
async function sendOne(
  means: FilesMeans,
  { sha256, size }: KnownFile,
  signal: AbortSignal,
): Promise<string | null> {
  const { store, vault, fetch, replica, log } = means;
  const place = await vault.locate(sha256);
  if (place === null) return 'FILE_MISSING';
  const [known] = await store.facts({ sha256: [sha256] });
  if (known?.facts?.here === 'damaged') return 'FILE_CHANGED';
  await store.note({ sha256: [sha256], event: { t: 'began' } });
  const moving = means.moving.begin(sha256, 'up', size);
  let isNoted = false;
  try {
    const sent = await sendFile({
      fetch,
      replica,
      sha256,
      size,
      signal,
      pieces: means.pieces,
      path: place.path,
      isBegun: known?.facts?.there === 'part' || known?.facts?.there === 'whole',
      progress(done, bytes) {
        if (!isNoted && done >= CHUNK_BYTES && done < size) {
          isNoted = true;
          // After a restart the centre is asked how far it is.
          void store.note({ sha256: [sha256], event: { t: 'sent' } }).catch(() => undefined);
        }
        moving.progress(done);
        means.countBytes(bytes);
      },
    });
    if (sent.ok) {
      const { mark } = sent.value;
      await store.note({ sha256: [sha256], event: { t: 'told', there: 'verified', durable: false }, mark });
      return null;
    }
    await store.note({
      sha256: [sha256],
      event: { t: sent.code === 'CHECKSUM_MISMATCH' ? 'refused' : 'cut' },
    });
    if (sent.code === 'CHECKSUM_MISMATCH' || sent.code === 'FILE_CHANGED') {
      const isSound = await store.isSound({ path: place.path, sha256 });
      if (!isSound) await store.note({ sha256: [sha256], event: { t: 'damaged' } });
      log.info('sync.file_refused', { sha256, code: sent.code, isSound });
    }
    return sent.code;
  } finally {
    moving.end();
  }
}

/** Asks after batches whose files are all there: whether they stand by now, and whether a backup holds them. */
async function settleBatches({ store, centre }: FilesMeans, signal: AbortSignal): Promise<RoundEnd> {
  for (const state of ['waiting', 'placed'] as const) {
    for (const batch of await store.batchesInState({ state, durable: false, limit: ROWS_AT_ONCE })) {
      const now = await centre.batch(batch.batch, signal);
      if (!now.ok && endsRound(now.code)) return now.code;
      if (!now.ok || (now.value.state === state && !now.value.durable)) continue;
      const told = now.value.state === 'assembling' ? 'waiting' : now.value.state;
      await store.batchTold({ path: batch.path, state: told, durable: now.value.durable });
    }
  }
  return null;
}
