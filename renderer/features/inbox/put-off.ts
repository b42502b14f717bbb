/** What a person has put off: it goes to the end of the list for as long as the window is open, and stays undecided for all. */
import type { RecordId } from '../../../shared/sync/op.ts';
import { createStore } from '../../db/store.ts';
import { useStore } from '../../db/use-live.ts';

const store = createStore<ReadonlySet<RecordId>>(new Set());

export function usePutOff(): ReadonlySet<RecordId> {
  return useStore(store);
}

/** Put off once more, it goes behind all others that were. */
export function putOff(id: RecordId): void {
  store.set(new Set([...[...store.get()].filter((each) => each !== id), id]));
}
