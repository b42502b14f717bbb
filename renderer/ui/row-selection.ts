/** What a key or a press does to the selection of a list: pure, as people know it from their file manager. */

/** The rows of a list or tree in the order of the screen: an array, or what answers like one and is not laid out. */
export type Rows = Pick<readonly string[], 'length' | 'at' | 'indexOf' | 'slice'>;

export type SelectionState = {
  readonly ids: Rows;
  readonly selected: ReadonlySet<string>;
  /** Where a range began. */
  readonly anchor: string | null;
  readonly multiple: boolean;
};

export type Choice = {
  readonly selected: ReadonlySet<string>;
  readonly current: string;
  readonly anchor: string | null;
};

type Keys = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
};

function range(state: SelectionState, from: string, to: string): ReadonlySet<string> {
  const a = Math.max(0, state.ids.indexOf(from));
  const b = Math.max(0, state.ids.indexOf(to));
  return new Set(state.ids.slice(Math.min(a, b), Math.max(a, b) + 1));
}

function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** A press selects; with Ctrl it adds or takes away; with Shift it selects up to there. */
export function selectByPress(keys: Omit<Keys, 'key'>, id: string, state: SelectionState): Choice {
  if (state.multiple && keys.shiftKey) {
    const anchor = state.anchor ?? id;
    return { selected: range(state, anchor, id), current: id, anchor };
  }
  if (state.multiple && (keys.ctrlKey || keys.metaKey)) {
    return { selected: toggled(state.selected, id), current: id, anchor: id };
  }
  return { selected: new Set([id]), current: id, anchor: id };
}

type KeyState = SelectionState & { readonly current: string | null; readonly pageRows: number };

/** Arrows, Home, End and page keys move; with Shift they extend; Space toggles; Ctrl+A takes all. Null: not our key. */
export function selectByKey(keys: Keys, state: KeyState): Choice | null {
  const { ids, current, multiple } = state;
  const first = ids.at(0);
  if (first === undefined) return null;
  if (multiple && hasControl(keys) && keys.key.toLowerCase() === 'a') {
    return { selected: new Set(ids.slice()), current: current ?? first, anchor: first };
  }
  if (keys.key === ' ' && current !== null) {
    const selected = multiple ? toggled(state.selected, current) : new Set([current]);
    return { selected, current, anchor: current };
  }
  const index = current === null ? -1 : ids.indexOf(current);
  const target = targetOf(keys.key, index, ids.length, state.pageRows);
  return target === null
    ? null
    : moveTo(ids.at(Math.max(0, Math.min(ids.length - 1, target))) ?? first, keys, state);
}

function moveTo(id: string, keys: Keys, state: KeyState): Choice {
  if (state.multiple && keys.shiftKey) {
    const anchor = state.anchor ?? state.current ?? id;
    return { selected: range(state, anchor, id), current: id, anchor };
  }
  if (state.multiple && hasControl(keys)) {
    return { selected: state.selected, current: id, anchor: state.anchor };
  }
  return { selected: new Set([id]), current: id, anchor: id };
}

function hasControl(keys: Keys): boolean {
  return keys.ctrlKey || keys.metaKey;
}

function targetOf(key: string, index: number, length: number, pageRows: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    case 'PageDown':
      return index + pageRows;
    case 'PageUp':
      return index - pageRows;
    default:
      return null;
  }
}
