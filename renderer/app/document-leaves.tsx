/** The leaves of a unit while its sheaf is in the viewer: holes in the strip, the sum and the acts beside it. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parentOf } from '../../shared/model/record-values.ts';
import { isSheaf } from '../../shared/model/sheaf.ts';
import { useRecord } from '../db/hooks.ts';
import type { CatalogueRecord } from '../db/row-of.ts';
import { useCutPages } from '../features/leaves/cut-pages.ts';
import { gapLabel } from '../features/leaves/gap-label.ts';
import { LeavesSection } from '../features/leaves/leaves-section.tsx';
import { useLeafActs } from '../features/leaves/use-leaf-acts.ts';
import { usePageDrag } from '../features/leaves/use-page-drag.ts';
import { useUnitLeaves } from '../features/leaves/use-unit-leaves.ts';
import type { StripParts } from '../features/viewer/page-strip.tsx';
import type { Selection } from '../ui/selection.ts';
import { useLabels } from '../ui/use-label.ts';

type DocumentLeaves = {
  /** What the strip shows besides the pages; null for a document that is no sheaf. */
  readonly strip: StripParts | null;
  readonly panel: ReactNode;
};

type UseDocumentLeaves = {
  record: CatalogueRecord;
  /** Undefined while they are read. */
  pages: readonly CatalogueRecord[] | undefined;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

const NO_PAGES: readonly CatalogueRecord[] = [];

export function useDocumentLeaves({
  record,
  pages: of,
  selection,
  onSelect,
}: UseDocumentLeaves): DocumentLeaves {
  const { t } = useTranslation();
  const { language } = useLabels();
  const unitId = isSheaf(record) && !record.deleted ? parentOf(record.values) : null;
  const unit = useRecord(unitId);
  const leaves = useUnitLeaves(unit ?? null, of);
  const pages = leaves?.pages ?? NO_PAGES;
  const acts = useLeafActs(unitId ?? record.id, pages);
  const cut = useCutPages();
  const [gap, setGap] = useState<string | null>(null);
  const gaps = leaves?.gaps ?? [];
  const held = gaps.some(({ id }) => id === gap) ? gap : null;
  const shown: Selection = held === null ? selection : { ids: new Set([held]), current: held };
  const drag = usePageDrag({ pages, selected: selection.ids, acts, isGrid: false });
  if (leaves === null || leaves === undefined) return { strip: null, panel: null };

  const select = (next: Selection) => {
    const isGap = gaps.some(({ id }) => id === next.current);
    setGap(isGap ? next.current : null);
    const pages = new Set(leaves.pages.map(({ id }) => id).filter((id) => next.ids.has(id)));
    // A hole is nothing to be shown: the page before stays on the stage.
    onSelect({ ids: pages, current: isGap ? selection.current : next.current });
  };
  const moved = () =>
    selection.ids.size > 0 ? selection.ids : new Set(selection.current === null ? [] : [selection.current]);
  return {
    strip: {
      gaps: gaps.map((each) => ({
        id: each.id,
        after: each.after,
        kind: each.kind,
        label: gapLabel(each, language, t),
      })),
      selection: shown,
      onSelect: select,
      cut: cut.ids,
      onShift: (by) => void acts.shift(moved(), by),
      ...drag,
    },
    panel: (
      <LeavesSection
        leaves={leaves}
        acts={acts}
        selection={shown}
        onSelect={select}
        isShown
        isOpen={null}
        onOpen={() => undefined}
      />
    ),
  };
}
