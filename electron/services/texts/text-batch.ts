/** Texts on their way into the vault: one batch for each job, so that reading again never touches what was read before. */
import { z } from 'zod';
import type { OpenBatch, Vault } from '../../../node/vault/vault-types.ts';
import { recognisedTextSchema, type RecognisedText } from '../../../shared/model/record-types.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';

/** By this label its batches are known again. */
const TEXT_BATCH = 'text';

/** What stands beside a kept text in the vault's receipts: enough to write its record, should the program end between the two. */
const keptTextSchema = z.object({
  v: z.literal(1),
  kind: z.literal(TEXT_BATCH),
  page: recordIdSchema,
  text: recognisedTextSchema,
});

export type TextBatch = {
  /** The text of a page that an earlier run kept and did not write into the journal. */
  kept(page: RecordId): RecognisedText | null;
  /** Keeps a page's ALTO; it is stored when this answers. */
  keep(page: RecordId, alto: string, about: Omit<RecognisedText, 'sha256'>): Promise<RecognisedText>;
  /** Makes an object of what was kept; leaves nothing when that is nothing. */
  seal(): Promise<void>;
};

/** Begins a job's batch or takes it up again. VAULT_BATCH_SEALED: the job was at its end. */
export async function openTextBatch(vault: Vault, id: string, createdBy: string): Promise<TextBatch> {
  await vault.openBatch({ id, label: TEXT_BATCH, createdBy });
  const found = (await vault.openBatches()).find((batch) => batch.id === id);
  const kept = keptTexts(found);
  await dropReceived(vault, found);
  let next = 1 + Math.max(-1, ...(found?.kept ?? []).map(({ no }) => no));
  return {
    kept: (page) => kept.get(page) ?? null,
    async keep(page, alto, about) {
      const no = next++;
      const { sha256 } = await vault.receive(id, no, `${page}.xml`, once(alto));
      const text: RecognisedText = { sha256, ...about };
      await vault.keep(id, no, { v: 1, kind: TEXT_BATCH, page, text });
      kept.set(page, text);
      return text;
    },
    seal: async () => void (await vault.seal(id)),
  };
}

/**
 * Makes objects of batches whose job will not go on: it was cancelled, it failed, or `jobs.db` is lost. What it kept is
 * handed to `note` before, because the program may have ended, or the disk been full, between keeping and writing it down.
 */
export async function sealLeftTexts(
  vault: Vault,
  isGoingOn: (job: string) => boolean,
  note: (job: string, kept: ReadonlyMap<RecordId, RecognisedText>) => Promise<void>,
): Promise<void> {
  for (const batch of await vault.openBatches()) {
    if (batch.label !== TEXT_BATCH || isGoingOn(batch.id)) continue;
    // A person may import a folder of that name.
    if (!isOfTexts(batch)) continue;
    await note(batch.id, keptTexts(batch));
    await dropReceived(vault, batch);
    await vault.seal(batch.id);
  }
}

function isOfTexts({ kept, received }: OpenBatch): boolean {
  return (
    kept.every(({ meta }) => keptTextSchema.safeParse(meta).success) &&
    received.every(({ logicalPath }) => /^[0-9a-f-]{36}\.xml$/u.test(logicalPath))
  );
}

/** What a kill cut off before it was kept is made again; left undecided it would keep the batch from being sealed. */
async function dropReceived(vault: Pick<Vault, 'drop'>, batch: OpenBatch | undefined): Promise<void> {
  if (batch === undefined) return;
  for (const { no } of batch.received) await vault.drop(batch.id, no);
}

function keptTexts(batch: OpenBatch | undefined): Map<RecordId, RecognisedText> {
  const texts = new Map<RecordId, RecognisedText>();
  for (const { meta } of batch?.kept ?? []) {
    const parsed = keptTextSchema.safeParse(meta);
    if (parsed.success) texts.set(parsed.data.page, parsed.data.text);
  }
  return texts;
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
