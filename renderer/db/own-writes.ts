/**
 * What was refused and is written later follows upon what its author saw then. What they typed over it meanwhile saw the same
 * and their own text: it follows upon that, and nobody is in conflict with themselves.
 */
import type { Change, Edit } from '../../shared/sync/change.ts';
import type { OpId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { headsOf, isSameJson } from '../../shared/sync/view.ts';

export type OwnWrites = {
  /** The change as it is to be sent: upon one's own late writings, where its author saw what those were upon. */
  follow(change: Change): Change;
  /** Notes what a change, as its author made it, has left. `isLate`: it had been refused before. */
  wrote(change: Change, states: readonly RecordState[], isLate: boolean): void;
};

export function createOwnWrites(): OwnWrites {
  /** One's own value, by the field and the heads that it was written upon. */
  const late = new Map<string, readonly OpId[]>();

  const followed = (edit: Edit): Edit => {
    const p = Object.entries(edit.p).map(([field, seen]): [string, OpId[]] => [
      field,
      [...(late.get(keyOf(edit, field)) ?? seen)],
    ]);
    return { ...edit, p: Object.fromEntries(p) };
  };
  return {
    follow: (change) => (late.size === 0 ? change : { ...change, edits: change.edits.map(followed) }),
    wrote(change, states, isLate) {
      for (const edit of change.edits) {
        const state = states.find(({ id }) => id === edit.rec);
        for (const [field, value] of Object.entries(edit.f)) {
          const key = keyOf(edit, field);
          if (state === undefined || !(isLate || late.has(key))) continue;
          // Another's head beside it was not seen.
          const own = headsOf(state, field).filter(({ v }) => isSameJson(v, value));
          if (own.length > 0)
            late.set(
              key,
              own.map(({ id }) => id),
            );
        }
      }
    },
  };
}

function keyOf({ rec, p }: Edit, field: string): string {
  return [rec, field, ...(p[field] ?? [])].join(' ');
}
