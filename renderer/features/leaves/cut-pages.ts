/** The pages that were cut and wait for a place in this sheaf or another one. They stay where they are until then. */
import { createStore } from '../../db/store.ts';
import { useStore } from '../../db/use-live.ts';

export type CutPages = { readonly sheaf: string; readonly ids: ReadonlySet<string> };

const NOTHING: CutPages = { sheaf: '', ids: new Set() };
const cut = createStore(NOTHING);

export function useCutPages(): CutPages {
  return useStore(cut);
}

export function cutPages(sheaf: string, ids: Iterable<string>): void {
  cut.set({ sheaf, ids: new Set(ids) });
}

export function forgetCutPages(): void {
  cut.set(NOTHING);
}
