/** The right pane: the fields of the record chosen, or what can be done with several of them. */
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readDates } from '../../../shared/model/dates.ts';
import { parseNumber, printNumber } from '../../../shared/model/number-part.ts';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAncestors } from '../../db/hooks.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { datesOf, numberOf, textOf } from '../../../shared/model/record-values.ts';
import { plainJson } from '../../ui/plain-json.ts';
import { useLabels } from '../../ui/use-label.ts';
import { Conflicts } from './conflicts.tsx';
import { EditField, type Reading } from './edit-field.tsx';
import { FileFacts } from './file-facts.tsx';
import { HistoryPanel } from './history-panel.tsx';
import styles from './inspector.module.css';
import { hasNumber, iconOf } from './levels.ts';
import { fullCodeOf } from '../../ui/reference-code.ts';

type InspectorProps = {
  records: readonly CatalogueRecord[];
  /** The tags of the records, from the feature that owns them. */
  tags: ReactNode;
};

export function Inspector({ records, tags }: InspectorProps) {
  const { t } = useTranslation();
  const [only, ...more] = records;
  if (only === undefined) return <p className={styles['nothing']}>{t('inspector.nothing')}</p>;
  return (
    <div className={styles['inspector']}>
      {more.length === 0 ? (
        <RecordFields key={`fields ${only.id}`} record={only} />
      ) : (
        <h2>{t('inspector.several', { count: records.length })}</h2>
      )}
      {tags}
      {more.length === 0 && <FileFacts record={only} />}
      {more.length === 0 && <HistoryPanel key={`history ${only.id}`} record={only} />}
    </div>
  );
}

function RecordFields({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { capabilities } = useDesk();
  const ancestors = useAncestors(record.id);
  const isReadOnly = !capabilities.canWrite || record.deleted;
  const number = numberOf(record.values);
  const code = fullCodeOf([...(ancestors ?? []), record], labels.language);
  return (
    <>
      <header className={styles['head']}>
        <h2>
          <Icon name={iconOf(record.t)} />
          {t(`level.${record.t}`)}
        </h2>
        {code !== null && <p className={styles['code']}>{code}</p>}
      </header>
      <Conflicts record={record} />
      {hasNumber(record.t) && (
        <EditField
          record={record}
          field="number"
          label={t('field.number')}
          shown={number === null ? '' : printNumber(number, labels.language)}
          read={readNumber}
          isReadOnly={isReadOnly}
        />
      )}
      {LANGUAGES.map((language) => (
        <EditField
          key={language}
          record={record}
          field={`title/${language}`}
          label={t(`field.title/${language}`)}
          shown={textOf(record.values, `title/${language}`) ?? ''}
          read={readText}
          lang={language}
          multiline
          isReadOnly={isReadOnly}
        />
      ))}
      <EditField
        record={record}
        field="dates"
        label={t('field.dates')}
        shown={datesOf(record.values)?.written ?? ''}
        read={readWrittenDates}
        hint={(text) => datesHint(text, t)}
        isReadOnly={isReadOnly}
      />
    </>
  );
}

function readText(text: string): Reading {
  return { value: text.trim() === '' ? null : text.trim() };
}

function readNumber(text: string): Reading {
  if (text.trim() === '') return { value: null };
  const number = parseNumber(text);
  return number === null ? { problem: 'problem.numberUnread' } : { value: plainJson(number) };
}

function readWrittenDates(text: string): Reading {
  return { value: text.trim() === '' ? null : plainJson(readDates(text)) };
}

/** Says how the dates were understood, or that they are kept as written. */
function datesHint(text: string, t: TFunction): string | undefined {
  if (text.trim() === '') return undefined;
  const { edtf } = readDates(text);
  return edtf === null ? t('field.datesKept') : t('field.datesRead', { edtf });
}
