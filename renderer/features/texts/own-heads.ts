/**
 * What an edit follows upon when the screen may not show one's own last edit yet: that edit, and nothing that its author has
 * not seen. Pure.
 */
type Written = {
  /** The heads upon which own edits of this register have followed, each in one line. */
  readonly before: ReadonlySet<string>;
  /** The heads as the last own edit left them. */
  readonly after: readonly string[];
};

export type OwnHeads = {
  /** The heads to write upon, for whoever saw these. */
  follow(key: string, seen: readonly string[]): readonly string[];
  /** Notes that an edit of whoever saw `seen` left the register with `after`. */
  wrote(key: string, seen: readonly string[], after: readonly string[]): void;
};

export function createOwnHeads(): OwnHeads {
  const written = new Map<string, Written>();
  return {
    follow(key, seen) {
      const own = written.get(key);
      return own?.before.has(lineOf(seen)) === true ? own.after : seen;
    },
    wrote(key, seen, after) {
      const own = written.get(key);
      const isOn = own?.before.has(lineOf(seen)) === true;
      // What a screen that lags behind may still show: all states of one's own chain but the last.
      const before = isOn ? [...own.before, lineOf(own.after)] : [lineOf(seen)];
      written.set(key, { before: new Set(before), after });
    },
  };
}

function lineOf(heads: readonly string[]): string {
  return heads.join(' ');
}
