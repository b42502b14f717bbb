/** One change that is held back: the record it is about, what it would write, when it was written and when it came. */
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { whenOf } from '../../ui/when.ts';
import type { InboxParts } from './inbox-parts.ts';
import styles from './inbox.module.css';
import type { Decision, HeldItem } from './use-held.ts';

/** A change of more fields tells the first ones. */
const MOST_SHOWN = 6;

type Work = Pick<HeldItem, 'id' | 'rec' | 't' | 'kind' | 'values' | 'at'> &
  Partial<Pick<HeldItem, 'cameAt' | 'decision' | 'isOurs'>>;

type HeldWorkProps = {
  item: Work;
  parts: InboxParts;
  /** Null where nothing may be decided. */
  onDecide: ((decision: Decision) => void) | null;
};

export function HeldWork({ item, parts: { FieldName, ValueText }, onDecide }: HeldWorkProps) {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const record = useRecord(item.rec);
  // A record that this work makes has nothing in the catalogue yet.
  const isHere = record !== undefined && record !== null && Object.keys(record.values).length > 0;
  const title = isHere ? labels.full(record) : newTitle();
  const fields = Object.entries(item.values).filter(([, value]) => isHere || value !== null);
  const when = [
    item.at === null ? '' : t('inbox.held.written', { when: whenOf(item.at, i18n.language) }),
    (item.cameAt ?? null) === null
      ? ''
      : t('inbox.held.came', { when: whenOf(item.cameAt ?? '', i18n.language) }),
  ];
  return (
    <li className={styles['clashRow']} data-work={item.id}>
      <div className={styles['work']}>
        <p>
          {isHere ? <a href={printRoute({ screen: 'record', id: item.rec, page: null })}>{title}</a> : title}
          {item.kind !== null && ` · ${t(`history.${item.kind}`, { defaultValue: item.kind })}`}
        </p>
        <dl className={styles['would']}>
          {fields.slice(0, MOST_SHOWN).map(([field, value]) => (
            <div key={field}>
              <dt>
                <FieldName field={field} />
              </dt>
              <dd>
                <ValueText field={field} value={value} />
              </dd>
            </div>
          ))}
        </dl>
        {fields.length > MOST_SHOWN && (
          <p className={styles['soft']}>
            {t('inbox.held.moreFields', { count: fields.length - MOST_SHOWN })}
          </p>
        )}
        <p className={styles['soft']}>
          {[...when, item.isOurs === true ? t('inbox.held.ours') : '']
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
      </div>
      {onDecide !== null && (
        <div className={styles['acts']}>
          <Button name={`${t('inbox.held.accept')}: ${title}`} onPress={() => onDecide('accept')}>
            {t('inbox.held.accept')}
          </Button>
          {item.decision !== 'leave' && (
            <Button
              variant="quiet"
              name={`${t('inbox.held.leave')}: ${title}`}
              onPress={() => onDecide('leave')}
            >
              {t('inbox.held.leave')}
            </Button>
          )}
        </div>
      )}
    </li>
  );

  function newTitle(): string {
    return item.t === null ? t('inbox.held.unread') : labels.full({ t: item.t, values: item.values });
  }
}
