/** Names of fields, values and people in the words of the window: for conflicts and for the history of a record. */
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import { TAG_PREFIX } from '../../../shared/model/record-types.ts';
import { imageOf } from '../../../shared/model/record-values.ts';
import { clockMs } from '../../../shared/sync/clock.ts';
import { usePersonName, useRecord } from '../../db/hooks.ts';
import { useLabels } from '../../ui/use-label.ts';
import { whenOf } from '../../ui/when.ts';
import { fieldName, fieldText, isLink } from './field-text.ts';
import styles from './inspector.module.css';

export function FieldName({ field }: { field: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const tag = useRecord(field.startsWith(TAG_PREFIX) ? field.slice(TAG_PREFIX.length) : null);
  if (tag) return t('tag.page', { label: labels.title(tag) });
  return fieldName(field, (key, values) => t(key, values ?? {}));
}

type ValueTextProps = { field: string; value: Json };

export function ValueText({ field, value }: ValueTextProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const link = useRecord(isLink(field) && typeof value === 'string' ? value : null);
  const image = field === 'image' ? imageOf({ image: value }) : null;
  if (image !== null) {
    return (
      <img
        className={styles['picture']}
        src={`/picture/${image.sha256}/${image.index}/thumb`}
        alt={t('history.picture', { number: image.index + 1 })}
        decoding="async"
      />
    );
  }
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  const text = link
    ? labels.full(link)
    : fieldText(field, value, labels.language, (key, values) => t(key, values ?? {}));
  return text === null ? <em className={styles['empty']}>{t('value.empty')}</em> : text;
}

/** Who wrote something, and when: “aigul · 22.11.2026, 12:00”. */
export function WhoWhen({ by, at }: { by: string; at: string }) {
  const { t, i18n } = useTranslation();
  const name = usePersonName(by) ?? null;
  const when = whenOf(new Date(clockMs(at)).toISOString(), i18n.language);
  return t('value.whoWhen', { who: name ?? t('value.someone'), when });
}
