/** Makes pyramids into their folder, each once at a time: for who looks, and ahead of anybody's looking. */
import path from 'node:path';
import { freeSpace } from '../../../node/files/free-space.ts';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { KEPT_FREE_BYTES } from '../cache-limits.ts';
import { atItsPlace } from '../decode/at-its-place.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { PyramidFolder } from './pyramid-folder.ts';

export type PyramidMaker = {
  /** Codes: NOT_FOUND, NO_PICTURE, TOO_SLOW, TOO_LARGE, DISK_FULL. Rejects with the disk's troubles, and with CANCELLED. */
  make(sha256: string, index: number, signal: AbortSignal): Promise<Result<null, string>>;
};

export function createPyramidMaker(deps: {
  readonly folder: string;
  readonly pyramids: PyramidFolder;
  readonly vault: Pick<Vault, 'locate'>;
  readonly decoder: Pick<Decoder, 'pyramid'>;
  readonly log: Log;
  readonly freeSpace?: ((folder: string) => Promise<number>) | undefined;
}): PyramidMaker {
  const { folder, pyramids, vault, decoder, log, freeSpace: room = freeSpace } = deps;
  /** By the file's path. */
  const making = new Map<string, Promise<Result<null, string>>>();
  // What a kill left half made.
  const cleaned = clean();

  /** Takes away what lies half made, but not what is being made now. */
  async function clean(): Promise<void> {
    const isBeingMade = (name: string) =>
      [...making.keys()].some((file) => name.startsWith(path.basename(file)));
    await pyramids.clean(isBeingMade).catch((error: unknown) => void log.error('tiles.not_cleaned', error));
  }

  async function makeFile(
    sha256: string,
    index: number,
    to: string,
    signal: AbortSignal,
  ): Promise<Result<null, string>> {
    await cleaned;
    await pyramids.prepare();
    if ((await room(folder)) < KEPT_FREE_BYTES) return fail('DISK_FULL');
    return atItsPlace(vault, sha256, (file) => decoder.pyramid(file, index, to, signal));
  }

  return {
    async make(sha256, index, signal) {
      const to = pyramids.pathOf(sha256, index);
      for (let other = making.get(to); other !== undefined; other = making.get(to)) {
        const made = await other.catch(() => null);
        if (made !== null) return made;
        // The other one was stopped, or met a trouble of the disk: this one tries by itself.
      }
      const mine = makeFile(sha256, index, to, signal);
      making.set(to, mine);
      try {
        return await mine;
      } finally {
        making.delete(to);
        await clean();
      }
    },
  };
}
