/**
 * Pictures up, in packs: of each turn those that are ready first, then those that have to be made. A pack on its way keeps scans from
 * being begun; a picture that is being made does not: decoding takes the processor and leaves the line idle.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { packPicture } from '../../../../shared/sync/files/picture-pack.ts';
import { MOST_PACK_BYTES, MOST_PICTURES } from '../../../../shared/sync/files/wire-files.ts';
import type { WantedPicture } from './files-calls.ts';
import type { FilesMeans, RoundEnd } from './round-means.ts';

/** A pack is closed before it could become larger than one is allowed to be. */
const PACK_BYTES = MOST_PACK_BYTES / 4;

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
  // From the start: which are ready is not known yet.
  let taken: PromiseWithResolvers<void> | null = Promise.withResolvers<void>();
  const line: Line = {
    take: () => (taken ??= Promise.withResolvers<void>()),
    free() {
      taken?.resolve();
      taken = null;
    },
  };
  const ended = sendPictures(means, signal, isOver, line).finally(() => line.free());
  return { quiet: () => taken?.promise ?? Promise.resolve(), ended };
}

/** Scans wait while it is taken. */
type Line = { take(): void; free(): void };

async function sendPictures(
  means: FilesMeans,
  signal: AbortSignal,
  isOver: () => boolean,
  line: Line,
): Promise<RoundEnd> {
  const { store, centre } = means;
  while (!isOver()) {
    const next = await store.nextPictures({ limit: MOST_PICTURES });
    if (next.length === 0) return null;
    const missing = await centre.missingPictures(next, signal);
    if (!missing.ok) return missing.code;
    const gone = new Set(missing.value.map(keyOf));
    await store.picturesTold({ pictures: next.filter((one) => !gone.has(keyOf(one))), state: 'there' });
    const [ready, others] = await parted(means, missing.value);
    if (ready.length > 0) line.take();
    const refused = await packAndSend(means, ready, signal, isOver);
    if (refused !== null) return refused;
    line.free();
    const end = await packAndSend(means, others, signal, isOver, line);
    if (end !== null) return end;
  }
  return null;
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
  line?: Line,
): Promise<RoundEnd> {
  const { store, centre, pictures } = means;
  let pack: Uint8Array[] = [];
  let packed: WantedPicture[] = [];
  const flush = async (): Promise<RoundEnd> => {
    if (packed.length === 0) return null;
    const body = Buffer.concat(pack);
    line?.take();
    const sent = await centre.sendPictures(body, signal).finally(() => line?.free());
    if (!sent.ok) return sent.code;
    means.countBytes(body.length);
    const refused = new Set(sent.value.refused.map(keyOf));
    await store.picturesTold({ pictures: packed.filter((one) => !refused.has(keyOf(one))), state: 'there' });
    // Of a scan whose record is not there yet: the next round tries again.
    await store.picturesTold({ pictures: packed.filter((one) => refused.has(keyOf(one))), state: 'later' });
    [pack, packed] = [[], []];
    return null;
  };
  for (const key of keys) {
    if (isOver()) break;
    const made = await pictures.made(key);
    const bytes = made.ok ? await readFile(made.value).catch(() => null) : null;
    if (bytes === null) {
      const isNone = !made.ok && made.code === 'NO_PICTURE';
      await store.picturesTold({ pictures: [key], state: isNone ? 'none' : 'later' });
      continue;
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    pack.push(packPicture({ head: { ...key, sha256, bytes: bytes.length }, bytes }));
    packed.push(key);
    if (pack.reduce((sum, { length }) => sum + length, 0) < PACK_BYTES) continue;
    const end = await flush();
    if (end !== null) return end;
  }
  return flush();
}

function keyOf({ master, page, size }: WantedPicture): string {
  return `${master}/${page}/${size}`;
}
