/** The end of an import: nothing is on its way any more, its batches become objects of the vault. */
import type { Vault } from '../../../node/vault/vault-types.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Refusal } from '../../../shared/rpc/contract-import.ts';
import type { FileState } from '../jobs/jobs-calls.ts';
import type { IngestContext } from './ingest-context.ts';
import type { Receiving } from './receive-file.ts';

const FILES_AT_ONCE = 1000;

/** Seals an import that was finished by its window, when its last file is in; false when it has to wait. */
export async function finishImport(
  context: IngestContext,
  id: string,
  receiving: Receiving,
): Promise<boolean> {
  const { store } = context;
  const row = must(await store.import(id), 'an import that exists');
  if (row.state !== 'running') return row.state === 'done' || row.state === 'cancelled';
  await refuseAll(context, id, receiving, ['expected'], 'NEVER_ARRIVED');
  const { expected = 0, received = 0, judged = 0 } = await store.counts(id);
  if (expected + received + judged > 0 || receiving.isArrivingIn(id)) return false;
  await sealBatches(context, id);
  await store.setImportState({ id, state: 'done', from: ['running'] });
  context.changed(id);
  return true;
}

/** Ends a cancelled import: what is not stored is refused; false while bytes are still arriving. */
export async function clearUpImport(
  context: IngestContext,
  id: string,
  receiving: Receiving,
): Promise<boolean> {
  await refuseAll(context, id, receiving, ['expected', 'received'], 'CANCELLED');
  const { expected = 0, received = 0, judged = 0 } = await context.store.counts(id);
  if (expected + received + judged > 0 || receiving.isArrivingIn(id)) return false;
  await sealBatches(context, id);
  context.changed(id);
  return true;
}

/** Takes a file's part away; a batch that was never opened, or is an object by now, has none. */
export async function dropPart(vault: Vault, file: { batch: string; no: number }): Promise<void> {
  try {
    await vault.drop(file.batch, file.no);
  } catch (error) {
    if (!(error instanceof TroubleError && error.code === 'VAULT_NO_SUCH_BATCH')) throw error;
  }
}

/** Refuses every file in one of `states`, but for those that are arriving right now. */
async function refuseAll(
  context: IngestContext,
  id: string,
  receiving: Receiving,
  states: FileState[],
  code: Refusal,
): Promise<void> {
  const { store, vault } = context;
  let after = -1;
  for (;;) {
    const files = await store.filesIn({ import: id, states, after, limit: FILES_AT_ONCE });
    if (files.length === 0) return;
    for (const file of files) {
      after = file.no;
      if (receiving.isArriving(file)) continue;
      await dropPart(vault, file);
      receiving.forget(file);
      await store.changeFile({ import: id, no: file.no, change: { state: 'refused', code } });
    }
  }
}

/** Makes objects of all batches of an import; a batch without files leaves none. */
async function sealBatches({ store, vault }: IngestContext, id: string): Promise<void> {
  const sealed = new Set<string>();
  let after = -1;
  for (;;) {
    const files = await store.files({ import: id, after, limit: FILES_AT_ONCE });
    if (files.length === 0) return;
    for (const { batch, no } of files) {
      after = no;
      if (sealed.has(batch)) continue;
      sealed.add(batch);
      await vault.seal(batch);
    }
  }
}
