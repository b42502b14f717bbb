/** An import's sum and its files as windows see them. */
import type { FileOutcome, ImportReport } from '../../../shared/rpc/contract-import.ts';
import type { FileCounts, FileRow, ImportRow } from '../jobs/jobs-calls.ts';

/** The sum of an import; seen = stored + known + refused + open, always. */
export function reportOf(row: ImportRow, counts: FileCounts): ImportReport {
  const { expected = 0, received = 0, judged = 0, stored = 0, known = 0, refused = 0 } = counts;
  const open = expected + received + judged;
  return {
    import: row.id,
    source: row.source,
    begun: row.begun,
    state: row.state,
    seen: stored + known + refused + open,
    stored,
    known,
    refused,
    open,
  };
}

/** What became of one file so far. */
export function outcomeOf(row: FileRow): FileOutcome {
  return {
    no: row.no,
    path: row.path,
    size: row.size,
    state: row.state === 'judged' ? 'received' : row.state,
    warnings: [...row.warnings],
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
    ...documentOf(row),
    ...boundOf(row),
    ...(row.pages === null ? {} : { pages: row.pages }),
  };
}

/** A document that is not written yet is none; a bound file that was not bound after all became one. */
function documentOf({ document, state, bound, warnings }: FileRow): Pick<FileOutcome, 'document'> {
  if (bound !== null && !warnings.includes('NOT_BOUND'))
    return bound.at === null ? {} : { document: bound.at.sheaf };
  return document === null || state === 'judged' ? {} : { document };
}

function boundOf({ bound }: FileRow): Pick<FileOutcome, 'bound'> {
  if (bound === null) return {};
  const leaf = bound.leaves[0]?.written;
  return {
    bound: {
      unit: bound.unit,
      ...(leaf === undefined ? {} : { leaf }),
      ...(bound.at === null ? {} : { page: bound.at.page }),
    },
  };
}
