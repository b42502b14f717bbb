/** Dragging pages among the others of their sheaf. */
import { useTranslation } from 'react-i18next';
import { labelLeaves } from '../../../shared/model/print-leaves.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import type { DropTarget } from '../../ui/row-drag.ts';
import { useLabels } from '../../ui/use-label.ts';
import type { LeafActs } from './use-leaf-acts.ts';

type PageDrag = {
  pages: readonly CatalogueRecord[];
  /** What comes along when one of them is dragged. */
  selected: ReadonlySet<string>;
  acts: LeafActs;
  /** Cells stand side by side, so that the left half of one is before it. */
  isGrid: boolean;
};

/** One thing is dragged at a time. */
let dragged: ReadonlySet<string> | null = null;

function hold(ids: ReadonlySet<string> | null): void {
  dragged = ids;
}

export function usePageDrag({ pages, selected, acts, isGrid }: PageDrag): {
  onDrag: ((id: string) => string | null) | undefined;
  drops: DropTarget | undefined;
} {
  const { t } = useTranslation();
  const { language } = useLabels();
  const desk = useDesk();
  if (!desk.capabilities.canWrite) return { onDrag: undefined, drops: undefined };

  const nameOf = (id: string): string | null => {
    const index = pages.findIndex((page) => page.id === id);
    const page = pages[index];
    if (page === undefined) return null;
    const ranges = leavesOf(page.values, 'leaf')?.ranges ?? null;
    return ranges === null ? t('record.page', { number: index + 1 }) : labelLeaves(ranges, language);
  };
  return {
    onDrag(id) {
      const name = nameOf(id);
      if (name === null) return null;
      const own = new Set(pages.map((page) => page.id).filter((each) => selected.has(each)));
      const ids = own.has(id) ? own : new Set([id]);
      hold(ids);
      return ids.size === 1 ? name : t('leaves.dragMany', { number: ids.size });
    },
    drops: {
      spotAt(id, down, across) {
        const name = nameOf(id);
        if (dragged === null || name === null || dragged.has(id)) return null;
        const part = isGrid ? across : down;
        return { id, where: part < 0.5 ? 'before' : 'after', isAllowed: true, name };
      },
      drop({ id, where }) {
        const ids = dragged;
        hold(null);
        if (ids !== null && where !== 'into') void acts.putBeside(ids, id, where);
      },
    },
  };
}
