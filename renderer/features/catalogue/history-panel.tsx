/**
 * Who changed what of a record and when, newest first; an earlier value can be put back, or the whole description as it
 * stood then. Opened by its heading.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { isSameJson } from '../../../shared/sync/view.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { troubleKey } from '../../ui/trouble-key.ts';
import { fieldsToRestore, fieldToRestore, isRestorable } from './history-panel-restore.ts';
import styles from './history.module.css';
import { useHistory, type HistoryEntry } from './use-history.ts';
import { FieldName, ValueText, WhoWhen } from './value-text.tsx';

export function HistoryPanel({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details
      className={styles['history']}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('history.heading')}</summary>
      {open && <HistoryList record={record} />}
    </details>
  );
}

function HistoryList({ record }: { record: CatalogueRecord }) {
  const { t, i18n } = useTranslation();
  const { entries, code, more, isAway } = useHistory(record);
  const restore = useRestore(record);
  if (code !== null) {
    return <p role="alert">{t(`${troubleKey(code, (key) => i18n.exists(key))}.what`)}</p>;
  }
  if (entries === undefined) return <p className={styles['empty']}>{t('list.loading')}</p>;
  return (
    <>
      <ol className={styles['entries']} aria-label={t('history.heading')}>
        {entries.map((entry, index) => {
          const then = restore === null ? {} : fieldsToRestore(entries, index, record.values);
          const count = Object.keys(then).length;
          return (
            <li key={entry.no} data-kind={entry.kind}>
              <p className={styles['who']}>
                <WhoWhen by={entry.by} at={entry.at} op={entry.op} />
              </p>
              {entry.fields.length === 0 && <p>{t(`history.${entry.kind}`)}</p>}
              {entry.fields.map((change) => (
                <ChangeOf
                  key={change.field}
                  record={record}
                  kind={entry.kind}
                  change={change}
                  restore={
                    restore && (() => void restore(fieldToRestore(entries, index, record.values, change)))
                  }
                />
              ))}
              {restore !== null && count > 0 && (
                <Button variant="quiet" icon="restore" onPress={() => void restore(then)}>
                  {t('history.restoreAll', { count })}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {more !== null && <Button onPress={more}>{t('history.more')}</Button>}
      {more === null && isAway && (
        <p className={styles['who']} data-away="">
          {t('history.away')}
        </p>
      )}
    </>
  );
}

type Restore = (fields: Readonly<Record<string, Json>>) => Promise<void>;

/** Null where nothing may be written. */
function useRestore(record: CatalogueRecord): Restore | null {
  const { t } = useTranslation();
  const desk = useDesk();
  if (!desk.capabilities.canWrite || record.deleted) return null;
  return async (fields) => {
    const isSafe = await desk.write('record.restoreValue', [setFields(record, fields)]);
    if (isSafe) desk.say({ text: t('said.valueRestored'), undo: true });
  };
}

type Change = HistoryEntry['fields'][number];
type ChangeOfProps = {
  record: CatalogueRecord;
  kind: string;
  change: Change;
  restore: (() => void) | null;
};

function ChangeOf({ record, kind, change, restore }: ChangeOfProps) {
  const { t } = useTranslation();
  const { field, before, after } = change;
  const mayRestore = isRestorable(field) && !isSameJson(after, record.values[field] ?? null);
  return (
    <div className={styles['change']} data-field={field}>
      <p className={styles['fieldName']}>
        <FieldName field={field} />
      </p>
      <p className={styles['value']}>
        {kind !== 'new' && (
          <>
            <del>
              <ValueText field={field} value={before} />
            </del>
            {' → '}
          </>
        )}
        <ins>
          <ValueText field={field} value={after} />
        </ins>
      </p>
      {restore !== null && mayRestore && (
        <Button variant="quiet" icon="restore" onPress={restore}>
          {t('history.restore')}
        </Button>
      )}
    </div>
  );
}
