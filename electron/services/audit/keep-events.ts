/**
 * Events into the vault: a batch for each month, open while the month lasts and then sealed like any other. So they are
 * verified, backed up, restored and moved as scans are, and an object's history is found by anyone who can read OCFL.
 */
import { z } from 'zod';
import type { OpenBatch, Vault } from '../../../node/vault/vault-types.ts';
import { TroubleError } from '../../../shared/result.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { listInbox, readInbox, removeFromInbox } from './audit-inbox.ts';

/** By this label its batches are known again. */
export const EVENT_BATCH = 'audit';
const metaSchema = z.object({ kind: z.literal(EVENT_BATCH) });

export type KeepEventsDeps = {
  readonly folder: string;
  readonly archive: string;
  readonly person: string;
  readonly vault: Pick<Vault, 'openBatch' | 'openBatches' | 'receive' | 'keep' | 'drop' | 'seal'>;
  readonly now: () => number;
};

/** Takes in what waits, and seals the batches of months that are over. May be cut anywhere, and done again. */
export async function keepEvents(deps: KeepEventsDeps): Promise<number> {
  const { folder, vault } = deps;
  const waiting = await listInbox(folder);
  if (waiting.length === 0) return 0;
  const batch = await openMonth(deps);
  const files = (await vault.openBatches()).find(({ id }) => id === batch);
  await dropReceived(vault, files);
  let no = 1 + Math.max(-1, ...(files?.kept ?? []).map((file) => file.no));
  for (const name of waiting) {
    const { text } = await readInbox(folder, name);
    await vault.receive(batch, no, name, once(text));
    await vault.keep(batch, no, { v: 1, kind: EVENT_BATCH });
    await removeFromInbox(folder, name);
    no++;
  }
  for (const open of await vault.openBatches()) {
    if (open.id === batch || !isOfEvents(open)) continue;
    await dropReceived(vault, open);
    await vault.seal(open.id);
  }
  return waiting.length;
}

/** By what it holds: a person may import a folder of that name. */
function isOfEvents({ label, kept }: OpenBatch): boolean {
  const isEvent = ({ meta }: OpenBatch['kept'][number]) => metaSchema.safeParse(meta).success;
  return label === EVENT_BATCH && kept.length > 0 && kept.every(isEvent);
}

/** What a kill cut off before it was kept waits in the inbox still; left undecided it would keep the batch from being sealed. */
async function dropReceived(vault: Pick<Vault, 'drop'>, batch: OpenBatch | undefined): Promise<void> {
  if (batch === undefined) return;
  for (const { no } of batch.received) await vault.drop(batch.id, no);
}

/** The batch of this month; another one when it has been sealed, because a clock went back. */
async function openMonth({ archive, person, vault, now }: KeepEventsDeps): Promise<string> {
  const month = new Date(now()).toISOString().slice(0, 7);
  for (let turn = 0; ; turn++) {
    const id = derivedId(archive, `${EVENT_BATCH} ${month} ${turn}`);
    try {
      await vault.openBatch({ id, label: EVENT_BATCH, createdBy: person });
      return id;
    } catch (error) {
      if (!(error instanceof TroubleError) || error.code !== 'VAULT_BATCH_SEALED') throw error;
    }
  }
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
