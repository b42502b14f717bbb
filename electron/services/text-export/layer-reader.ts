/** The text that PDFs bring themselves, read page by page in a killable process of its own, when there is time. */
import type { StartChild } from '../../../node/calls/child.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { createChildPool } from '../decode/child-pool.ts';
import type { Machine } from '../jobs/machine.ts';
import type { ExportCalls } from './export-child.ts';

export type LayerReader = {
  /** The layers of these pages (from 0), null for a page without one. Codes: TOO_SLOW, TOO_LARGE, BROKEN. */
  read(file: string, indexes: readonly number[]): Promise<Result<(string | null)[], string>>;
  close(): void;
};

const DEADLINE_MS = 120_000;
const CHILD_MEMORY_MB = 600;
/** pdf.js reserves as much as a PDF is long, and fills in what it reads of it. */
const RESERVES_MB = 4000;

/** Starts no process until there is something to read. */
export function createLayerReader(deps: {
  readonly startChild: StartChild;
  readonly module: URL;
  readonly machine: Machine;
}): LayerReader {
  const pool = createChildPool<ExportCalls>({
    ...deps,
    children: 1,
    memoryMb: CHILD_MEMORY_MB,
    reservesMb: RESERVES_MB,
  });
  return {
    async read(file, indexes) {
      const call = pool.run({
        call: (far) => far.layers({ file, indexes }),
        deadlineMs: DEADLINE_MS,
        urgent: false,
      });
      const read = await call;
      if (read.ok) return read.value;
      return read.code === 'CRASHED' ? fail('BROKEN') : read;
    },
    close: () => pool.close(),
  };
}
