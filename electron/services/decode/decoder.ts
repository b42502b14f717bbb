/** Inspection and pictures for the rest of the host: tasks for killable children, answers that always come. */
import type { StartChild } from '../../../node/calls/child.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { Machine } from '../jobs/machine.ts';
import type { MeasuredSize } from '../pyramids/tile-grid.ts';
import { createChildPool } from './child-pool.ts';
import type { TaskCode } from './pooled-child.ts';
import type { DecodeCalls } from './decode-child.ts';
import type { DeriveCode } from './derive.ts';
import type { Target } from './picture-sizes.ts';
import { refusedVerdict, type Verdict } from './verdict.ts';

/** TOO_SLOW and TOO_LARGE: there may be a picture, but not within our limits. */
type PictureCode = DeriveCode | 'TOO_SLOW' | 'TOO_LARGE';

export type Decoder = {
  /** The verdict on the file at `path`, which people know as `name`. What kills its process is refused. */
  inspect(path: string, name: string): Promise<Verdict>;
  /** Writes pictures of page `index`. Rejects only with the disk's troubles (DISK_FULL …). */
  derive(
    path: string,
    index: number,
    targets: readonly Target[],
    options: { readonly urgent: boolean; readonly deadlineMs?: number },
  ): Promise<Result<null, PictureCode>>;
  /** The size of picture `index` as it stands upright; NO_PICTURE for a PDF, whose pages have none. */
  measure(
    path: string,
    index: number,
    options?: { readonly urgent: boolean },
  ): Promise<Result<MeasuredSize, PictureCode>>;
  /** Writes the pyramid of picture `index` at `to`, whole or not at all. Rejects with the disk's troubles, and with CANCELLED. */
  pyramid(path: string, index: number, to: string, signal: AbortSignal): Promise<Result<null, PictureCode>>;
  /** The first words of a PDF's text layer, at most 1,000 characters; empty where there are none to be had. */
  opening(path: string): Promise<string>;
  /** The sha256 of a file, for one that is not in the vault; null when it cannot be read. */
  digest(path: string): Promise<string | null>;
  /** Deletes pictures used longest ago; answers how many. Rejects when no process starts. */
  sweep(folder: string, limitBytes: number): Promise<number>;
  pids(): number[];
  close(): void;
};

const INSPECT_DEADLINE_MS = 30_000;
const OPENING_DEADLINE_MS = 10_000;
/** Gigabytes from a slow stick. */
const DIGEST_DEADLINE_MS = 120_000;
const DERIVE_DEADLINE_MS = 60_000;
/** A thousand megapixels from a slow disk; beyond it the reading copy has to do. */
const PYRAMID_DEADLINE_MS = 180_000;
/** Millions of files on a slow disk; what is not deleted then is the next time. */
const SWEEP_DEADLINE_MS = 600_000;
/** The design grants a child 600 MB. */
const CHILD_MEMORY_MB = 600;
/** pdf.js reserves as much as a PDF is long, and fills in what it reads of it. */
const CHILD_RESERVES_MB = 4000;
const CHILDREN = 2;

/** Starts no process until there is something to do. */
export function createDecoder(deps: {
  readonly startChild: StartChild;
  readonly module: URL;
  readonly children?: number;
  readonly memoryMb?: number;
  readonly inspectDeadlineMs?: number;
  readonly idleMs?: number;
  /** What work without hurry may take. */
  readonly machine?: Machine;
}): Decoder {
  const pool = createChildPool<DecodeCalls>({
    startChild: deps.startChild,
    module: deps.module,
    children: deps.children ?? CHILDREN,
    memoryMb: deps.memoryMb ?? CHILD_MEMORY_MB,
    reservesMb: CHILD_RESERVES_MB,
    machine: deps.machine,
    ...(deps.idleMs === undefined ? {} : { idleMs: deps.idleMs }),
  });

  return {
    async inspect(path, name) {
      const answer = await pool.run({
        call: (remote) => remote.inspect({ path, name }),
        deadlineMs: deps.inspectDeadlineMs ?? INSPECT_DEADLINE_MS,
        urgent: true,
      });
      return answer.ok ? answer.value : refusedVerdict(path, REFUSAL_OF[answer.code]);
    },
    async derive(path, index, targets, { urgent, deadlineMs = DERIVE_DEADLINE_MS }) {
      const answer = await pool.run({
        call: (remote) => remote.derive({ path, index, targets }),
        deadlineMs,
        urgent,
      });
      return pictureOf(answer);
    },
    async measure(path, index, { urgent } = { urgent: true }) {
      const answer = await pool.run({
        call: (remote) => remote.measure({ path, index }),
        deadlineMs: OPENING_DEADLINE_MS,
        urgent,
      });
      return pictureOf(answer);
    },
    async pyramid(path, index, to, signal) {
      const answer = await pool.run({
        call: (remote) => remote.pyramid({ path, index, to }),
        deadlineMs: PYRAMID_DEADLINE_MS,
        urgent: false,
        signal,
      });
      return pictureOf(answer);
    },
    async opening(path) {
      const answer = await pool.run({
        call: (remote) => remote.opening({ path }),
        deadlineMs: OPENING_DEADLINE_MS,
        urgent: true,
      });
      return answer.ok ? answer.value : '';
    },
    async digest(path) {
      const answer = await pool.run({
        call: (remote) => remote.digest({ path }),
        deadlineMs: DIGEST_DEADLINE_MS,
        urgent: true,
      });
      return answer.ok ? answer.value.sha256 : null;
    },
    async sweep(folder, limitBytes) {
      const answer = await pool.run({
        call: (remote) => remote.sweep({ folder, limitBytes }),
        deadlineMs: SWEEP_DEADLINE_MS,
        urgent: false,
      });
      return answer.ok ? answer.value : 0;
    },
    pids: () => pool.pids(),
    close: () => pool.close(),
  };
}

function pictureOf<T>(answer: Result<Result<T, PictureCode>, TaskCode>): Result<T, PictureCode> {
  if (answer.ok) return answer.value;
  return fail(answer.code === 'CRASHED' ? 'NO_PICTURE' : answer.code);
}

const REFUSAL_OF = {
  TOO_SLOW: 'TOO_SLOW',
  TOO_LARGE: 'TOO_LARGE',
  CRASHED: 'BROKEN',
} as const satisfies Record<TaskCode, string>;
