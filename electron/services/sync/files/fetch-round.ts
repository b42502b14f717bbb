/** Files down: what somebody asked for, then what was chosen to be here: texts and pictures before scans. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { TroubleError } from '../../../../shared/result.ts';
import { MOST_HASHES, MOST_PICTURES } from '../../../../shared/sync/files/wire-files.ts';
import { fetchFile } from './fetch-file.ts';
import { inLanes } from '../../../../shared/lanes.ts';
import { endsRound, type FilesMeans, type RoundEnd } from './round-means.ts';

const FILES_AT_ONCE = 2;
const TEXTS_AT_ONCE = 6;

/** Fetches what is chosen to be held and not here. */
export async function fetchRound(means: FilesMeans, signal: AbortSignal): Promise<RoundEnd> {
  const isOver = () => signal.aborted || !means.mayTravel();
  return (await fetchPictures(means, signal, isOver)) ?? (await fetchChosen(means, signal, isOver));
}

/** Fetches one scan and keeps it; null when it is here, else why not. Whoever asks for the same waits for the same. */
export function fetchOne(means: FilesMeans, sha256: string, signal: AbortSignal): Promise<string | null> {
  return means.inTurn(sha256, () => fetchAndKeep(means, sha256, signal));
}

async function fetchAndKeep(means: FilesMeans, sha256: string, signal: AbortSignal): Promise<string | null> {
  const { vault, store, fetch, carriedFolder } = means;
  if (signal.aborted) return 'CANCELLED';
  if ((await vault.locate(sha256)) !== null) return null;
  const part = path.join(carriedFolder, `${sha256}.part`);
  let moving: ReturnType<typeof means.moving.begin> | null = null;
  let counted: number | null = null;
  try {
    const fetched = await fetchFile({
      fetch,
      sha256,
      part,
      signal,
      progress(done, size) {
        moving ??= means.moving.begin(sha256, 'down', size);
        moving.progress(done);
        if (counted !== null && done > counted) means.countBytes(done - counted);
        counted = done;
      },
    });
    if (!fetched.ok) return fetched.code;
    const { size } = fetched.value;
    await vault.hold(sha256, size, part);
    await store.came({ sha256, size, isAtCentre: true });
    return null;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    // Going on with what is wrong would never end well.
    if (error.code === 'VAULT_BYTES_CHANGED') await rm(part, { force: true });
    return error.code;
  } finally {
    (moving as ReturnType<typeof means.moving.begin> | null)?.end();
  }
}

async function fetchPictures(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
): Promise<RoundEnd> {
  const { store, centre, pictures } = means;
  while (!isOver()) {
    const wanted = await store.wantedPictures({ limit: MOST_PICTURES });
    if (wanted.length === 0) return null;
    const got = await centre.pictures(wanted, signal);
    if (!got.ok) return got.code;
    for (const { head, bytes } of got.value) {
      await pictures.put(head, bytes);
      means.countBytes(bytes.length);
    }
    const keys = got.value.map(({ head: { master, page, size } }) => ({ master, page, size }));
    await store.picturesTold({ pictures: keys, state: 'got' });
    // A pack ends when it is full: what stands behind its last picture is asked for again, what stands before is not there.
    const last = keys.at(-1);
    const upTo = wanted.findIndex(
      ({ master, page, size }) => master === last?.master && page === last.page && size === last.size,
    );
    await store.unwant({ pictures: upTo === -1 ? wanted : wanted.slice(0, upTo + 1) });
  }
  return null;
}

async function fetchChosen(means: FilesMeans, signal: AbortSignal, isOver: () => boolean): Promise<RoundEnd> {
  let texts = 0;
  try {
    return await fetchWanted(means, signal, isOver, () => texts++);
  } finally {
    // Once, at the end: finding then looks at all pages that lack theirs.
    if (texts > 0) means.textsCame(texts);
  }
}

async function fetchWanted(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
  counted: () => void,
): Promise<RoundEnd> {
  const { store, centre } = means;
  while (!isOver()) {
    const wanted = await store.wantedFiles({ limit: MOST_HASHES });
    if (wanted.length === 0) return null;
    const state = await centre.state([...new Set(wanted.map(({ sha256 }) => sha256))], signal);
    if (!state.ok) return state.code;
    const verified = new Set(state.value.verified);
    // What nobody has sent yet is asked for again when the choices are looked through anew.
    await store.unwant({
      files: wanted.filter(({ sha256 }) => !verified.has(sha256)).map(({ sha256 }) => sha256),
    });
    const there = wanted.filter(({ sha256 }) => verified.has(sha256));
    for (const what of ['text', 'master'] as const) {
      const end = await fetchAll(
        means,
        there.filter((one) => one.what === what).map(({ sha256 }) => sha256),
        what,
        signal,
        isOver,
        counted,
      );
      if (end !== null) return end;
    }
  }
  return null;
}

async function fetchAll(
  means: FilesMeans,
  sha256: readonly string[],
  what: 'text' | 'master',
  signal: AbortSignal,
  isOver: () => boolean,
  counted: () => void,
): Promise<RoundEnd> {
  let end: RoundEnd = null;
  await inLanes(what === 'text' ? TEXTS_AT_ONCE : FILES_AT_ONCE, each(sha256), async (one) => {
    if (isOver()) return 'stop';
    const code = await fetchOne(means, one, signal);
    if (code !== null && (endsRound(code) || code === 'DISK_FULL')) {
      end = code;
      return 'stop';
    }
    if (code === null && what === 'text') counted();
    await means.store.unwant({ files: [one] });
    return 'on';
  });
  return end;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
