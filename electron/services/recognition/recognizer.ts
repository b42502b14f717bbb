/** Reading text for the rest of the host: tasks for killable children, answers that always come. */
import type { StartChild } from '../../../node/calls/child.ts';
import { fail, TroubleError, type Result } from '../../../shared/result.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { createChildPool } from '../decode/child-pool.ts';
import { findModels, gatherModels } from './models.ts';
import type { ReadCode } from './read-page.ts';
import type { RecognizeCalls } from './recognize-child.ts';

/** NO_MODEL: there is no model for a language asked for. CANCELLED: by the signal. */
type RecognizeCode = ReadCode | 'NO_MODEL' | 'TOO_SLOW' | 'TOO_LARGE' | 'CANCELLED';

export type Recognizer = {
  /** The languages that can be read, by their ISO 639-3 codes. */
  languages(): Promise<string[]>;
  /** Reads page `index` (from 0) of the file at `path`; the main language first. */
  read(
    path: string,
    index: number,
    languages: readonly string[],
    options: { readonly urgent: boolean; readonly signal?: AbortSignal },
  ): Promise<Result<PageText, RecognizeCode>>;
  pids(): number[];
  close(): void;
};

const READ_DEADLINE_MS = 120_000;
/** The design grants a child 600 MB. */
const CHILD_MEMORY_MB = 600;
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
}): Recognizer {
  const pool = createChildPool<RecognizeCalls>({
    startChild: deps.startChild,
    module: deps.module,
    children: deps.children ?? 1,
    memoryMb: deps.memoryMb ?? CHILD_MEMORY_MB,
    reservesMb: RESERVES_MB,
  });
  return {
    languages: async () => [...(await findModels(deps.modelFolders)).keys()].sort(),
    async read(path, index, languages, { urgent, signal }) {
      const folder = await gatherModels(await findModels(deps.modelFolders), languages, deps.workFolder);
      if (!folder.ok) return folder;
      try {
        const answer = await pool.run({
          call: (remote) => remote.read({ path, index, languages, models: folder.value }),
          deadlineMs: deps.deadlineMs ?? READ_DEADLINE_MS,
          urgent,
          signal,
        });
        if (answer.ok) return answer.value;
        return fail(answer.code === 'CRASHED' ? 'NO_PICTURE' : answer.code);
      } catch (error) {
        if (error instanceof TroubleError && error.code === 'CANCELLED') return fail('CANCELLED');
        throw error;
      }
    },
    pids: () => pool.pids(),
    close: () => pool.close(),
  };
}
