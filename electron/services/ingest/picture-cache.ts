/**
 * Thumbnails and reading copies in the vault's cache folder. It may be deleted at any moment: what is missing is made again
 * when it is asked for. Those used longest ago are deleted when they are too many.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import { PICTURE_CACHE_BYTES } from '../cache-limits.ts';
import { atItsPlace } from '../decode/at-its-place.ts';
import type { Decoder } from '../decode/decoder.ts';
import { PICTURE_FORMATS, type PictureSize } from '../decode/picture-sizes.ts';

export type Picture = { readonly path: string; readonly mime: string };

/** Brings the picture of a scan that is not here, by `put`; or says why it cannot be had. */
export type Elsewhere = (sha256: string, index: number, size: PictureSize) => Promise<Result<null, string>>;

export type PictureCache = {
  /** One picture of page `index`, made if need be. Codes: NOT_FOUND, NO_PICTURE, TOO_SLOW, TOO_LARGE, or the disk's. */
  picture(sha256: string, index: number, size: PictureSize): Promise<Result<Picture, string>>;
  /** Makes what is missing of `sizes` without hurry. */
  prepare(sha256: string, index: number, sizes: readonly PictureSize[]): Promise<Result<null, string>>;
  /** The picture's file when it is there, without making it. */
  ready(sha256: string, index: number, size: PictureSize): Promise<string | null>;
  /** Puts a picture in that was made elsewhere. @throws TroubleError of the disk */
  put(sha256: string, index: number, size: PictureSize, bytes: Uint8Array): Promise<void>;
};

/** A person waits for it. */
const ASKED_DEADLINE_MS = 20_000;
/** A picture looked at once a day is in use. */
const TOUCH_MS = 86_400_000;
/** How many pictures are made between two looks at their sum; the first is looked at too. */
const SWEEP_EVERY = 5000;
/** Files that have no picture are remembered, so that a list of them does not decode them again and again. */
const REMEMBERED_FAILURES = 5000;

export function createPictureCache(deps: {
  /** The vault's folder. */
  readonly folder: string;
  readonly vault: Pick<Vault, 'locate'>;
  readonly decoder: Pick<Decoder, 'derive' | 'sweep'>;
  readonly limitBytes?: number;
  readonly elsewhere?: Elsewhere | undefined;
}): PictureCache {
  const { vault, decoder, limitBytes = PICTURE_CACHE_BYTES } = deps;
  const folder = path.join(deps.folder, 'cache');
  let untilSweep = 0;
  const making = new Map<string, Promise<Result<null, string>>>();
  const failures = new Map<string, string>();

  function pathOf(sha256: string, index: number, size: PictureSize): string {
    const name = `${index}-${size}.${PICTURE_FORMATS[size].extension}`;
    return path.join(folder, sha256.slice(0, 2), sha256, name);
  }

  async function make(
    sha256: string,
    index: number,
    sizes: readonly PictureSize[],
    options: { urgent: boolean; deadlineMs?: number },
  ): Promise<Result<null, string>> {
    const targets = sizes.map((size) => ({ size, to: pathOf(sha256, index, size) }));
    try {
      await mkdir(path.dirname(pathOf(sha256, index, 'thumb')), { recursive: true });
      const made = await atItsPlace(vault, sha256, (file) => decoder.derive(file, index, targets, options));
      if (made.ok) countForSweep();
      return made;
    } catch (error) {
      if (error instanceof TroubleError) return fail(error.code, error.details);
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOSPC') return fail('DISK_FULL');
      throw error;
    }
  }

  function countForSweep(): void {
    if (untilSweep-- > 0) return;
    untilSweep = SWEEP_EVERY;
    // Nobody waits for it, and what is not deleted now is after the next ones.
    decoder.sweep(folder, limitBytes).catch(() => undefined);
  }

  /** Two that ask for the same picture wait for one. */
  function makeOnce(key: string, work: () => Promise<Result<null, string>>): Promise<Result<null, string>> {
    const running = making.get(key);
    if (running !== undefined) return running;
    const mine = work().finally(() => making.delete(key));
    making.set(key, mine);
    return mine;
  }

  function remember(key: string, code: string): void {
    if (code !== 'NO_PICTURE') return;
    if (failures.size >= REMEMBERED_FAILURES) failures.clear();
    failures.set(key, code);
  }

  return {
    async picture(sha256, index, size) {
      const target = pathOf(sha256, index, size);
      if (await use(target)) return ok({ path: target, mime: PICTURE_FORMATS[size].mime });
      const key = `${sha256}/${index}`;
      const known = failures.get(key);
      if (known !== undefined) return fail(known);
      const made = await makeOnce(target, () =>
        make(sha256, index, [size], { urgent: true, deadlineMs: ASKED_DEADLINE_MS }),
      );
      if (made.ok) return ok({ path: target, mime: PICTURE_FORMATS[size].mime });
      if (
        made.code === 'NOT_FOUND' &&
        deps.elsewhere !== undefined &&
        (await vault.locate(sha256)) === null
      ) {
        const brought = await deps.elsewhere(sha256, index, size);
        return brought.ok ? ok({ path: target, mime: PICTURE_FORMATS[size].mime }) : brought;
      }
      remember(key, made.code);
      return made;
    },
    async prepare(sha256, index, sizes) {
      const missing: PictureSize[] = [];
      for (const size of sizes) if (!(await isThere(pathOf(sha256, index, size)))) missing.push(size);
      if (missing.length === 0) return ok(null);
      const made = await make(sha256, index, missing, { urgent: false });
      if (!made.ok) remember(`${sha256}/${index}`, made.code);
      return made;
    },
    async ready(sha256, index, size) {
      const target = pathOf(sha256, index, size);
      return (await isThere(target)) ? target : null;
    },
    async put(sha256, index, size, bytes) {
      const target = pathOf(sha256, index, size);
      const part = `${target}.${randomUUID()}.part`;
      await onDisk(target, async () => {
        await mkdir(path.dirname(target), { recursive: true });
        try {
          await writeFile(part, bytes);
          await rename(part, target);
        } finally {
          await rm(part, { force: true });
        }
      });
      countForSweep();
    },
  };
}

async function isThere(file: string): Promise<boolean> {
  return (await usedMs(file)) !== null;
}

/** Whether the picture is there; if so, it was used now. */
async function use(file: string): Promise<boolean> {
  const used = await usedMs(file);
  const now = new Date();
  if (used !== null && now.getTime() - used > TOUCH_MS) await utimes(file, now, now).catch(() => undefined);
  return used !== null;
}

function usedMs(file: string): Promise<number | null> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}
