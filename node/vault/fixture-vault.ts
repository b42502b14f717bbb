/** For tests: a vault in a folder of its own, and bytes to put into it. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault } from './vault.ts';
import type { Vault } from './vault-types.ts';

export const ARCHIVE = '0190d1b2-0000-7000-8000-00000000000a';
export const PERSON = '0190d1b2-0000-7000-8000-00000000000b';
export const BATCH = '0190d1b2-0000-7000-8000-00000000000c';

export type VaultPlace = {
  /** The vault's folder. */
  readonly folder: string;
  /** Opens it; an earlier opening is closed. */
  open(archive?: string): Promise<Vault>;
  remove(): Promise<void>;
};

/** Makes the place; `parent` when it must lie on a certain disk. */
export async function makeVaultPlace(parent = tmpdir()): Promise<VaultPlace> {
  const folder = join(await mkdtemp(join(parent, 'vault-')), 'vault');
  let vault: Vault | undefined;
  const close = async () => {
    await vault?.close();
    vault = undefined;
  };
  return {
    folder,
    async open(archive = ARCHIVE) {
      await close();
      vault = await openVault({ folder, archive, thread: new URL('./vault-thread.ts', import.meta.url) });
      return vault;
    },
    async remove() {
      await close();
      await rm(join(folder, '..'), { recursive: true, force: true });
    },
  };
}

/** Opens the batch, receives texts under numbers from 0, and keeps them. */
export async function bringIn(vault: Vault, batch: string, texts: readonly string[]): Promise<void> {
  await vault.openBatch({ id: batch, label: 'Ф. Р-5 Оп. 1 Д. 123', createdBy: PERSON });
  for (const [no, text] of texts.entries()) {
    await vault.receive(batch, no, `іс 123/парақ ${no}.TIF`, chunks(text));
    await vault.keep(batch, no, { leaf: no });
  }
}

export async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
