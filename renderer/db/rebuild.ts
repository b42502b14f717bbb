/** Fills a new copy of the catalogue from the journal's state rows, then follows to its head; never replays ops. */
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { fail, TroubleError, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { fillStates } from './apply.ts';
import { followTo } from './follow.ts';
import type { CatalogueDatabase, DeskDatabase } from './database.ts';
import {
  listGenerations,
  openGeneration,
  pointedTo,
  pointTo,
  sweepGenerations,
  type OpenCopy,
} from './generations.ts';
import type { Standing } from './rows.ts';

/** Records of one slice: big enough to be quick, small enough that the window stays alive between two. */
const SLICE = 1000;

type CopyDeps = {
  readonly host: HostClient;
  readonly archive: RecordId;
  /** Called after each slice with the number of records written. */
  readonly onProgress: (done: number) => void;
};

export type GenerationDeps = CopyDeps & {
  readonly desk: DeskDatabase;
  /** Called with the new database before anything is written. */
  readonly onOpened: (db: CatalogueDatabase) => void;
};

/**
 * Fills a new generation from the journal and points the desk to it when it is whole. On trouble it throws a
 * `TroubleError` or IndexedDB's error, and the half-filled one is swept away by the next go.
 */
export async function makeGeneration(deps: GenerationDeps): Promise<OpenCopy> {
  const { archive, desk } = deps;
  const pointed = (await pointedTo(desk, archive)) ?? 0;
  await sweepGenerations(archive, pointed);
  const generation = Math.max(pointed, ...(await listGenerations(archive))) + 1;
  const opened = await openGeneration(archive, generation);
  if (!opened.ok) throw new TroubleError(opened.code);
  const db = opened.value;
  deps.onOpened(db);
  try {
    const filled = await rebuildCopy(db, deps);
    if (!filled.ok) throw new TroubleError(filled.code, filled.details);
    await pointTo(desk, archive, generation);
    return { db, generation, archive, standing: filled.value, isEmpty: false };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Fills the empty `db` and answers where in the journal it stands then. What is written meanwhile comes by
 * `journal.changes` from the number before the first slice. Errors: JOURNAL_WENT_BACK; those of the host's calls.
 */
async function rebuildCopy(db: CatalogueDatabase, deps: CopyDeps): Promise<Result<Standing, string>> {
  const { host, archive, onProgress } = deps;
  let slice = await host.call('journal.states', { after: null, limit: SLICE });
  let begun: Standing | null = null;
  let last = 0;
  let done = 0;
  for (;;) {
    if (!slice.ok) return slice;
    const { n, mark, next, states } = slice.value;
    begun ??= { n, mark };
    // Restored from a backup in the midst: what the slices before told may be of a future that is gone.
    if (n < last) return fail('JOURNAL_WENT_BACK');
    last = n;
    // The next slice is read and parsed by the host while this one is written.
    const coming = next === null ? null : host.call('journal.states', { after: next, limit: SLICE });
    await fillStates(db, { n, states });
    done += states.length;
    onProgress(done);
    if (coming === null) break;
    slice = await coming;
  }
  await db.meta.put({ key: 'cursor', archive, ...begun });
  return followTo(db, deps, begun);
}
