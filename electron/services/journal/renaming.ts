/** The new ids of what one session writes a second time: whoever had seen a value sees it under its new id too. */
import type { Edit } from '../../../shared/sync/change.ts';
import type { OpId } from '../../../shared/sync/op.ts';

/** No field has this name. Under it stands, in a deletion's predecessors, what its author had seen in whatever field. */
export const ALL_SEEN = '*';

export type Renaming = {
  /** `op` was made of `edit`, which writes again what these were. */
  note(edit: Edit, was: readonly OpId[], op: { readonly id: OpId; readonly f: object }): void;
  seenBy(edit: Edit): Edit;
};

/** By field: one op may be written again as two, each with some of its fields. */
export function createRenaming(): Renaming {
  const renamed = new Map<string, OpId[]>();
  const add = (field: string, from: OpId, to: OpId): void => {
    const key = `${field} ${from}`;
    renamed.set(key, [...(renamed.get(key) ?? []), to]);
  };
  return {
    note({ p }, was, op) {
      for (const id of was) {
        for (const field of Object.keys(op.f)) {
          if (Object.hasOwn(p, field) && p[field]?.includes(id) === true) add(field, id, op.id);
        }
        add(ALL_SEEN, id, op.id);
      }
    },
    seenBy(edit) {
      if (renamed.size === 0) return edit;
      const p = Object.entries(edit.p).map(([field, ids]): [string, OpId[]] => [
        field,
        ids.flatMap((id) => [id, ...(renamed.get(`${field} ${id}`) ?? [])]),
      ]);
      return { ...edit, p: Object.fromEntries(p) };
    },
  };
}
