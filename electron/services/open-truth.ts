/** The journal and the vault: what the data folder is there for. */
import path from 'node:path';
import type { HostGround } from './host-ground.ts';
import { openJournal, type Journal } from './journal/journal.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { openVault } from '../../node/vault/vault.ts';
import { TroubleError } from '../../shared/result.ts';
import { forgetJoinMark, readJoinMark } from './sync/join-mark.ts';

export type Truth = { readonly journal: Journal; readonly vault: Vault };

/** Errors: what the journal and the vault cannot start with. */
export async function openTruth(ground: HostGround): Promise<Truth> {
  const { dataFolder, modules, onFall, timings, closers } = ground;
  const journal = await openOrJoin(ground);
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

/**
 * The journal of the folder, or after `sync.join` an empty one of the archive that it joined. A folder in which somebody has worked
 * since is left as it is, and opens as before.
 */
async function openOrJoin(ground: HostGround): Promise<Journal> {
  const { dataFolder: folder, modules, emit, now, onFall, log } = ground;
  const deps = { folder, thread: modules.journalThread, emit, onFall: onFall('journal'), now };
  const join = await readJoinMark(folder);
  if (join === null) return openJournal(deps);
  try {
    const journal = await openJournal({ ...deps, join });
    await forgetJoinMark(folder);
    log.info('sync.joined');
    return journal;
  } catch (error) {
    if (!(error instanceof TroubleError && error.code === 'ARCHIVE_NOT_EMPTY')) throw error;
    await forgetJoinMark(folder);
    log.error('sync.not_joined', error);
    return openJournal(deps);
  }
}
