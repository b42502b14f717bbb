/** The records with something to decide, and the one that is being decided about. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useCommands } from '../../ui/commands.ts';
import { goTo } from '../../ui/route.ts';
import { RowList } from '../../ui/row-list.tsx';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import { putOff, usePutOff } from './put-off.ts';
import { Review } from './review.tsx';
import { ReviewRow } from './review-row.tsx';
import { nextReview, reviewOrder, shownReview } from './review-order.ts';

/** Two lines of text. */
const ROW_PX = 48;

type ReviewListProps = {
  /** Undefined while they are read. */
  ids: readonly RecordId[] | undefined;
  /** The record of the address. */
  wanted: RecordId | null;
  parts: InboxParts;
};

export function ReviewList({ ids, wanted, parts }: ReviewListProps) {
  const { t } = useTranslation();
  if (ids === undefined) return <p className={styles['loading']}>{t('list.loading')}</p>;
  if (ids.length === 0) {
    return <EmptyState icon="check" title={t('inbox.none.conflicts')} hint={t('inbox.noneHint.conflicts')} />;
  }
  return <Reviews ids={ids} wanted={wanted} parts={parts} />;
}

function Reviews({ ids, wanted, parts }: ReviewListProps & { ids: readonly RecordId[] }) {
  const { t } = useTranslation();
  const order = reviewOrder(ids, usePutOff());
  const [first] = useState(() => shownReview(order, wanted, order));
  /** The order in which the shown one was last there. */
  const [before, setBefore] = useState(order);
  const current = shownReview(order, wanted, before);
  if (current === wanted && before.join() !== order.join()) setBefore(order);
  useEffect(() => {
    if (current !== wanted) show(current, { replace: true });
  }, [current, wanted]);

  const step = (by: 1 | -1) => {
    const next = nextReview(order, current, by);
    if (next !== null) show(next);
  };
  const later = () => {
    if (current === null) return;
    const next = nextReview(order, current, 1);
    putOff(current);
    if (next !== null) show(next);
  };
  const acts = [
    { id: 'inbox.next', label: t('inbox.next'), chords: ['F8'], run: () => step(1) },
    { id: 'inbox.previous', label: t('inbox.previous'), chords: ['Shift+F8'], run: () => step(-1) },
    { id: 'inbox.later', label: t('inbox.later'), chords: ['KeyL'], run: later },
  ];
  useCommands(acts);
  return (
    <div className={styles['panes']}>
      <div className={styles['list']}>
        <RowList
          label={t('inbox.part.conflicts')}
          ids={order}
          selected={new Set(current === null ? [] : [current])}
          current={current}
          rowHeight={ROW_PX}
          onSelect={(_, id) => show(id)}
        >
          {(id) => <ReviewRow id={id} />}
        </RowList>
      </div>
      {current !== null && (
        <Review
          key={current}
          id={current}
          at={order.indexOf(current) + 1}
          of={order.length}
          isNext={current !== first}
          acts={acts}
          parts={parts}
        />
      )}
    </div>
  );
}

function show(id: RecordId | null, options?: { replace: boolean }): void {
  goTo({ screen: 'inbox', part: 'conflicts', id }, options);
}
