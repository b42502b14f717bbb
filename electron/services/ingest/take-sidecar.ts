/** Taking the texts of an import in, when all its scans are: each becomes the text of the pages that it lies beside. */
import type { Json } from '../../../shared/json.ts';
import type { FileChange, FileRow, ImportRow } from '../jobs/jobs-calls.ts';
import { createScanFinder, isSidecar, sidecarRank, type ScanFinder } from '../texts/sidecar-names.ts';
import type { SidecarScan } from '../texts/sidecars.ts';
import { dropPart } from './finish-import.ts';
import type { IngestContext } from './ingest-context.ts';
import type { Receiving } from './receive-file.ts';

const FILES_AT_ONCE = 1000;

/** Whether a file waits until the import's scans are in. */
export function isTextFile(
  { sidecars }: Pick<IngestContext, 'sidecars'>,
  { path }: { path: string },
): boolean {
  return sidecars !== undefined && isSidecar(path);
}

/** Brings all received texts of an import to their end; each step can be repeated after a kill. */
export async function takeSidecars(
  context: IngestContext,
  receiving: Receiving,
  row: ImportRow,
  isStopped: () => boolean,
  tell: () => Promise<void>,
): Promise<void> {
  const { sidecars } = context;
  if (sidecars === undefined) return;
  const all = await filesOf(context, row.id);
  const texts = all.filter((file) => file.state === 'received' && isSidecar(file.path));
  // A scan that came while the others were taken in wakes the job once more: its text waits for it.
  if (texts.length === 0 || all.some(isScanOnItsWay)) return;
  const find = createScanFinder(all.flatMap(toScan));
  for (const file of texts.sort((a, b) => sidecarRank(a.path) - sidecarRank(b.path) || a.no - b.no)) {
    if (isStopped()) return;
    await take(context, receiving, row, file, find);
    context.changed(row.id);
    await tell();
  }
  await sidecars.seal(row.id);
}

async function filesOf({ store }: IngestContext, id: string): Promise<FileRow[]> {
  const files: FileRow[] = [];
  for (;;) {
    const some = await store.files({ import: id, after: files.at(-1)?.no ?? -1, limit: FILES_AT_ONCE });
    if (some.length === 0) return files;
    files.push(...some);
  }
}

function isScanOnItsWay({ path, state }: FileRow): boolean {
  return (state === 'received' || state === 'judged') && !isSidecar(path);
}

/** A scan counts by its name as it came, whether its bytes were new or known. */
function toScan({ path, state, sha256, document, bound }: FileRow): SidecarScan[] {
  const shownIn = bound?.at?.sheaf ?? document;
  const isIn = (state === 'stored' || state === 'known') && !isSidecar(path);
  return isIn && shownIn !== null && sha256 !== null ? [{ path, document: shownIn, sha256 }] : [];
}

async function take(
  context: IngestContext,
  receiving: Receiving,
  row: ImportRow,
  file: FileRow,
  find: ScanFinder<SidecarScan>,
): Promise<void> {
  const { sidecars, vault, store } = context;
  const change = (change: FileChange) => store.changeFile({ import: file.import, no: file.no, change });
  const part = receiving.partOf(file);
  const path = part ?? (await placeOf(context, file));
  if (path === null || sidecars === undefined) return change({ state: 'expected' }).then(() => undefined);
  const ready = await sidecars.prepare(row.id, find(file.path), {
    path,
    name: file.path,
    isKept: part === null,
  });
  if (!ready.ok) {
    await dropPart(vault, file);
    receiving.forget(file);
    await change({ state: 'refused', code: ready.code });
    return;
  }
  await vault.keep(file.batch, file.no, metaOf(row, file, ready.value.document));
  receiving.forget(file);
  await sidecars.write(row.id, ready.value);
  await change({ state: 'stored', document: ready.value.document });
}

/** What stands in the vault's receipts: no scan, so no start makes a document of it. */
function metaOf(row: ImportRow, file: FileRow, document: string): Json {
  return { v: 1, kind: 'sidecar', import: row.id, no: file.no, name: file.path, document };
}

/** Kept before a kill, its part is no part any more. */
async function placeOf({ vault }: IngestContext, { sha256 }: FileRow): Promise<string | null> {
  return sha256 === null ? null : ((await vault.locate(sha256))?.path ?? null);
}
