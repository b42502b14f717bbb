/** The words of the finding page, and the place that is searched when it is not the whole archive. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { useRecord } from '../../db/hooks.ts';
import type { FindQuery } from '../../ui/find-query.ts';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './query-line.module.css';

/** The field for words, by its id. */
export const WORDS = 'find-words';

type QueryFieldProps = {
  query: FindQuery;
  onChange: (next: Partial<FindQuery>, isComplete?: boolean) => void;
  /** Enter or the arrow down. */
  onToList: () => void;
  /** What stands beside the field. */
  children: ReactNode;
};

export function QueryField({ query, onChange, onToList, children }: QueryFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['field']}>
      {query.within !== null && <Within id={query.within} onDrop={() => onChange({ within: null }, true)} />}
      <label className={styles['words']}>
        <Icon name="search" />
        <input
          id={WORDS}
          type="search"
          aria-label={t('find.words')}
          aria-describedby="find-problem"
          placeholder={t('find.placeholder')}
          value={query.text}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          onChange={(event) => onChange({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            if (event.key === 'Enter') onChange({}, true);
            onToList();
          }}
        />
      </label>
      {children}
    </div>
  );
}

/** Only in this fonds, unit, document. */
function Within({ id, onDrop }: { id: string; onDrop: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(id);
  const name = record ? labels.full(record) : '…';
  return (
    <span className={styles['chip']} data-within={id}>
      <span>{t('find.within', { name })}</span>
      <AriaButton
        className={styles['drop'] ?? ''}
        aria-label={t('find.everywhere', { name })}
        onPress={onDrop}
      >
        <Icon name="close" size={10} />
      </AriaButton>
    </span>
  );
}
