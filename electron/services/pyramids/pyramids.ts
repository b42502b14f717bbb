/**
 * Deep zoom: the pyramids of large pictures, made when somebody looks at one, as a job of the queue, and cut into tiles.
 *
 * What a window does: it shows the reading copy, asks `GET /tiles/<sha256>/<index>?wait=1` until the answer is not `making`,
 * and when it is `ready` puts the tiles in the reading copy's place. Both show the page upright and have the same proportion.
 * When a tile is not there any more it asks again, and the pyramid is made anew.
 */
import path from 'node:path';
import { diskCode, onDisk } from '../../../node/files/disk-trouble.ts';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import { PYRAMID_CACHE_BYTES } from '../cache-limits.ts';
import { atItsPlace } from '../decode/at-its-place.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { Attention } from '../jobs/attention.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { createAhead, type Ahead, type AheadStore } from './ahead.ts';
import { createGate } from './gate.ts';
import { createPyramidFolder } from './pyramid-folder.ts';
import { createPyramidMaker } from './pyramid-maker.ts';
import { PYRAMID_VERSION } from './pyramid-index.ts';
import {
  countLevels,
  isLarge,
  isWritable,
  TILE_SIDE,
  type MeasuredSize,
  type TilePlace,
} from './tile-grid.ts';
import { createWishes, type Wish } from './wishes.ts';

/** What a window is told. `none`: the reading copy has to do, and `code` says why; no trouble that a person must hear of. */
export type TilesAnswer =
  | {
      readonly state: 'ready';
      /** Of the page as it stands upright, in pixels: the size of level `levels - 1`. */
      readonly width: number;
      readonly height: number;
      /** The picture is larger, too large to be decoded in full. */
      readonly reduced?: true;
      readonly tileSize: number;
      readonly levels: number;
      /** Stands in the tiles' URLs, which may be kept for ever. */
      readonly version: number;
    }
  | { readonly state: 'making' }
  | { readonly state: 'none'; readonly code: string };

export type Pyramids = {
  readonly kind: JobKind;
  /** Those that are made before anybody looks. */
  readonly ahead: Ahead;
  /** The state of a page's tiles; what is missing is begun. With `wait` it answers when the state has changed, or after some time. */
  tiles(
    sha256: string,
    index: number,
    options: { readonly wait: boolean; readonly signal: AbortSignal },
  ): Promise<Result<TilesAnswer, 'NOT_FOUND'>>;
  /** One tile as a JPEG of `TILE_SIDE` pixels each way, padded beyond the picture; null when there is none. */
  tile(
    sha256: string,
    index: number,
    place: TilePlace,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | null>;
  close(): Promise<void>;
};

export const TILES_JOB = 'tiles';

/** A request that waits is answered by then, and asks again: lines that are silent for long get cut. */
const WAIT_MS = 20_000;
/** Each holds some tens of kilobytes. */
const TILES_AT_ONCE = 8;
/** What does not change by trying again is remembered of so many pages. */
const REMEMBERED = 5000;
const LASTING = new Set(['SMALL', 'REDUCED', 'NO_PICTURE', 'TOO_SLOW', 'TOO_LARGE']);

type PyramidsDeps = {
  /** The vault's folder. */
  readonly folder: string;
  /** The archive's id, of which the job's id is made. */
  readonly archive: string;
  readonly vault: Pick<Vault, 'locate'>;
  readonly decoder: Pick<Decoder, 'measure' | 'pyramid'>;
  readonly wake: Queue['wake'];
  /** Which pages are to get theirs ahead, kept over restarts. */
  readonly wanted: AheadStore;
  readonly attention: Pick<Attention, 'picker'>;
  readonly log: Log;
  readonly limitBytes?: number;
  readonly waitMs?: number;
  readonly freeSpace?: (folder: string) => Promise<number>;
  readonly now?: () => number;
};

export function createPyramids(deps: PyramidsDeps): Pyramids {
  const { vault, decoder, log, waitMs = WAIT_MS, limitBytes = PYRAMID_CACHE_BYTES, now = Date.now } = deps;
  const id = derivedId(deps.archive, TILES_JOB);
  const folder = path.join(deps.folder, 'cache', 'tiles');
  const pyramids = createPyramidFolder({ folder, limitBytes });
  const maker = createPyramidMaker({ folder, pyramids, vault, decoder, log, freeSpace: deps.freeSpace });
  const gate = createGate(TILES_AT_ONCE);
  const wishes = createWishes<TilesAnswer>(now);
  const reasons = createReasons((sha256, index) =>
    atItsPlace(vault, sha256, (file) => decoder.measure(file, index)),
  );
  /** Tells the queue how many are done; null while the job is not running. */
  let tell: (() => void) | null = null;
  const ahead = createAhead({
    archive: deps.archive,
    pyramids,
    maker,
    vault,
    decoder,
    store: deps.wanted,
    pick: deps.attention.picker(),
    isSomebodyWaiting: () => tell !== null || wishes.count() > 0,
    isLookedAt: (sha256, index) => wishes.has(sha256, index),
    wake: deps.wake,
    limitBytes,
    now,
  });

  async function make({ sha256, index }: Wish<TilesAnswer>, signal: AbortSignal): Promise<TilesAnswer> {
    const to = pyramids.pathOf(sha256, index);
    try {
      const made = await maker.make(sha256, index, signal);
      if (!made.ok) {
        reasons.remember(sha256, index, made.code);
        return { state: 'none', code: made.code };
      }
      await pyramids.makeRoom(to);
      const size = await pyramids.size(sha256, index);
      return size === null ? { state: 'none', code: 'DISK_ERROR' } : ready(size);
    } catch (error) {
      return trouble(error);
    }
  }

  function trouble(error: unknown): TilesAnswer {
    const code = error instanceof TroubleError ? error.code : diskCode(error);
    if (code === undefined) log.error('tiles.not_made', error);
    return { state: 'none', code: code ?? 'INTERNAL' };
  }

  function wake(): void {
    deps
      .wake({ id, kind: TILES_JOB, title: '', payload: null })
      .catch((error: unknown) => wishes.answerAll(trouble(error)));
  }

  async function stateOf(
    sha256: string,
    index: number,
    wait: boolean,
    signal: AbortSignal,
  ): Promise<Result<TilesAnswer, 'NOT_FOUND'>> {
    const answerBy = performance.now() + waitMs;
    const size = await pyramids.size(sha256, index);
    if (size !== null) return ok(ready(size));
    if (!wishes.has(sha256, index)) {
      const reason = await within(waitMs, reasons.against(sha256, index), null);
      if (reason === 'NOT_FOUND') return fail(reason);
      if (reason !== null) return ok({ state: 'none', code: reason });
      if (signal.aborted) return ok({ state: 'making' });
    }
    const wish = wishes.add(sha256, index);
    ahead.makeWay(sha256, index);
    const waiting = wait ? wishes.wait(wish, Math.max(0, answerBy - performance.now()), signal) : 'later';
    if (tell === null) wake();
    else tell();
    const answer = await waiting;
    return ok(answer === 'later' ? { state: 'making' } : answer);
  }

  return {
    kind: {
      kind: TILES_JOB,
      atOnce: 1,
      isAwaited: true,
      async run(_job, signal, progress) {
        let done = 0;
        tell = () => progress(done, done + wishes.count());
        for (let wish = wishes.next(); wish !== null && !signal.aborted; wish = wishes.next()) {
          tell();
          wishes.answer(wish, await make(wish, signal));
          done++;
        }
        if (done > 0) tell();
        tell = null;
        // A person does not want it now; whoever looks at the page the next time begins anew.
        if (signal.aborted) wishes.answerAll({ state: 'none', code: 'CANCELLED' });
        ahead.goOn();
        return 'done';
      },
    },
    ahead,
    async tiles(sha256, index, { wait, signal }) {
      try {
        return await stateOf(sha256, index, wait, signal);
      } catch (error) {
        return ok(trouble(error));
      }
    },
    tile: (sha256, index, place, signal) =>
      gate.pass(signal, () => onDisk(folder, () => pyramids.tile(sha256, index, place))),
    async close() {
      wishes.answerAll({ state: 'none', code: 'HOST_STOPPING' });
      await pyramids.close();
    },
  };
}

/** Why a page has no tiles, as far as that is known without making them. */
function createReasons(measure: (sha256: string, index: number) => Promise<Result<MeasuredSize, string>>) {
  /** By page; null where a pyramid can be made. */
  const reasons = new Map<string, string | null>();

  function remember(sha256: string, index: number, reason: string | null): void {
    if (reason !== null && !LASTING.has(reason)) return;
    if (reasons.size >= REMEMBERED) reasons.clear();
    reasons.set(`${sha256}/${index}`, reason);
  }

  return {
    remember,
    /** Null when they can be made. */
    async against(sha256: string, index: number): Promise<string | null> {
      const known = reasons.get(`${sha256}/${index}`);
      if (known !== undefined) return known;
      const size = await measure(sha256, index);
      const reason = size.ok ? reasonOf(size.value) : size.code;
      remember(sha256, index, reason);
      return reason;
    },
  };
}

/** The answer, or `late` when there is none yet. */
function within<T>(ms: number, answer: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  return Promise.race([answer, waited]).finally(() => clearTimeout(timer));
}

/** REDUCED: the reading copy shows all that can be decoded, which is not all that there is. */
function reasonOf(size: MeasuredSize): string | null {
  if (!isLarge(size)) return size.reduced === true ? 'REDUCED' : 'SMALL';
  return isWritable(size) ? null : 'TOO_LARGE';
}

function ready(size: MeasuredSize): TilesAnswer {
  return {
    state: 'ready',
    ...size,
    tileSize: TILE_SIDE,
    levels: countLevels(size),
    version: PYRAMID_VERSION,
  };
}
