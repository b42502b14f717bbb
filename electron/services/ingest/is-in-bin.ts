import { viewOf } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';

/** Deeper than any chain of levels; a longer one is a ring that two stations made. */
const MAX_DEPTH = 50;

/** Whether a record, or one above it, is in the bin or does not exist: what is put there is seen by nobody. */
export async function isInBin(journal: Journal, record: string): Promise<boolean> {
  let at: unknown = record;
  for (let depth = 0; typeof at === 'string' && depth < MAX_DEPTH; depth++) {
    const [state] = await journal.state([at]);
    const view = state === undefined ? null : viewOf(state);
    if (view === null || view.deleted) return true;
    at = view.values['parent'];
  }
  return false;
}
