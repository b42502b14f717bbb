/** What a person has chosen in the list or page strip; the inspector works on it. */
import { MAX_EDITS } from '../../shared/sync/change.ts';

export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** The row that the keyboard is on. */
  readonly current: string | null;
};

export const NOTHING_SELECTED: Selection = { ids: new Set(), current: null };

/** One act writes at most so many records, visible whole or not at all. */
export const MOST_CHOSEN = MAX_EDITS;

/** More than one act may change: such a choice can be looked at, not acted on. */
export function isTooMany(selection: Selection): boolean {
  return selection.ids.size > MOST_CHOSEN;
}
