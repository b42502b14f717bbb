/**
 * Pictures up, in packs: of each turn those that are ready first, then those that have to be made. A pack on its way keeps scans from
 * being begun; a picture that is being made does not: decoding takes the processor and leaves the line idle.
 */
import { readFile } from 'node:fs/promises';
import { must } from '../../../../shared/must.ts';
import type { Result } from '../../../../shared/result.ts';
import { MOST_PICTURES } from '../../../../shared/sync/files/wire-files.ts';
import type { WantedPicture } from './files-calls.ts';
import { createPacks, keyOf } from './picture-packs.ts';
import type { FilesMeans, RoundEnd } from './round-means.ts';
import { createLine, type Line } from './taken-line.ts';

/** Of those that are ready; one that has to be made takes a processor. */
const READ_AT_ONCE = 4;

type PicturesUnderWay = {
  /** Resolves when none that is ready waits to go. */
  quiet(): Promise<void>;
  /** When all that are to go have gone, or why not. */
  readonly ended: Promise<RoundEnd>;
};

/** Begins to send the pictures of scans that are here and that the centre lacks. */
export function startPictures(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
): PicturesUnderWay {
  const line = createLine();
  // From the start: which are ready is not known yet.
  const ended = sendPictures(means, signal, isOver, line, line.take());
  return { quiet: () => line.quiet(), ended };
}

async function sendPictures(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
  line: Line,
  first: () => void,
): Promise<RoundEnd> {
  const { store, centre } = means;
  let free: (() => void) | null = first;
  try {
    while (!isOver()) {
      const next = await store.nextPictures({ limit: MOST_PICTURES });
      if (next.length === 0) return null;
      const missing = await centre.missingPictures(next, signal);
      if (!missing.ok) return missing.code;
      const gone = new Set(missing.value.map(keyOf));
      await store.picturesTold({ pictures: next.filter((one) => !gone.has(keyOf(one))), state: 'there' });
      const [ready, others] = await parted(means, missing.value);
      if (ready.length > 0) free ??= line.take();
      const refused = await packAndSend(means, ready, signal, isOver, line, READ_AT_ONCE);
      if (refused !== null) return refused;
      free?.();
      free = null;
      const end = await packAndSend(means, others, signal, isOver, line, 1);
      if (end !== null) return end;
    }
    return null;
  } finally {
    free?.();
  }
}

/** Those that are ready, and those that have to be made. */
async function parted(
  { pictures }: FilesMeans,
  keys: readonly WantedPicture[],
): Promise<[WantedPicture[], WantedPicture[]]> {
  const ready: WantedPicture[] = [];
  const others: WantedPicture[] = [];
  for (const key of keys) ((await pictures.has(key)) ? ready : others).push(key);
  return [ready, others];
}

async function packAndSend(
  means: FilesMeans,
  keys: readonly WantedPicture[],
  signal: AbortSignal,
  isOver: () => boolean,
  line: Line,
  atOnce: number,
): Promise<RoundEnd> {
  const { store, pictures } = means;
  const packs = createPacks(means, signal, line);
  try {
    for await (const { key, made, bytes } of readAhead(pictures, keys, atOnce)) {
      if (isOver()) break;
      if (bytes === null) {
        const isNone = !made.ok && made.code === 'NO_PICTURE';
        await store.picturesTold({ pictures: [key], state: isNone ? 'none' : 'later' });
        continue;
      }
      const end = await packs.add(key, bytes);
      if (end !== null) return end;
    }
    return await packs.end();
  } finally {
    await packs.idle();
  }
}

type ReadPicture = {
  readonly key: WantedPicture;
  readonly made: Result<string, string>;
  /** Null: there is none. */
  readonly bytes: Uint8Array | null;
};

/** The pictures in their order, the next ones read while one is looked at. */
async function* readAhead(
  pictures: FilesMeans['pictures'],
  keys: readonly WantedPicture[],
  atOnce: number,
): AsyncGenerator<ReadPicture> {
  const ahead: Promise<ReadPicture>[] = [];
  const read = async (key: WantedPicture): Promise<ReadPicture> => {
    const made = await pictures.made(key);
    return { key, made, bytes: made.ok ? await readFile(made.value).catch(() => null) : null };
  };
  try {
    for (const key of keys) {
      const reading = read(key);
      reading.catch(() => undefined); // met when it is waited for
      if (ahead.push(reading) < atOnce) continue;
      yield must(await ahead.shift(), 'one is read');
    }
    for (const each of ahead) yield await each;
  } finally {
    await Promise.allSettled(ahead);
  }
}
