/**
 * All that waits for a person's decision, over the whole archive: values that disagree, codes that were given twice, work
 * that is held back.
 */
import { useTranslation } from 'react-i18next';
import { useReviews } from '../../db/hooks.ts';
import { printRoute, type InboxPart } from '../../ui/route.ts';
import { ClashList } from './clash-list.tsx';
import { HeldList } from './held-list.tsx';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import { ReviewList } from './review-list.tsx';
import { useClashes } from './use-clashes.ts';
import { useInboxCount } from './use-inbox-count.ts';

type InboxPageProps = { part: InboxPart; id: string | null; parts: InboxParts };

export function InboxPage({ part, id, parts }: InboxPageProps) {
  const { t } = useTranslation();
  const reviews = useReviews();
  const clashes = useClashes();
  const { held } = useInboxCount();
  const counts = { conflicts: reviews?.length ?? 0, clashes: clashes?.total ?? 0, held };
  return (
    <section className={styles['page']} aria-label={t('nav.inbox')}>
      <header className={styles['head']}>
        <h1>{t('nav.inbox')}</h1>
        <nav className={styles['tabs']} aria-label={t('inbox.parts')}>
          {(['conflicts', 'clashes', 'held'] as const).map((each) => (
            <a
              key={each}
              href={printRoute({ screen: 'inbox', part: each, id: null })}
              {...(each === part ? { 'aria-current': 'page' as const } : {})}
              data-part={each}
            >
              {t(`inbox.part.${each}`)}
              {counts[each] > 0 && (
                <span className={styles['count']} data-optional={each === 'clashes'}>
                  {counts[each]}
                </span>
              )}
            </a>
          ))}
        </nav>
      </header>
      {part === 'conflicts' && <ReviewList ids={reviews} wanted={id} parts={parts} />}
      {part === 'clashes' && <ClashList clashes={clashes} parts={parts} />}
      {part === 'held' && <HeldList parts={parts} />}
    </section>
  );
}
