/**
 * Opens the journal of a folder, or after `sync.join` an empty one of the archive that it joined. A folder in which somebody has
 * worked since is left as it is, and opens as before.
 */
import type { Log } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import { openJournal, type Journal, type JournalDeps } from '../journal/journal.ts';
import { forgetJoinMark, readJoinMark } from './join-mark.ts';

/** Errors: those of `openJournal`, but ARCHIVE_NOT_EMPTY. */
export async function openOrJoin(deps: Omit<JournalDeps, 'join'>, log: Log): Promise<Journal> {
  const join = await readJoinMark(deps.folder);
  if (join === null) return openJournal(deps);
  try {
    const journal = await openJournal({ ...deps, join });
    await forgetJoinMark(deps.folder);
    log.info('sync.joined');
    return journal;
  } catch (error) {
    if (!(error instanceof TroubleError && error.code === 'ARCHIVE_NOT_EMPTY')) throw error;
    await forgetJoinMark(deps.folder);
    log.error('sync.not_joined', error);
    return openJournal(deps);
  }
}
