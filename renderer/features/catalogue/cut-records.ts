/** The records that were cut and wait for a place to be put in. They stay where they are until then. */
import { createStore } from '../../db/store.ts';
import { useStore } from '../../db/use-live.ts';

const NOTHING: ReadonlySet<string> = new Set();
const cut = createStore(NOTHING);

export function useCut(): ReadonlySet<string> {
  return useStore(cut);
}

export function cutRecords(ids: Iterable<string>): void {
  cut.set(new Set(ids));
}

export function forgetCut(): void {
  cut.set(NOTHING);
}
