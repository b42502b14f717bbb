/** Brings the regions of the pages shown to the viewer's layer of boxes, and to their panel. */
import { useMemo, useRef, useState, type RefObject } from 'react';
import type { CatalogueRecord } from '../db/row-of.ts';
import { isOnEarlierPicture } from '../features/regions/region-edits.ts';
import { useRegionActs, useRegions, type PageRegion } from '../features/regions/use-regions.ts';
import type { OverlayActs, OverlayBox } from '../features/viewer/overlay.ts';
import type { StageHandle } from '../features/viewer/page-stage.tsx';

type UseDocumentRegions = {
  pages: readonly CatalogueRecord[];
  /** The page shown, from 0. */
  index: number;
  canWrite: boolean;
  /** The region to be chosen first. */
  first: string | null;
};

type DocumentRegions = {
  readonly stage: RefObject<StageHandle | null>;
  readonly setSpread: (indexes: readonly number[]) => void;
  /** The pages that stand together. */
  readonly shown: readonly CatalogueRecord[];
  readonly regions: readonly PageRegion[];
  readonly boxes: readonly OverlayBox[];
  readonly acts: OverlayActs;
  /** For the panel that lists them. */
  readonly panel: {
    readonly selected: string | null;
    readonly fresh: string | null;
    readonly onSelect: (id: string | null) => void;
    readonly onAdjust: (id: string) => void;
    readonly onRemove: (region: PageRegion) => void;
    readonly onLeave: () => void;
    readonly isDisplaced: (region: PageRegion) => boolean;
    readonly onConfirm: (region: PageRegion) => void;
  };
};

export function useDocumentRegions({ pages, index, canWrite, first }: UseDocumentRegions): DocumentRegions {
  const stage = useRef<StageHandle>(null);
  const [spread, setSpread] = useState<readonly number[]>([index]);
  const [selected, setSelected] = useState<string | null>(first);
  const [fresh, setFresh] = useState<string | null>(null);
  const shown = (spread.includes(index) ? spread : [index]).flatMap((i) => pages[i] ?? []);
  const regions = useRegions(shown);
  const regionActs = useRegionActs();
  const boxes = useMemo(
    () => regions.map(({ id, page, box }): OverlayBox => ({ id, page, box, kind: 'region' })),
    [regions],
  );

  // Another region of the document was opened by its address.
  const [asked, setAsked] = useState(first);
  if (first !== asked) {
    setAsked(first);
    if (first !== null) setSelected(first);
  }

  const onSelect = (id: string | null) => {
    setFresh(null);
    setSelected(id);
  };
  const onRemove = (region: PageRegion) => {
    void regionActs.remove(region).then((isSafe) => {
      if (!isSafe) return;
      onSelect(null);
      stage.current?.focus();
    });
  };
  const edit: OverlayActs['edit'] = {
    async onDraw(page, box) {
      const on = pages.find(({ id }) => id === page);
      const id = on === undefined ? null : await regionActs.draw(on, box);
      if (id !== null) {
        setSelected(id);
        setFresh(id);
      }
      return id;
    },
    async onChange(id, box) {
      const region = regions.find((each) => each.id === id);
      const on = pages.find((page) => page.id === region?.page);
      if (region === undefined || on === undefined) return false;
      return await regionActs.move(region, on, box);
    },
    onDelete(id) {
      const region = regions.find((each) => each.id === id);
      if (region !== undefined) onRemove(region);
    },
  };
  return {
    stage,
    setSpread,
    shown,
    regions,
    boxes,
    acts: { selected, onSelect, edit: canWrite ? edit : null },
    panel: {
      selected,
      fresh,
      onSelect,
      onRemove,
      onAdjust: (id) => {
        onSelect(id);
        if (canWrite) stage.current?.adjust(id);
      },
      onLeave: () => stage.current?.focus(),
      isDisplaced(region) {
        const page = pages.find(({ id }) => id === region.page);
        return page !== undefined && isOnEarlierPicture(region.record, page);
      },
      onConfirm(region) {
        const page = pages.find(({ id }) => id === region.page);
        if (page !== undefined) void regionActs.confirm(region, page);
      },
    },
  };
}
