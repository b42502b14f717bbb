/** The record that is being decided about: where it stands, each thing to decide, and the way on. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { printChord } from '../../ui/chords.ts';
import type { Command } from '../../ui/commands.ts';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';

type ReviewProps = {
  id: RecordId;
  at: number;
  of: number;
  /** It was come to from another one: the keyboard goes along. */
  isNext: boolean;
  /** The ways on. */
  acts: readonly Command[];
  parts: InboxParts;
};

export function Review({ id, at, of, isNext, acts, parts: { Decisions } }: ReviewProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(id);
  const above = useAncestors(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const left = record ? `${record.conflicts.join()} ${record.editedWhileDeleted}` : null;
  const shown = useRef<string | null>(null);
  // What was decided takes its button off the screen: the keyboard goes on from the top and is not lost.
  useEffect(() => {
    const isChanged = left !== shown.current && (shown.current !== null || isNext);
    if (isChanged && document.activeElement === document.body) heading.current?.focus();
    shown.current = left;
  }, [left, isNext]);
  if (!record) return <div className={styles['review']} aria-busy="true" />;
  return (
    <div className={styles['review']} role="region" aria-label={labels.full(record)} data-review={id}>
      <header className={styles['reviewHead']}>
        <h2 ref={heading} tabIndex={-1}>
          {labels.full(record)}
        </h2>
        <p className={styles['path']}>
          {[...(above ?? [])].map((each) => (
            <span key={each.id}>
              <a href={printRoute({ screen: 'record', id: each.id, page: null })}>{labels.full(each)}</a>
              {' › '}
            </span>
          ))}
          <a href={printRoute({ screen: 'record', id, page: null })}>{t('inbox.open')}</a>
        </p>
      </header>
      <div className={styles['decisions']}>
        <Decisions record={record} hasKeys />
      </div>
      <footer className={styles['steps']}>
        <p className={styles['soft']}>{t('inbox.at', { at, of })}</p>
        {acts.map((act) => (
          <Button key={act.id} variant="quiet" isDisabled={of < 2} onPress={act.run}>
            {`${act.label} (${printChord(act.chords?.[0] ?? '')})`}
          </Button>
        ))}
      </footer>
    </div>
  );
}
