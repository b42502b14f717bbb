/** Taking one bound file in at once, for a scanner's folder: not behind what other imports have waiting. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { FileRefusal, FileWarning } from '../../../shared/rpc/contract-import.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { FileRow } from '../jobs/jobs-calls.ts';
import { boundPageId } from './bound-file.ts';
import type { IngestContext } from './ingest-context.ts';
import type { Receiving } from './receive-file.ts';
import type { FileTaker } from './take-in-file.ts';

type TakenPage =
  | {
      readonly state: 'stored' | 'known';
      readonly sha256: string;
      readonly mime: string;
      readonly warnings: readonly FileWarning[];
      /** The pages that show it; of a known file the one that did before. */
      readonly pages: readonly RecordId[];
    }
  | { readonly state: 'refused'; readonly code: FileRefusal };

export type TakePage = (importId: RecordId, no: number, path: string) => Promise<Result<TakenPage, string>>;

/**
 * Resolves when the file is stored and its pages are written, or when it is refused. Asked again at any time, also after a
 * kill, it gives the same pages and writes nothing twice. Codes: those of `Receiving.take`, NOT_TAKEN_IN.
 */
export function createTakePage(context: IngestContext, receiving: Receiving, taker: FileTaker): TakePage {
  const { store } = context;
  const inTurn = createTurns();

  return (importId, no, path) =>
    inTurn(`${importId}/${no}`, async () => {
      const before = await store.file({ import: importId, no });
      if (before?.state === 'expected' || before?.state === 'refused') {
        const taken = await receiving.take(importId, no, path);
        // A refusal stands in the file's row and is told below.
        const after = await store.file({ import: importId, no });
        if (!taken.ok && after?.state === 'expected') return taken;
      }
      const row = await store.import(importId);
      const received = await store.file({ import: importId, no });
      if (row === null || received === null) return fail('NO_SUCH_FILE');
      await taker.takeIn(row, received);
      context.changed(importId);
      return told(importId, no);
    });

  async function told(importId: RecordId, no: number): Promise<Result<TakenPage, string>> {
    const file = await store.file({ import: importId, no });
    if (file?.state === 'refused') return ok({ state: 'refused', code: file.code ?? 'UNREADABLE' });
    if (file === null || (file.state !== 'stored' && file.state !== 'known')) return fail('NOT_TAKEN_IN');
    const { state, warnings } = file;
    return ok({
      state,
      sha256: file.sha256 ?? '',
      mime: file.mime ?? '',
      warnings,
      pages: pagesOf(importId, file),
    });
  }
}

function pagesOf(importId: RecordId, { no, state, bound, pages }: FileRow): RecordId[] {
  const first = bound?.at?.page ?? null;
  if (first === null) return [];
  const further = state === 'known' ? 0 : (pages ?? 1) - 1;
  return [first, ...Array.from({ length: further }, (_, i) => boundPageId(importId, no, i + 1))];
}
