/** Reading text for the rest of the host: tasks for killable children, answers that always come. */
import type { StartChild } from '../../../node/calls/child.ts';
import { fail, TroubleError, type Result } from '../../../shared/result.ts';
import type { Turned } from '../../../shared/model/record-values.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { createChildPool } from '../decode/child-pool.ts';
import type { Machine } from '../jobs/machine.ts';
import { findModels, gatherModels } from './models.ts';
import type { Quarters } from './turned-places.ts';
import type { ReadCode } from './read-page.ts';
import type { RecognizeCalls } from './recognize-child.ts';

/** NO_MODEL: there is no model for a language asked for. CANCELLED: by the signal. */
type RecognizeCode = ReadCode | 'NO_MODEL' | 'TOO_SLOW' | 'TOO_LARGE' | 'CANCELLED';

export type Recognizer = {
  /** What can be read: ISO 639-3 codes of languages, names of scripts. */
  languages(): Promise<string[]>;
  /** Reads page `index` (from 0) of the file at `path`; the main language first. */
  read(
    path: string,
    index: number,
    languages: readonly string[],
    options: {
      readonly urgent: boolean;
      readonly signal?: AbortSignal;
      /** Clockwise, as a person says that it stands upright; places stay those of the page as it lies. */
      readonly turned?: Turned;
    },
  ): Promise<Result<PageText, RecognizeCode>>;
  /** Whether the engine can work with the model in this file, which lies alone in its folder under its own name. */
  check(folder: string, model: string): Promise<boolean>;
  pids(): number[];
  close(): void;
};

const QUARTERS = { 0: 0, 90: 1, 180: 2, 270: 3 } as const satisfies Record<Turned, Quarters>;
const READ_DEADLINE_MS = 120_000;
const CHECK_DEADLINE_MS = 60_000;
/** The design grants a child 600 MB. */
const CHILD_MEMORY_MB = 600;
/**
 * An engine that has read an A4 page holds some 330 MB with its process and goes on holding them, however many it reads: WebAssembly
 * gives nothing back. Above this the process is ended; long before that it has begun a new engine by itself.
 */
const WORN_MB = 450;
/** WebAssembly in a thread of its own reserves a lot; with less the engine dies at its start, not always. */
const RESERVES_MB = 3000;

/** Starts no process until there is something to read. */
export function createRecognizer(deps: {
  readonly startChild: StartChild;
  readonly module: URL;
  /** Where models lie: those that a person added first, so that they come before ours. */
  readonly modelFolders: readonly string[];
  /** A folder of our own where the models in use are put side by side. */
  readonly workFolder: string;
  readonly children?: number;
  readonly memoryMb?: number;
  readonly deadlineMs?: number;
  /** What work without hurry may take. */
  readonly machine?: Machine;
}): Recognizer {
  const pool = createChildPool<RecognizeCalls>({
    startChild: deps.startChild,
    module: deps.module,
    children: deps.children ?? 1,
    memoryMb: deps.memoryMb ?? CHILD_MEMORY_MB,
    wornMb: Math.min(WORN_MB, deps.memoryMb ?? WORN_MB),
    reservesMb: RESERVES_MB,
    machine: deps.machine,
  });
  return {
    languages: async () => [...(await findModels(deps.modelFolders)).keys()].sort(),
    async read(path, index, languages, { urgent, signal, turned = 0 }) {
      const gathered = await gatherModels(await findModels(deps.modelFolders), languages, deps.workFolder);
      if (!gathered.ok) return gathered;
      const { folder: models, stamp } = gathered.value;
      try {
        const answer = await pool.run({
          call: (remote) =>
            remote.read({ path, index, languages, models, stamp, quarters: QUARTERS[turned] }),
          deadlineMs: deps.deadlineMs ?? READ_DEADLINE_MS,
          urgent,
          signal,
        });
        if (answer.ok) return answer.value;
        // The engine or the decoder: nobody knows which of them a process that is gone died of.
        return fail(answer.code === 'CRASHED' ? 'TEXT_NOT_READ' : answer.code);
      } catch (error) {
        if (error instanceof TroubleError && error.code === 'CANCELLED') return fail('CANCELLED');
        throw error;
      }
    },
    async check(folder, model) {
      const answer = await pool.run({
        call: (remote) => remote.check({ languages: [model], models: folder, stamp: '' }),
        deadlineMs: CHECK_DEADLINE_MS,
        urgent: true,
      });
      return answer.ok && answer.value;
    },
    pids: () => pool.pids(),
    close: () => pool.close(),
  };
}
