/** The regions of the pages shown, and what can be done with them; every act is one change that is undone as one. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import type { Box } from '../../../shared/model/region-parts.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { useChildren } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { drawEdits, moveEdit, regionsOf, type Region } from './region-edits.ts';

/** More on one page is no longer looked at one by one. */
const MOST_ON_PAGE = 1000;

export type PageRegion = Region<CatalogueRecord>;

/** Of one page or of a pair. */
export function useRegions(pages: readonly CatalogueRecord[]): readonly PageRegion[] {
  const first = useChildren(pages[0]?.id ?? null, MOST_ON_PAGE)?.rows;
  const second = useChildren(pages[1]?.id ?? null, MOST_ON_PAGE)?.rows;
  return useMemo(() => [...regionsOf(first ?? []), ...regionsOf(second ?? [])], [first, second]);
}

export type RegionActs = {
  /** Answers the id of the new region; null when it was not written. */
  draw(page: CatalogueRecord, box: Box): Promise<string | null>;
  move(region: PageRegion, box: Box): Promise<boolean>;
  remove(region: PageRegion): Promise<boolean>;
};

export function useRegionActs(): RegionActs {
  const { t } = useTranslation();
  const desk = useDesk();
  return {
    async draw(page, box) {
      const id = newId();
      return (await desk.write('region.draw', drawEdits(id, page, box))) ? id : null;
    },
    move: ({ record, page }, box) => desk.write('region.move', [moveEdit(record, page, box)]),
    async remove({ record }) {
      const isSafe = await desk.write('region.remove', [deleteRecord(record)]);
      if (isSafe) desk.say({ text: t('region.removed'), undo: true });
      return isSafe;
    },
  };
}
