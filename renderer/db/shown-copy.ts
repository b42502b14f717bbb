/** Which copy the screens read from, and the status that goes with it. */
import type { CatalogueStatus } from './catalogue-status.ts';
import type { CatalogueDatabase } from './database.ts';
import type { OpenCopy } from './generations.ts';
import type { WritableStore } from './store.ts';

export type ShownCopy = {
  /** Shows a copy that is complete and true; one shown before is closed. */
  show(current: OpenCopy): void;
  /** The shown copy stands at the journal's number `n`. */
  showReady(n: number): void;
  /** Something is wrong; what is on the screen stays. */
  showTrouble(code: string): void;
  /** The copy on show, if it is still open. */
  current(): OpenCopy | null;
  /** Takes the copy from the screens: it must not be read any longer. */
  hide(): void;
};

export function createShownCopy(
  copy: WritableStore<CatalogueDatabase | null>,
  status: WritableStore<CatalogueStatus>,
): ShownCopy {
  let generation = 0;
  let shown: OpenCopy | null = null;

  function showReady(n: number): void {
    const now = status.get();
    if (now.state === 'ready' && now.n === n && now.generation === generation) return;
    status.set({ state: 'ready', n, generation });
  }

  return {
    show(current) {
      const before = copy.get();
      generation = current.generation;
      shown = current;
      copy.set(current.db);
      if (before !== current.db) before?.close();
      showReady(current.standing?.n ?? 0);
    },
    showReady,
    showTrouble(code) {
      const now = status.get();
      const n = now.state === 'ready' || now.state === 'trouble' ? now.n : null;
      status.set({ state: 'trouble', code, n: copy.get() === null ? null : n });
    },
    current: () => (copy.get() !== null && shown?.db.isOpen() === true ? shown : null),
    hide() {
      const db = copy.get();
      copy.set(null);
      db?.close();
    },
  };
}
