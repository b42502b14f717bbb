/**
 * The job that takes received files in, one after the other. Each step can be repeated, so a kill between two of them loses
 * nothing and doubles nothing.
 */
import { must } from '../../../shared/must.ts';
import type { FileRow, FileState, ImportRow } from '../jobs/jobs-calls.ts';
import type { JobKind } from '../jobs/queue.ts';
import { clearUpImport, finishImport } from './finish-import.ts';
import { importTotals } from './import-totals.ts';
import type { IngestContext } from './ingest-context.ts';
import type { Receiving } from './receive-file.ts';
import { createFileTaker, type Looked } from './take-in-file.ts';

export const IMPORT_JOB = 'import';

/** Imports that go on at once, and files that are looked into ahead of the one being kept. */
const IMPORTS_AT_ONCE = 2;
const LOOK_AHEAD = 2;
const FILES_AT_ONCE = 50;

export type ImportKind = JobKind & {
  /** Stops after the file at hand; the job then clears up what the import will not take in any more. */
  cancel(importId: string): void;
};

/** The kind of job that takes an import's files in; its id is the import's. */
export function createImportKind(context: IngestContext, receiving: Receiving): ImportKind {
  const { store } = context;
  const cancelled = new Set<string>();
  // Keeping and writing go one file at a time: of two equal files the second finds the first.
  const inTurn = createTurns();
  const taker = createFileTaker(context, receiving);

  return {
    kind: IMPORT_JOB,
    atOnce: IMPORTS_AT_ONCE,
    cancel: (importId) => void cancelled.add(importId),
    async run({ id }, signal, progress) {
      const row = must(await store.import(id), 'a job of an import that exists');
      if (row.state === 'cancelled') cancelled.add(id);
      const isStopped = () => signal.aborted || cancelled.has(id);
      const tell = async () => {
        const { done, total } = await importTotals(store, id);
        progress(done, total);
      };
      try {
        if (!isStopped()) await takeInAll(row, ['received', 'judged'], isStopped, tell);
        if (signal.aborted) return 'waiting';
        if (!cancelled.has(id)) {
          const isDone = await finishImport(context, id, receiving);
          await tell();
          return isDone ? 'done' : 'waiting';
        }
        // What was judged may be in the vault already, and what is in the vault is shown.
        await takeInAll(row, ['judged'], () => signal.aborted, tell);
        const isClear = await clearUpImport(context, id, receiving);
        await tell();
        return isClear ? 'cancelled' : 'waiting';
      } catch (error) {
        if (!signal.aborted) await interrupt(id);
        throw error;
      }
    },
  };

  async function takeInAll(
    row: ImportRow,
    states: FileState[],
    isStopped: () => boolean,
    tell: () => Promise<void>,
  ): Promise<void> {
    let after = -1;
    for (;;) {
      const files = await store.filesIn({ import: row.id, states, after, limit: FILES_AT_ONCE });
      if (files.length === 0 || isStopped()) return;
      after = files.at(-1)?.no ?? after;
      await takeInSome(row, files, isStopped, tell);
    }
  }

  async function takeInSome(
    row: ImportRow,
    files: readonly FileRow[],
    isStopped: () => boolean,
    tell: () => Promise<void>,
  ): Promise<void> {
    const looks: Promise<Looked | null>[] = [];
    const look = (index: number) => {
      const file = files[index];
      if (file === undefined || looks[index] !== undefined) return;
      const looked = taker.lookInto(file);
      // Awaited in its turn; until then a failure is nobody's.
      looked.catch(() => undefined);
      looks[index] = looked;
    };
    for (const [index, file] of files.entries()) {
      if (isStopped()) return;
      for (let ahead = 0; ahead <= LOOK_AHEAD; ahead++) look(index + ahead);
      const looked = (await looks[index]) ?? null;
      await inTurn(() => taker.takeIn(row, file, looked));
      context.changed(row.id);
      await tell();
    }
  }

  /** Whatever stopped it, the files that are left can be gone on with. */
  async function interrupt(id: string): Promise<void> {
    await store.setImportState({ id, state: 'interrupted' });
    context.changed(id);
  }
}

function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
