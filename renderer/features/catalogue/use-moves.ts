/** Moves records: into another place, beside another one, or a step among their siblings. Each is one change, one undo. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { orderOf, parentOf } from '../../../shared/model/record-values.ts';
import { ordersAfter } from '../../../shared/model/order.ts';
import { ordersAt, stepAmong, type Sibling } from '../../../shared/model/order-among.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import type { CatalogueDatabase } from '../../db/database.ts';
import { readAncestors, readLastOrder, readRecord } from '../../db/queries.ts';
import { readMany } from '../../db/read-slices.ts';
import { readSiblings } from '../../db/list-order.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { MOST_CHOSEN } from '../../ui/selection.ts';
import { useLabels } from '../../ui/use-label.ts';
import { isOrdered, moveProblem } from './move-rules.ts';

export type Moves = {
  /** Answers whether they stand there now. */
  readonly into: (ids: readonly string[], place: string) => Promise<boolean>;
  readonly beside: (ids: readonly string[], sibling: string, where: 'before' | 'after') => Promise<boolean>;
  readonly shift: (ids: ReadonlySet<string>, by: 1 | -1) => Promise<void>;
};

export function useMoves(): Moves {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const { copy } = useCatalogue();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  /**
   * One after the other, each on what the one before has written: a key that is held down comes faster, and the second step
   * would begin where the first one did and stand beside it as another person's.
   */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.current.then(act);
    last.current = turn.catch(() => undefined);
    return turn;
  };

  /** The records, and their new place, when they may go there; else it says why not. */
  async function checked(db: CatalogueDatabase, ids: readonly string[], place: string) {
    if (ids.length > MOST_CHOSEN) {
      desk.say({ text: t('list.tooMany', { most: MOST_CHOSEN }) });
      return null;
    }
    const [target, above, records] = await Promise.all([
      readRecord(db, place),
      readAncestors(db, place),
      readMany(db, ids),
    ]);
    if (target === null || records.length === 0) return null;
    const problem = moveProblem(
      target,
      records,
      above.map(({ id }) => id),
    );
    if (problem === null) return { target, records };
    desk.say({ text: t(problem, { place: labels.full(target) }) });
    return null;
  }

  async function into(ids: readonly string[], place: string): Promise<boolean> {
    const db = copy.get();
    const found = db === null ? null : await checked(db, ids, place);
    if (db === null || found === null) return false;
    const moved = found.records.filter((record) => parentOf(record.values) !== place);
    // What has an order of its own goes to the end of the new one.
    const ordered = moved.filter((record) => isOrdered(record.t));
    const last = ordered.length === 0 ? null : await readLastOrder(db, place);
    const orders = ordersAfter(last, ordered.length);
    const orderById = new Map(ordered.map((record, i) => [record.id, orders[i] ?? '']));
    const edits = moved.map((record) => {
      const order = orderById.get(record.id);
      return setFields(record, { parent: place, ...(order === undefined ? {} : { order }) });
    });
    if (!(await desk.write('record.move', edits))) return false;
    desk.say({
      text: t('said.movedInto', { count: edits.length, place: labels.full(found.target) }),
      undo: true,
    });
    return true;
  }

  /** Puts `moved` at a number among the others of `place`. */
  async function putAt(
    db: CatalogueDatabase,
    place: string,
    moved: readonly CatalogueRecord[],
    numberAmong: (ids: readonly string[]) => number | null,
  ): Promise<boolean> {
    const siblings: Sibling[] = (await readSiblings(db, place)).filter((each) => isOrdered(each.t));
    const at = numberAmong(siblings.map(({ id }) => id));
    if (at === null) return false;
    const blocks = moved.map((record) => ({ id: record.id, order: orderOf(record.values) }));
    const orders = ordersAt(siblings, blocks, at);
    const movedIds = new Set(moved.map(({ id }) => id));
    const others = await readMany(
      db,
      [...orders.keys()].filter((id) => !movedIds.has(id)),
    );
    const edits = [...moved, ...others].flatMap((record) => {
      const order = orders.get(record.id);
      const fields = {
        ...(order === undefined ? {} : { order }),
        ...(movedIds.has(record.id) && parentOf(record.values) !== place ? { parent: place } : {}),
      };
      return Object.keys(fields).length === 0 ? [] : [setFields(record, fields)];
    });
    if (edits.length === 0 || !(await desk.write('record.move', edits))) return false;
    desk.say({ text: t('said.moved', { count: moved.length }), undo: true });
    return true;
  }

  async function beside(
    ids: readonly string[],
    sibling: string,
    where: 'before' | 'after',
  ): Promise<boolean> {
    const db = copy.get();
    const beside = db === null ? null : await readRecord(db, sibling);
    const place = beside === null ? null : parentOf(beside.values);
    if (db === null || place === null) return false;
    const found = await checked(db, ids, place);
    if (found === null) return false;
    const moved = new Set(ids);
    return putAt(db, place, found.records, (all) => {
      const at = all.filter((id) => !moved.has(id)).indexOf(sibling);
      return at < 0 ? null : where === 'before' ? at : at + 1;
    });
  }

  async function shift(ids: ReadonlySet<string>, by: 1 | -1): Promise<void> {
    const db = copy.get();
    if (db === null || ids.size === 0 || ids.size > MOST_CHOSEN) return;
    const records = await readMany(db, [...ids]);
    const places = new Set(records.map((record) => parentOf(record.values)));
    const [place] = places;
    if (places.size !== 1 || place === null || place === undefined) return;
    if (!records.every((record) => isOrdered(record.t))) return desk.say({ text: t('problem.ownOrder') });
    const siblings = (await readSiblings(db, place)).map(({ id }) => id);
    const inOrder = records.sort((a, b) => siblings.indexOf(a.id) - siblings.indexOf(b.id));
    await putAt(db, place, inOrder, (all) => stepAmong(all, ids, by));
  }

  return {
    into: (ids, place) => inTurn(() => into(ids, place)),
    beside: (ids, sibling, where) => inTurn(() => beside(ids, sibling, where)),
    shift: (ids, by) => inTurn(() => shift(ids, by)),
  };
}
