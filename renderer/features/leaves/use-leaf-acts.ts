/**
 * What is done to the pages of a sheaf. Acts follow one another, each on the pages as the one before has left them: who
 * holds a key down moves a page many places, and every one of them counts.
 */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Leaves } from '../../../shared/model/leaves.ts';
import { stepAmong } from '../../../shared/model/order-among.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { readPages } from '../../db/pages.ts';
import { readRecord } from '../../db/queries.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { MOST_CHOSEN } from '../../ui/selection.ts';
import { cutPages, forgetCutPages, type CutPages } from './cut-pages.ts';
import { binEdits, byLeafEdits, intoSheafEdits, leafEdits, orderEdits, turnEdits } from './leaf-edits.ts';

type Ids = ReadonlySet<string>;

export type LeafActs = {
  turn(ids: Ids, by: 90 | 180 | 270): Promise<void>;
  /** Gives the pages, in the order of `ids`, their leaves; answers whether they have them. */
  number(ids: readonly string[], leaves: readonly (Leaves | null)[]): Promise<boolean>;
  shift(ids: Ids, by: 1 | -1): Promise<void>;
  /** Behind or before another page of this sheaf. */
  putBeside(ids: Ids, page: string, where: 'before' | 'after'): Promise<void>;
  putInOrder(): Promise<void>;
  cut(ids: Ids): void;
  /** Puts what was cut, here or elsewhere, behind a page; null: before all. */
  paste(cut: CutPages, after: string | null): Promise<void>;
  bin(ids: Ids): Promise<boolean>;
};

/** `shown`: the pages of the unit's sheaf as the screen has them. */
export function useLeafActs(unit: string, shown: readonly CatalogueRecord[]): LeafActs {
  const { t } = useTranslation();
  const desk = useDesk();
  const { host, copy, status } = useCatalogue();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const sheaf = sheafIdOf(unit);
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  });

  /** Reads the pages and does what `act` makes of them, in its turn; answers whether anything was written. */
  function inTurn(
    command: string,
    act: (pages: readonly CatalogueRecord[]) => readonly Edit[] | Promise<readonly Edit[]>,
  ): Promise<boolean> {
    const turn = last.current.then(async () => {
      const pages = newestShown() ?? (await pagesOf(sheaf));
      const edits = pages === null ? [] : await act(pages);
      return edits.length > 0 && (await desk.write(command, edits));
    });
    last.current = turn.catch(() => undefined);
    return turn;
  }

  /** The pages on the screen, when nothing was written since they were read: those of a thick unit take a while to come. */
  function newestShown(): readonly CatalogueRecord[] | null {
    const now = status.get();
    const pages = latest.current;
    const isNewest = now.state === 'ready' && pages.length > 0 && pages.every(({ n }) => n >= now.n);
    return isNewest ? pages : null;
  }

  async function pagesOf(parent: string): Promise<CatalogueRecord[] | null> {
    const read = await readPages(host, copy.get(), parent);
    if (read.ok) return read.value;
    desk.reportError(read);
    return null;
  }

  const chosenOf = (pages: readonly CatalogueRecord[], ids: Ids): CatalogueRecord[] => {
    if (ids.size <= MOST_CHOSEN) return pages.filter(({ id }) => ids.has(id));
    desk.say({ text: t('list.tooMany', { most: MOST_CHOSEN }) });
    return [];
  };
  const say = (key: string, count: number) => desk.say({ text: t(key, { count }), undo: true });

  return {
    async turn(ids, by) {
      const isSafe = await inTurn('leaf.turn', (pages) => turnEdits(chosenOf(pages, ids), by));
      if (isSafe) say('leaves.turned', ids.size);
    },
    async number(ids, leaves) {
      let isSame = false;
      const isSafe = await inTurn('leaf.number', (pages) => {
        const byId = new Map(pages.map((page) => [page.id, page]));
        const found = ids.flatMap((id, i) => {
          const page = byId.get(id);
          return page === undefined ? [] : [{ page, leaf: leaves[i] ?? null }];
        });
        const edits = leafEdits(
          found.map(({ page }) => page),
          found.map(({ leaf }) => leaf),
        );
        isSame = found.length > 0 && edits.length === 0;
        return edits;
      });
      if (isSafe) say('leaves.numbered', ids.length);
      return isSafe || isSame;
    },
    async shift(ids, by) {
      await inTurn('leaf.move', (pages) => {
        const at = stepAmong(
          pages.map(({ id }) => id),
          ids,
          by,
        );
        return at === null ? [] : orderEdits(pages, chosenOf(pages, ids), at);
      });
    },
    async putBeside(ids, page, where) {
      const isSafe = await inTurn('leaf.move', (pages) => {
        const rest = pages.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
        const at = rest.indexOf(page);
        return at < 0 ? [] : orderEdits(pages, chosenOf(pages, ids), where === 'before' ? at : at + 1);
      });
      if (isSafe) say('leaves.moved', ids.size);
    },
    async putInOrder() {
      const isSafe = await inTurn('leaf.move', byLeafEdits);
      desk.say(isSafe ? { text: t('leaves.inOrderNow'), undo: true } : { text: t('leaves.inOrderAlready') });
    },
    cut(ids) {
      cutPages(sheaf, ids);
      desk.say({ text: t('leaves.cutSaid', { count: ids.size }) });
    },
    async paste(cut, after) {
      const isSafe = await inTurn('leaf.move', async (pages) => {
        const from = cut.sheaf === sheaf ? pages : await pagesOf(cut.sheaf);
        const moved = chosenOf(from ?? [], cut.ids);
        if (moved.length === 0) return [];
        const rest = pages.filter(({ id }) => !cut.ids.has(id)).map(({ id }) => id);
        // Behind a page that is cut itself: behind the last one before it that stays.
        const stays = new Set(rest);
        const to = pages.findIndex(({ id }) => id === after);
        const at = pages.slice(0, to + 1).filter(({ id }) => stays.has(id)).length;
        if (cut.sheaf === sheaf) return orderEdits(pages, moved, at);
        const db = copy.get();
        const there = db === null ? null : await readRecord(db, sheaf);
        return intoSheafEdits({ unit, sheaf: there, pages }, moved, at);
      });
      if (!isSafe) return;
      forgetCutPages();
      say('leaves.moved', cut.ids.size);
    },
    async bin(ids) {
      const isSafe = await inTurn('leaf.bin', (pages) => binEdits(chosenOf(pages, ids)));
      if (isSafe) say('leaves.binned', ids.size);
      return isSafe;
    },
  };
}
