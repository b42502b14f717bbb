/** Which slots lie in a record: it and all that hangs below it, at whatever depth. */
import type { RecordId } from '../../shared/sync/op.ts';
import type { SlotIndex } from './slot-index.ts';

const UNKNOWN = 0;
const BELOW = 1;
const ELSEWHERE = 2;
/** Far deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 64;

/** 1 for each living slot that lies in the record, whether that one is in the index itself or not. */
export function isBelow(index: SlotIndex, within: RecordId): Uint8Array {
  const { alive, parents } = index.table.columns;
  const known = new Uint8Array(index.used);
  const root = index.anySlotOf(within);
  if (root !== undefined) known[root] = BELOW;
  const way: number[] = [];
  for (let slot = 0; slot < index.used; slot++) {
    if (alive[slot] !== 1) continue;
    way.length = 0;
    let next = slot;
    while (next >= 0 && known[next] === UNKNOWN && way.length < MAX_DEPTH) {
      way.push(next);
      next = newestSlot(index, parents[next] ?? -1);
    }
    const found = next >= 0 && known[next] === BELOW ? BELOW : ELSEWHERE;
    for (const each of way) known[each] = found;
  }
  return known;
}

/** The slot that stands now for the record which an older slot may be of. */
function newestSlot(index: SlotIndex, slot: number): number {
  if (slot < 0 || index.table.columns.alive[slot] === 1) return slot;
  return index.anySlotOf(index.table.ids[slot] ?? '') ?? -1;
}
