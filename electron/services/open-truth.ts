/** The journal and the vault: what the data folder is there for. */
import path from 'node:path';
import type { HostGround } from './host-ground.ts';
import type { Journal } from './journal/journal.ts';
import { openOrJoin } from './sync/open-or-join.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { openVault } from '../../node/vault/vault.ts';

export type Truth = { readonly journal: Journal; readonly vault: Vault };

/** Errors: what the journal and the vault cannot start with. */
export async function openTruth(ground: HostGround): Promise<Truth> {
  const { dataFolder, modules, emit, now, onFall, log, timings, closers } = ground;
  const journal = await openOrJoin(
    { folder: dataFolder, thread: modules.journalThread, emit, onFall: onFall('journal'), now },
    log,
  );
  closers.push(['journal', () => journal.close()]);
  timings.mark('journal');
  const vault = await openVault({
    folder: path.join(dataFolder, 'vault'),
    thread: modules.vaultThread,
    archive: journal.archive,
    onFall: onFall('vault'),
  });
  closers.push(['vault', () => vault.close()]);
  timings.mark('vault');
  return { journal, vault };
}
