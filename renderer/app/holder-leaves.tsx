/** The leaves of a unit or volume on its own screen: their sum above its list, and the leaves themselves in its place. */
import { useMemo, useState, type ReactNode } from 'react';
import { sheafIdOf } from '../../shared/model/sheaf.ts';
import { usePages } from '../db/hooks.ts';
import type { CatalogueRecord } from '../db/row-of.ts';
import { useCutPages } from '../features/leaves/cut-pages.ts';
import { LeafGrid } from '../features/leaves/leaf-grid.tsx';
import { LeavesSection } from '../features/leaves/leaves-section.tsx';
import { useLeafActs } from '../features/leaves/use-leaf-acts.ts';
import { hasLeaves, useUnitLeaves } from '../features/leaves/use-unit-leaves.ts';
import { goTo } from '../ui/route.ts';
import { NOTHING_SELECTED, type Selection } from '../ui/selection.ts';

export type HolderLeaves = {
  readonly above: ReactNode;
  /** Stands where the list would; null: the list is shown. */
  readonly instead: ReactNode;
  /** The pages chosen, while leaves are shown. */
  readonly chosen: readonly CatalogueRecord[];
};

const NO_PAGES: readonly CatalogueRecord[] = [];
const NONE: HolderLeaves = { above: null, instead: null, chosen: [] };

export function useHolderLeaves(record: CatalogueRecord): HolderLeaves {
  const [isOpen, setOpen] = useState(false);
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const list = usePages(hasLeaves(record) ? sheafIdOf(record.id) : null);
  const leaves = useUnitLeaves(record, list?.pages);
  const acts = useLeafActs(record.id, leaves?.pages ?? NO_PAGES);
  const isCut = useCutPages().ids.size > 0;
  const chosen = useMemo(
    () => (leaves?.pages ?? []).filter(({ id }) => selection.ids.has(id)),
    [leaves, selection],
  );
  if (leaves === null || leaves === undefined) return NONE;
  const open = (id: string) => {
    const index = leaves.pages.findIndex((page) => page.id === id);
    goTo({ screen: 'record', id: leaves.sheaf, page: index + 1 });
  };
  // Most units have no scans for years: nothing stands above their lists, unless pages wait to be put somewhere.
  const isShown =
    isOpen || isCut || leaves.audit.found > 0 || leaves.pages.length > 0 || leaves.wanted.isWritten;
  const part = { leaves, acts, selection, onSelect: setSelection };
  return {
    above: <LeavesSection {...part} isShown={isShown} isOpen={isOpen} onOpen={setOpen} />,
    instead: isOpen ? <LeafGrid {...part} onOpen={open} /> : null,
    chosen: isOpen ? chosen : [],
  };
}
