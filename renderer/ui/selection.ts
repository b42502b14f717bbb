/** What a person has chosen in the list or page strip; the inspector works on it. */
export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** The row that the keyboard is on. */
  readonly current: string | null;
};

export const NOTHING_SELECTED: Selection = { ids: new Set(), current: null };

/** The records chosen are held by the window, with what an act would do to each; a write itself takes any number. */
export const MOST_CHOSEN = 20_000;

/** More than an act may work on: such a choice can be looked at, not acted on. */
export function isTooMany(selection: Selection): boolean {
  return selection.ids.size > MOST_CHOSEN;
}
