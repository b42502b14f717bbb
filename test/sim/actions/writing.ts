/**
 * What people write. Every value is fresh, so that the oracles know each one by itself and what its author had in sight;
 * the edits are made by the shipped functions that windows use.
 */
import { must } from '../../../shared/must.ts';
import type { Json } from '../../../shared/json.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { headsOf, viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { SeededIds } from '../seeded-ids.ts';
import { tokenIn, type Ledger } from '../ledger.ts';
import type { Action } from '../script.ts';

export type WritingDeps = {
  readonly ledger: Ledger;
  readonly ids: SeededIds;
  /** The records of the station as they stand, in the order in which it met them. */
  readonly states: readonly RecordState[];
};

/** Fields that every level has; few, so that people meet in them. */
const FIELDS = ['title/ru', 'title/kk', 'scope/ru', 'extent', 'number'] as const;
const BELOW: Readonly<Record<string, string>> = {
  archive: 'fonds',
  fonds: 'inventory',
  inventory: 'unit',
  unit: 'document',
};
const LEVELS: ReadonlySet<string> = new Set(['fonds', 'inventory', 'unit', 'document']);
/** Two tags that everybody has; a tag's own record plays no part here. */
const TAGS = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'];

/** Actions that are a few edits of one act. */
type EditName = 'new' | 'edit' | 'text' | 'tag' | 'del' | 'undel' | 'move' | 'settle' | 'txn';

/** Notes a value with what its author sees in that field now. */
type Fresh = (state: { id: string; state: RecordState | null }, field: string, kind?: 'text') => Json;

export function createPen({ ledger, ids, states }: WritingDeps) {
  const levels = states.filter(({ t }) => LEVELS.has(t));
  const pick = (r: number): RecordState | null =>
    levels.length === 0 ? null : must(levels[r % levels.length], 'a record');

  /** What this very change has written to a field so far: its later edits take the place of its earlier ones. */
  const mine = new Map<string, number[]>();

  const fresh: Fresh = ({ id, state }, field, kind) => {
    const token = ledger.token();
    const heads = state === null ? [] : headsOf(state, field);
    const before = mine.get(`${id} ${field}`) ?? [];
    const seen = heads.map((head) => tokenIn(head.v)).filter((each) => each !== null);
    ledger.wrote(token, [...seen, ...before]);
    mine.set(`${id} ${field}`, [...before, token]);
    if (field === 'number') return { num: token };
    return kind === 'text' ? `Мазмұны #${token}\nекінші жол` : `Іс #${token}`;
  };

  const made = (r: number): Edit[] => {
    const parents = states.filter(({ t }) => BELOW[t] !== undefined);
    const parent = parents.length === 0 ? null : must(parents[r % parents.length], 'a parent');
    const level = parent === null ? 'fonds' : must(BELOW[parent.t], 'a level below');
    const id = ids.uuid();
    const at = { id, state: null };
    const fields = { 'title/ru': fresh(at, 'title/ru'), number: fresh(at, 'number') };
    const above = parent === null ? null : parent.t === 'archive' ? null : parent.id;
    return [newRecord(id, level, { parent: above, ...fields })];
  };

  const edited = (r: number, f: number): Edit[] => {
    const state = pick(r);
    if (state === null) return made(r);
    const field = must(FIELDS[f % FIELDS.length], 'a field');
    return [setFields(viewOf(state), { [field]: fresh({ id: state.id, state }, field) })];
  };

  const moved = (r: number, to: number): Edit[] => {
    const state = pick(r);
    const parents = states.filter(({ t }) => state !== null && BELOW[t] === state.t && t !== 'archive');
    const parent = parents[to % Math.max(1, parents.length)];
    return state === null || parent === undefined ? [] : [setFields(viewOf(state), { parent: parent.id })];
  };

  /** Settles the first conflict of a record by a value of its own. */
  const settled = (r: number): Edit[] => {
    const inConflict = levels.filter((state) => viewOf(state).conflicts.length > 0);
    const state = inConflict[r % Math.max(1, inConflict.length)];
    const field = state === undefined ? undefined : viewOf(state).conflicts[0];
    if (state === undefined || field === undefined) return [];
    const value =
      field === 'parent' ? viewOf(state).values['parent'] : fresh({ id: state.id, state }, field, 'text');
    return [setFields(viewOf(state), { [field]: field === 'number' ? asNumber(value) : (value ?? null) })];
  };

  /** Several edits of several records, each record once, one of them new. */
  const several = (r: number, n: number): Edit[] => {
    const edits = new Map<string, Edit>();
    for (let i = 0; i < n; i++) {
      const [edit] = i === 1 ? made(r + i) : edited(r + i * 7, r + i);
      if (edit !== undefined && !edits.has(edit.rec)) edits.set(edit.rec, edit);
    }
    return [...edits.values()];
  };

  const onRecord = (r: number, make: (state: RecordState, view: RecordView) => Edit): Edit[] => {
    const state = pick(r);
    return state === null ? [] : [make(state, viewOf(state))];
  };

  const makers: { readonly [A in EditName]: (action: Extract<Action, { a: A }>) => Edit[] } = {
    new: ({ r }) => made(r),
    edit: ({ r, f }) => edited(r, f),
    text: ({ r }) =>
      onRecord(r, (state, view) =>
        setFields(view, { 'scope/kk': fresh({ id: state.id, state }, 'scope/kk', 'text') }),
      ),
    tag: ({ r, f, on }) => {
      const tag = must(TAGS[f % TAGS.length], 'a tag');
      return onRecord(r, (_, view) => setFields(view, { [`tags/${tag}`]: on }));
    },
    del: ({ r }) => onRecord(r, (_, view) => deleteRecord(view)),
    undel: ({ r }) => onRecord(r, (_, view) => restoreRecord(view)),
    move: ({ r, to }) => moved(r, to),
    settle: ({ r }) => settled(r),
    txn: ({ r, n }) => several(r, n),
  };

  return {
    edits: (action: Extract<Action, { a: EditName }>): Edit[] =>
      (makers[action.a] as (action: Action) => Edit[])(action),
    several,
  };
}

function asNumber(value: Json | undefined): Json {
  return { num: must(tokenIn(value), 'a fresh value') };
}
