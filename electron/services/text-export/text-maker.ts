/** Work on texts that takes CPU or reads strangers' files, done in a killable process; answers always come. */
import type { StartChild } from '../../../node/calls/child.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { createChildPool } from '../decode/child-pool.ts';
import type { SidecarPage } from '../texts/read-sidecar.ts';
import type { ExportCalls } from './export-child.ts';
import type { PageSource, PdfPart } from './page-to-export.ts';

export type TextMaker = {
  /** A page's text as ALTO; null when it has none. */
  alto(source: PageSource): Promise<Result<string | null, string>>;
  /** What a PDF needs of a page beside its picture, which lies at `jpeg`. */
  pdf(source: PageSource, jpeg: string | null): Promise<Result<PdfPart, string>>;
  /** The pages of a text that came beside a scan. Codes: EMPTY, TEXT_BROKEN, TOO_LARGE, TOO_SLOW. */
  sidecar(path: string, name: string, scan: string): Promise<Result<SidecarPage[], string>>;
  close(): void;
};

const DEADLINE_MS = 60_000;
const CHILD_MEMORY_MB = 600;
/** pdf.js reserves as much as a PDF is long, and fills in what it reads of it. */
const RESERVES_MB = 4000;

/** Starts no process until there is something to do. */
export function createTextMaker(deps: { readonly startChild: StartChild; readonly module: URL }): TextMaker {
  const pool = createChildPool<ExportCalls>({
    ...deps,
    children: 1,
    memoryMb: CHILD_MEMORY_MB,
    reservesMb: RESERVES_MB,
  });
  const limits = { deadlineMs: DEADLINE_MS, urgent: true } as const;
  return {
    alto: (source) => made(pool.run({ call: (far) => far.alto(source), ...limits })),
    pdf: (source, jpeg) => made(pool.run({ call: (far) => far.pdf({ source, jpeg }), ...limits })),
    async sidecar(path, name, scan) {
      const read = await pool.run({ call: (far) => far.sidecar({ path, name, scan }), ...limits });
      if (read.ok) return read.value;
      return fail(read.code === 'CRASHED' ? 'TEXT_BROKEN' : read.code);
    },
    close: () => pool.close(),
  };
}

async function made<T>(answer: Promise<Result<T, string>>): Promise<Result<T, string>> {
  const done = await answer;
  return done.ok || done.code !== 'CRASHED' ? done : fail('INTERNAL');
}
