/**
 * Pyramids made before anybody looks: of pictures so large that the first look would have to wait, after their thumbnails and
 * reading copies, in the order of what people look at. Whoever zooms now comes first: what is being made ahead stops for it.
 */
import { z } from 'zod';
import type { Remote } from '../../../node/calls/port.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { TroubleError } from '../../../shared/result.ts';
import { atItsPlace } from '../decode/at-its-place.ts';
import type { Decoder } from '../decode/decoder.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { JobKind, JobOutcome, JobTurn } from '../jobs/job-kind.ts';
import type { Queue } from '../jobs/queue.ts';
import type { JobsCalls, WantedTiles } from '../jobs/jobs-calls.ts';
import { expectedBytes, isWorthAhead, roomAhead } from './ahead-rules.ts';
import type { PyramidFolder } from './pyramid-folder.ts';
import type { PyramidMaker } from './pyramid-maker.ts';
import { isWritable } from './tile-grid.ts';

export const AHEAD_JOB = 'tiles-ahead';

export type AheadStore = Pick<
  Remote<JobsCalls>,
  'wantTiles' | 'wantedTiles' | 'dropWantedTiles' | 'countWantedTiles'
>;

export type Ahead = {
  readonly kind: JobKind;
  /** Notes the page when it is large enough to be worth it. */
  consider(page: WantedTiles, mime: string | null): Promise<void>;
  /** Begins with what is noted, if anything is. */
  begin(): Promise<void>;
  /** Somebody looks at this page: nothing else is made ahead meanwhile. */
  makeWay(sha256: string, index: number): void;
  /** Nobody waits any more. */
  goOn(): void;
};

/** From so many the next one is chosen. */
const CHOSEN_FROM = 1000;
/** All other troubles the next picture would meet as well. */
const OF_THE_PICTURE = new Set(['NO_PICTURE', 'NOT_FOUND', 'TOO_SLOW', 'TOO_LARGE']);

/** Null, or the pages of an earlier job that failed. */
const payloadSchema = z.array(z.tuple([z.string(), z.int(), z.string()])).nullable();

type Outcome = 'made' | 'there' | 'noRoom' | 'failed';

type AheadDeps = {
  /** The archive's id, of which the job's id is made. */
  readonly archive: string;
  readonly pyramids: PyramidFolder;
  readonly maker: PyramidMaker;
  readonly vault: Pick<Vault, 'locate'>;
  readonly decoder: Pick<Decoder, 'measure'>;
  readonly store: AheadStore;
  /** Of the waiting pages the one to do next. */
  readonly pick: (
    waiting: readonly WantedTiles[],
    keysOf: (page: WantedTiles) => readonly string[],
  ) => WantedTiles | undefined;
  readonly isSomebodyWaiting: () => boolean;
  readonly isLookedAt: (sha256: string, index: number) => boolean;
  readonly wake: Queue['wake'];
  readonly limitBytes: number;
  readonly now: () => number;
};

export function createAhead(deps: AheadDeps): Ahead {
  const { pyramids, maker, decoder, store, limitBytes, now } = deps;
  /** What is being made, and how it is stopped for somebody who looks. */
  let current: { readonly page: WantedTiles; readonly stop: AbortController } | null = null;
  let madeWay = false;
  /** What was done since the work began, also before it made way for somebody. */
  let sums: { done: number; made: number; later: number } | null = null;

  const measure = (sha256: string, page: number) =>
    atItsPlace(deps.vault, sha256, (file) => decoder.measure(file, page, { urgent: false }));
  const wake = () =>
    deps.wake({ id: derivedId(deps.archive, AHEAD_JOB), kind: AHEAD_JOB, title: '', payload: null });

  async function make(page: WantedTiles, signal: AbortSignal, turn?: JobTurn): Promise<Outcome> {
    const { sha256, page: index } = page;
    if (await pyramids.has(sha256, index)) return 'there';
    const size = await measure(sha256, index);
    if (!size.ok) return failed(page, size.code, turn);
    if (!isWritable(size.value)) return failed(page, 'TOO_LARGE', turn);
    const dropped = roomAhead(await pyramids.list(), expectedBytes(size.value), limitBytes, now());
    if (dropped === null) return 'noRoom';
    await pyramids.drop(dropped);
    const made = await maker.make(sha256, index, signal);
    if (!made.ok) return failed(page, made.code, turn);
    if (!deps.isLookedAt(sha256, index)) await pyramids.markAhead(sha256, index);
    await pyramids.makeRoom('');
    await turn?.mended(keyOf(page));
    return 'made';
  }

  /** @throws TroubleError with what is no fault of the picture */
  async function failed(page: WantedTiles, code: string, turn?: JobTurn): Promise<Outcome> {
    if (!OF_THE_PICTURE.has(code)) throw new TroubleError(code);
    const { name, record } = page;
    await turn?.failed({ key: keyOf(page), name, code, ...(record === null ? {} : { record }) });
    return 'failed';
  }

  /** Null: somebody looks, and nothing more is made for now. */
  async function makeUnlessWaiting(
    page: WantedTiles,
    signal: AbortSignal,
    turn?: JobTurn,
  ): Promise<Outcome | null> {
    if (deps.isSomebodyWaiting()) return null;
    const stop = new AbortController();
    current = { page, stop };
    try {
      return await make(page, AbortSignal.any([signal, stop.signal]), turn);
    } catch (error) {
      if (stop.signal.aborted && !signal.aborted) return null;
      throw error;
    } finally {
      current = null;
    }
  }

  async function makeAll(
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
    turn?: JobTurn,
  ): Promise<JobOutcome> {
    for (;;) {
      const waiting = await store.wantedTiles({ limit: CHOSEN_FROM });
      const page = deps.pick(waiting, ({ sha256, record }) => [sha256, record ?? '']);
      // Woken for nothing it leaves its sums as they are.
      if (page === undefined && sums === null) return 'done';
      sums ??= { done: 0, made: 0, later: 0 };
      progress(sums.done, sums.done + waiting.length);
      if (page === undefined) break;
      if (signal.aborted || turn?.giveWay() === true) return 'waiting';
      const outcome = await makeUnlessWaiting(page, signal, turn);
      if (outcome === null) {
        madeWay = true;
        return 'waiting';
      }
      await store.dropWantedTiles(page);
      sums.done++;
      if (outcome === 'made') sums.made++;
      if (outcome === 'noRoom') sums.later++;
    }
    const { made, later } = sums;
    turn?.numbers({ made, ...(later === 0 ? {} : { later }) });
    sums = null;
    return 'done';
  }

  return {
    kind: {
      kind: AHEAD_JOB,
      atOnce: 1,
      again: (_payload, keys) =>
        keys.map((key) => {
          const [sha256 = '', page = '', ...name] = key.split('/');
          return [sha256, Number.parseInt(page, 10), name.join('/')];
        }),
      async run({ payload }, signal, progress, turn) {
        for (const [sha256, page, name] of payloadSchema.parse(payload) ?? []) {
          await store.wantTiles({ sha256, page, name, record: null });
        }
        return makeAll(signal, progress, turn);
      },
    },
    async consider(page, mime) {
      const size = await measure(page.sha256, page.page);
      if (size.ok && isWorthAhead(size.value, mime) && isWritable(size.value)) await store.wantTiles(page);
    },
    async begin() {
      if ((await store.countWantedTiles(null)) > 0) await wake();
    },
    makeWay(sha256, index) {
      if (current === null || (current.page.sha256 === sha256 && current.page.page === index)) return;
      current.stop.abort();
    },
    goOn() {
      if (!madeWay) return;
      madeWay = false;
      // Whoever cannot be woken now is with the next import, and with the next start.
      wake().catch(() => undefined);
    },
  };
}

/** With the name, which a retry has to know. */
const keyOf = ({ sha256, page, name }: WantedTiles) => `${sha256}/${page}/${name}`;
