/** Pictures gathered into packs, which go a few at a time. */
import { createHash } from 'node:crypto';
import { packPicture } from '../../../../shared/sync/files/picture-pack.ts';
import { MOST_PACK_BYTES } from '../../../../shared/sync/files/wire-files.ts';
import type { WantedPicture } from './files-calls.ts';
import type { FilesMeans, RoundEnd } from './round-means.ts';
import type { Line } from './taken-line.ts';

/** A pack is closed before it could become larger than one is allowed to be. */
const PACK_BYTES = MOST_PACK_BYTES / 4;
const PACKS_AT_ONCE = 3;

export type PacksDeps = {
  readonly store: Pick<FilesMeans['store'], 'picturesTold'>;
  readonly centre: Pick<FilesMeans['centre'], 'sendPictures'>;
  countBytes(bytes: number): void;
};

export type Packs = {
  /** Each of these answers how a pack before ended. */
  add(key: WantedPicture, bytes: Uint8Array): Promise<RoundEnd>;
  end(): Promise<RoundEnd>;
  /** Resolves when none is on its way. */
  idle(): Promise<void>;
};

/** While some packs go the next one is put together. */
export function createPacks(deps: PacksDeps, signal: AbortSignal, line: Line): Packs {
  const { store, centre } = deps;
  let pack: Uint8Array[] = [];
  let packed: WantedPicture[] = [];
  let length = 0;
  const onTheWay: Promise<RoundEnd>[] = [];

  async function send(body: Uint8Array, keys: readonly WantedPicture[]): Promise<RoundEnd> {
    const free = line.take();
    const sent = await centre.sendPictures(body, signal).finally(free);
    if (!sent.ok) return sent.code;
    deps.countBytes(body.length);
    const refused = new Set(sent.value.refused.map(keyOf));
    await store.picturesTold({ pictures: keys.filter((one) => !refused.has(keyOf(one))), state: 'there' });
    // Of a scan whose record is not there yet: the next round tries again.
    await store.picturesTold({ pictures: keys.filter((one) => refused.has(keyOf(one))), state: 'later' });
    return null;
  }

  async function flush(): Promise<RoundEnd> {
    const end = onTheWay.length < PACKS_AT_ONCE ? null : await onTheWay.shift();
    if (typeof end === 'string' || packed.length === 0) return end ?? null;
    const sending = send(Buffer.concat(pack, length), packed);
    sending.catch(() => undefined); // met when it is waited for
    onTheWay.push(sending);
    [pack, packed, length] = [[], [], 0];
    return null;
  }

  return {
    async add(key, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const one = packPicture({ head: { ...key, sha256, bytes: bytes.length }, bytes });
      pack.push(one);
      packed.push(key);
      length += one.length;
      return length < PACK_BYTES ? null : flush();
    },
    async end() {
      const ends = [await flush(), ...(await Promise.all(onTheWay))];
      return ends.find((end) => end !== null) ?? null;
    },
    idle: async () => void (await Promise.allSettled(onTheWay)),
  };
}

/** One name for one picture. */
export function keyOf({ master, page, size }: WantedPicture): string {
  return `${master}/${page}/${size}`;
}
