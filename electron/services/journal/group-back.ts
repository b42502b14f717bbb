/** What takes a group of changes back, such as an import: what it made goes into the bin, what it wrote over comes back. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { isSheaf } from '../../../shared/model/sheaf.ts';
import type { Json } from '../../../shared/json.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { applyOp } from '../../../shared/sync/reducer.ts';
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { opsOfRecord } from './ops-of-record.ts';
import type { RecordStore } from './record-store.ts';

export type GroupBack = {
  /** How many records it is about. */
  readonly records: number;
  /** Read one by one: a large import is not held in memory. */
  edits(): Generator<Edit>;
};

/** A value that cannot be told here. */
const AWAY = Symbol('away');

/** What a sheaf has that nobody wrote anything about. */
const BARE_SHEAF: ReadonlySet<string> = new Set(['parent', 'order']);

export function createGroupBack(db: Database, records: RecordStore): (group: RecordId) => GroupBack {
  const born = `SELECT ops.rec, ops.n FROM commands JOIN ops ON ops.n = commands.n WHERE commands.grp = ?`;
  const made = db.prepare<{ id: string }>(
    `SELECT id FROM records WHERE deleted = 0 AND (id, born) IN (${born})`,
  );
  const parents = db.prepare<{ parent: string }>(
    `SELECT DISTINCT parent FROM records
      WHERE t = 'page' AND deleted = 0 AND parent IS NOT NULL AND (id, born) IN (${born})`,
  );
  const changed = db.prepare<{ id: string }>(
    `SELECT DISTINCT records.id AS id FROM commands JOIN ops ON ops.n = commands.n JOIN records ON records.id = ops.rec
      WHERE commands.grp = ? AND records.deleted = 0 AND records.born <> ops.n`,
  );
  const numbers = db.prepare<{ n: number }>('SELECT n FROM commands WHERE grp = ?');
  const opsOf = opsOfRecord(db);

  const viewAt = (id: RecordId): RecordView | null => {
    const state = records.read(id);
    return state === null ? null : viewOf(state);
  };

  /** The values that stood before the group's transactions wrote over them, where nobody has written since; null for none. */
  function writtenOver(id: RecordId, ofGroup: ReadonlySet<number>): Edit | null {
    const now = viewAt(id);
    if (now === null) return null;
    const before = new Map<string, Json | typeof AWAY>();
    const own = new Set<OpId>();
    const applied = new Set<OpId>();
    let state: RecordState | null = null;
    for (const { n, op } of opsOf(id)) {
      const seen: RecordView['values'] = state === null ? {} : viewOf(state).values;
      if (ofGroup.has(n) && op.k === 'set') {
        own.add(op.id);
        for (const field of Object.keys(op.f)) {
          // What stood before may be at the centre only; nobody's value is emptied for not being known here.
          const isKnown = (op.p[field] ?? []).every((name) => applied.has(name));
          if (!before.has(field)) before.set(field, isKnown ? (seen[field] ?? null) : AWAY);
        }
      }
      state = applyOp(state, op, (other) => applied.has(other));
      applied.add(op.id);
    }
    const fields = [...before].flatMap(([field, value]): [string, Json][] => {
      const isOurs = field !== DELETED_FIELD && (now.heads[field] ?? []).every((head) => own.has(head));
      return isOurs && value !== AWAY ? [[field, value]] : [];
    });
    return fields.length === 0 ? null : setFields(now, Object.fromEntries(fields));
  }

  /** Sheaves that lose their last page, and that nobody wrote anything about: a unit is left as it was found. */
  function emptied(group: RecordId, gone: ReadonlySet<RecordId>): RecordView[] {
    return parents.all(group).flatMap(({ parent }) => {
      const view = gone.has(parent) ? null : viewAt(parent);
      const isBare =
        view !== null && isSheaf(view) && Object.keys(view.values).every((field) => BARE_SHEAF.has(field));
      return isBare && records.liveChildren(parent).every((id) => gone.has(id)) ? [view] : [];
    });
  }

  return (group) => {
    const gone = new Set(made.all(group).map(({ id }) => id));
    const ofGroup = new Set(numbers.all(group).map(({ n }) => n));
    const over = changed
      .all(group)
      .filter(({ id }) => !gone.has(id))
      .flatMap(({ id }) => writtenOver(id, ofGroup) ?? []);
    const sheaves = emptied(group, gone);
    return {
      records: gone.size + over.length,
      *edits() {
        for (const id of gone) {
          const view = viewAt(id);
          if (view !== null) yield deleteRecord(view);
        }
        yield* over;
        for (const sheaf of sheaves) yield deleteRecord(sheaf);
      },
    };
  };
}
