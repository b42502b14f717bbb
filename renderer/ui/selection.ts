/** What a person has chosen in the list or page strip; the inspector works on it. */
export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** The row that the keyboard is on. */
  readonly current: string | null;
};

export const NOTHING_SELECTED: Selection = { ids: new Set(), current: null };
