/**
 * The job that takes received files in, a few at a time. Each step can be repeated, so a kill between two of them loses
 * nothing and doubles nothing.
 */
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { FileState, ImportRow } from '../jobs/jobs-calls.ts';
import type { JobKind } from '../jobs/queue.ts';
import { atMost } from './at-most.ts';
import { clearUpImport, finishImport } from './finish-import.ts';
import { importTotals } from './import-totals.ts';
import { tellEnds } from './tell-ends.ts';
import type { IngestContext } from './ingest-context.ts';
import type { Receiving } from './receive-file.ts';
import type { FileTaker } from './take-in-file.ts';
import { isTextFile, takeSidecars } from './take-sidecar.ts';

export const IMPORT_JOB = 'import';

const IMPORTS_AT_ONCE = 2;
/** While one file waits for the disk, others are looked into, read again, written. */
const FILES_TOGETHER = 4;
const FILES_PER_READ = 200;
/** Counting all files after each one would take longer than taking them in. */
const TELL_MS = 250;

export type ImportKind = JobKind & {
  /** Stops after the file at hand; the job then clears up what the import will not take in any more. */
  cancel(importId: string): void;
};

/** The kind of job that takes an import's files in; its id is the import's. */
export function createImportKind(context: IngestContext, receiving: Receiving, taker: FileTaker): ImportKind {
  const { store } = context;
  const cancelled = new Set<string>();

  return {
    kind: IMPORT_JOB,
    atOnce: IMPORTS_AT_ONCE,
    cancel: (importId) => void cancelled.add(importId),
    isEnding: (importId) => cancelled.has(importId),
    async run({ id }, signal, progress, turn) {
      const row = must(await store.import(id), 'a job of an import that exists');
      if (row.state === 'cancelled') cancelled.add(id);
      const isStopped = () => signal.aborted || cancelled.has(id);
      let toldAt = 0;
      const tell = async () => {
        if (performance.now() - toldAt < TELL_MS) return;
        toldAt = performance.now();
        const { done, total } = await importTotals(store, id);
        progress(done, total);
      };
      const tellLast = () => {
        toldAt = Number.NEGATIVE_INFINITY;
        return tell();
      };
      try {
        if (!isStopped()) await takeInAll(row, ['received', 'judged'], isStopped, tell);
        if (signal.aborted) return 'waiting';
        if (!cancelled.has(id)) {
          if (await isAllHere(id)) await takeSidecars(context, receiving, row, isStopped, tell);
          if (isStopped()) return 'waiting';
          const isDone = await finishImport(context, id, receiving);
          await tellEnds(store, id, turn);
          await tellLast();
          return isDone ? 'done' : 'waiting';
        }
        // What was judged may be in the vault already, and what is in the vault is shown.
        await takeInAll(row, ['judged'], () => signal.aborted, tell);
        const isClear = await clearUpImport(context, id, receiving);
        await tellEnds(store, id, turn);
        await tellLast();
        return isClear ? 'cancelled' : 'waiting';
      } catch (error) {
        // On a full disk it goes on by itself when there is room.
        const isFull = error instanceof TroubleError && error.code === 'DISK_FULL';
        if (!signal.aborted && !isFull) await interrupt(id);
        throw error;
      }
    },
  };

  /** Its window has said that nothing more comes, and nothing is on its way. */
  async function isAllHere(id: string): Promise<boolean> {
    return (await store.import(id))?.state === 'running' && !receiving.isArrivingIn(id);
  }

  async function takeInAll(
    row: ImportRow,
    states: FileState[],
    isStopped: () => boolean,
    tell: () => Promise<void>,
  ): Promise<void> {
    let after = -1;
    for (;;) {
      const files = await store.filesIn({ import: row.id, states, after, limit: FILES_PER_READ });
      if (files.length === 0 || isStopped()) return;
      after = files.at(-1)?.no ?? after;
      await atMost(FILES_TOGETHER, files, async (file) => {
        // Texts wait for the scans that they lie beside.
        if (isStopped() || isTextFile(context, file)) return;
        await context.intake.during(() => taker.takeIn(row, file));
        context.changed(row.id);
        await tell();
      });
    }
  }

  /** Whatever stopped it, the files that are left can be gone on with. */
  async function interrupt(id: string): Promise<void> {
    await store.setImportState({ id, state: 'interrupted', from: ['open', 'running'] });
    context.changed(id);
  }
}
