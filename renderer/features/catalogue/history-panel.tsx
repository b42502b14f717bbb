/** Who changed what of a record and when, newest first; an earlier value can be put back. Opened by its heading. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { isSameJson } from '../../../shared/sync/view.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { troubleKey } from '../../ui/trouble-key.ts';
import styles from './inspector.module.css';
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
  const { entries, code, more } = useHistory(record);
  if (code !== null) {
    return <p role="alert">{t(`${troubleKey(code, (key) => i18n.exists(key))}.what`)}</p>;
  }
  if (entries === undefined) return <p className={styles['empty']}>{t('list.loading')}</p>;
  return (
    <>
      <ol className={styles['entries']} aria-label={t('history.heading')}>
        {entries.map((entry) => (
          <li key={entry.no} data-kind={entry.kind}>
            <p className={styles['who']}>
              <WhoWhen by={entry.by} at={entry.at} />
            </p>
            {entry.fields.length === 0 && <p>{t(`history.${entry.kind}`)}</p>}
            {entry.fields.map((change) => (
              <ChangeOf key={change.field} record={record} kind={entry.kind} change={change} />
            ))}
          </li>
        ))}
      </ol>
      {more !== null && <Button onPress={more}>{t('history.more')}</Button>}
    </>
  );
}

type Change = HistoryEntry['fields'][number];

function ChangeOf({ record, kind, change }: { record: CatalogueRecord; kind: string; change: Change }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { field, before, after } = change;
  const restore = async (value: Json) => {
    const isSafe = await desk.write('record.restoreValue', [setFields(record, { [field]: value })]);
    if (isSafe) desk.say({ text: t('said.valueRestored'), undo: true });
  };
  const mayRestore =
    desk.capabilities.canWrite &&
    !record.deleted &&
    RESTORED.has(field) &&
    !isSameJson(after, record.values[field] ?? null);
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
      {mayRestore && (
        <Button variant="quiet" icon="restore" onPress={() => void restore(after)}>
          {t('history.restore')}
        </Button>
      )}
    </div>
  );
}

/** What a person writes by hand; a place is changed by moving, a tag by its own list. */
const RESTORED: ReadonlySet<string> = new Set(['number', 'dates', 'title/kk', 'title/ru', 'title/en']);
