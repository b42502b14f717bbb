/**
 * What a start finds of earlier runs. The vault's receipts are believed over `jobs.db`: a kept file gets its records even
 * when the program ended before they were written, or `jobs.db` was lost.
 */
import type { KeptFile, OpenBatch, ReceivedFile } from '../../../node/vault/vault-types.ts';
import type { FileRow } from '../jobs/jobs-calls.ts';
import type { IngestContext } from './ingest-context.ts';
import { keptMetaSchema, type KeptMeta } from './kept-meta.ts';
import type { Receiving } from './receive-file.ts';

/**
 * Brings `jobs.db` up to what the vault holds. Before the queue starts: a job that ran without knowing where its parts lie
 * would take them for files that never came.
 */
export async function takeUpBatches(context: IngestContext, receiving: Receiving): Promise<void> {
  for (const batch of await context.vault.openBatches()) {
    for (const file of batch.kept) await takeUpKept(context, batch, file);
    for (const file of batch.received) await takeUpReceived(context, receiving, batch, file);
  }
}

/** Wakes every import that has something to do. */
export async function wakeImports(context: IngestContext): Promise<void> {
  const { store } = context;
  for (const row of await store.imports(null)) {
    // Nobody is sending any more: what was announced and did not come waits for a person.
    await store.setImportState({ id: row.id, state: 'interrupted', from: ['open'] });
    const { received = 0, judged = 0, expected = 0 } = await store.counts(row.id);
    const isEnding = row.state === 'running' || (row.state === 'cancelled' && expected > 0);
    if (isEnding || received + judged > 0) await context.wakeImport(row.id);
    else if (expected === 0 && row.state === 'open') context.changed(row.id);
  }
}

async function takeUpKept(context: IngestContext, batch: OpenBatch, file: KeptFile): Promise<void> {
  const { store } = context;
  const parsed = keptMetaSchema.safeParse(file.meta);
  // Kept by another part of the program.
  if (!parsed.success) return;
  const meta = parsed.data;
  const row = await store.file({ import: meta.import, no: meta.no });
  if (row !== null && (row.state === 'stored' || row.state === 'known')) return;
  await store.addImport({
    id: meta.import,
    source: meta.source,
    begun: meta.begun,
    parent: meta.parent,
    state: 'interrupted',
  });
  await store.putFile(judgedRow(meta, batch.id));
}

function judgedRow(meta: KeptMeta, batch: string): FileRow {
  return {
    import: meta.import,
    no: meta.no,
    path: meta.name,
    size: meta.size,
    state: 'judged',
    batch,
    place: meta.place,
    code: null,
    warnings: meta.warnings,
    sha256: meta.sha256,
    mime: meta.mime,
    pages: meta.pages,
    document: meta.document,
    opening: meta.opening,
    derived: 0,
    bound: meta.bound,
  };
}

/** Parts of files that nobody announced (their `jobs.db` is lost) are taken away: their sender still has them. */
async function takeUpReceived(
  context: IngestContext,
  receiving: Receiving,
  batch: OpenBatch,
  file: ReceivedFile,
): Promise<void> {
  const { store, vault } = context;
  const row = await store.fileInBatch({ batch: batch.id, no: file.no });
  if (row === null || row.state === 'refused') return vault.drop(batch.id, file.no);
  receiving.remember(row, file.path);
  if (row.state !== 'expected') return;
  if (row.size !== file.size) return vault.drop(batch.id, file.no);
  await store.changeFile({
    import: row.import,
    no: row.no,
    change: { state: 'received', sha256: file.sha256 },
  });
}
