/** The regions of the pages shown, and what can be done with them; every act is one change that is undone as one. */
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import type { Box } from '../../../shared/model/region-parts.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { useChildren } from '../../db/hooks.ts';
import { readRecord } from '../../db/queries.ts';
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

/** Reads a record as the copy has it now, which the screen may not show yet; null when it cannot be read. */
export function useNewest(): (id: string) => Promise<CatalogueRecord | null> {
  const { copy } = useCatalogue();
  return async (id) => {
    const db = copy.get();
    // A copy that is just being replaced.
    return db === null ? null : readRecord(db, id).catch(() => null);
  };
}

export type RegionActs = {
  /** Answers the id of the new region; null when it was not written. */
  draw(page: CatalogueRecord, box: Box): Promise<string | null>;
  move(region: PageRegion, page: CatalogueRecord, box: Box): Promise<boolean>;
  /** The box is in its place on the page's new picture too. */
  confirm(region: PageRegion, page: CatalogueRecord): Promise<boolean>;
  remove(region: PageRegion): Promise<boolean>;
};

export function useRegionActs(): RegionActs {
  const { t } = useTranslation();
  const desk = useDesk();
  const newest = useNewest();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  /**
   * One after the other, each on what the one before has written: who moves a region and deletes it at once means both, and
   * the screen may not have caught up.
   */
  const inTurn = <T>(record: CatalogueRecord, act: (newest: CatalogueRecord) => Promise<T>): Promise<T> => {
    const turn = last.current.then(async () => {
      return await act((await newest(record.id)) ?? record);
    });
    last.current = turn.catch(() => undefined);
    return turn;
  };
  return {
    draw: (page, box) =>
      inTurn(page, async (newest) => {
        const id = newId();
        return (await desk.write('region.draw', drawEdits(id, newest, box))) ? id : null;
      }),
    move: ({ record }, page, box) =>
      inTurn(record, (newest) => desk.write('region.move', [moveEdit(newest, page, box)])),
    confirm: ({ record, box }, page) =>
      inTurn(record, (newest) => desk.write('region.confirm', [moveEdit(newest, page, box)])),
    remove: ({ record }) =>
      inTurn(record, async (newest) => {
        const isSafe = await desk.write('region.remove', [deleteRecord(newest)]);
        if (isSafe) desk.say({ text: t('region.removed'), undo: true });
        return isSafe;
      }),
  };
}
