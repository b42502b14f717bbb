/** What the values of a conflict come from: the newest value of the field that every one of their authors had seen. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { TroubleError } from '../../../shared/result.ts';
import { decodeOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import { compareOps } from '../../../shared/sync/op-id.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { headsOf } from '../../../shared/sync/view.ts';
import type { RecordStore } from './record-store.ts';

export type Conflict = Output<'record.conflict'>;
type Base = Conflict['base'];

/** The ops of one field by their ids, and which each of them named as its predecessors. */
type FieldOps = ReadonlyMap<OpId, KnownOp>;

/** The heads of a field, the shown one last, and their base. @throws TroubleError NO_SUCH_RECORD */
export function readConflict(
  db: Database,
  records: Pick<RecordStore, 'read'>,
  { id, field }: { readonly id: RecordId; readonly field: string },
): Omit<Conflict, 'n'> {
  const state = records.read(id);
  if (state === null) throw new TroubleError('NO_SUCH_RECORD', { rec: id });
  const heads = headsOf(state, field).map((head) => ({ id: head.id, at: head.h, by: head.u, value: head.v }));
  const ids = heads.map((head) => head.id);
  return { heads, base: ids.length === 0 ? { state: 'none' } : baseOf(fieldOps(db, id, field), ids, field) };
}

function fieldOps(db: Database, rec: RecordId, field: string): FieldOps {
  const ops = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE rec = ? AND applied = 1');
  const found = new Map<OpId, KnownOp>();
  for (const { bytes } of ops.each(rec)) {
    const decoded = decodeOp(bytes);
    if (decoded.ok && decoded.value.known && Object.hasOwn(decoded.value.op.f, field))
      found.set(decoded.value.op.id, decoded.value.op);
  }
  return found;
}

/** Of what all heads descend from, the newest that none of the others descends from. */
function baseOf(ops: FieldOps, heads: readonly OpId[], field: string): Base {
  let isAway = false;
  const ancestors = (from: OpId): Set<OpId> => {
    const seen = new Set<OpId>();
    const open = [from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const op = ops.get(id);
      if (op === undefined) isAway = true;
      for (const before of op?.p[field] ?? []) {
        if (seen.has(before)) continue;
        seen.add(before);
        open.push(before);
      }
    }
    return seen;
  };
  const [first = new Set<OpId>(), ...others] = heads.map(ancestors);
  const common = [...first].flatMap((id) => {
    const op = ops.get(id);
    return op !== undefined && others.every((seen) => seen.has(id)) ? [op] : [];
  });
  const surpassed = new Set(common.flatMap(({ id }) => [...ancestors(id)]));
  const newest = common
    .filter(({ id }) => !surpassed.has(id))
    .sort(compareOps)
    .at(-1);
  if (newest !== undefined)
    return { state: 'known', id: newest.id, at: newest.h, by: newest.u, value: newest.f[field] ?? null };
  return { state: isAway ? 'away' : 'none' };
}
