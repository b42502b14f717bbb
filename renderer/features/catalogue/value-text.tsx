/** Names of fields, values and people in the words of the window: for conflicts and for the history of a record. */
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/json.ts';
import { TAG_PREFIX } from '../../../shared/model/record-types.ts';
import { imageOf } from '../../../shared/model/record-values.ts';
import { clockMs } from '../../../shared/sync/clock.ts';
import type { OpId } from '../../../shared/sync/op.ts';
import { usePersonName, useRecord } from '../../db/hooks.ts';
import { useStationOf, useStations } from '../../db/stations.ts';
import { useLabels } from '../../ui/use-label.ts';
import { whenOf } from '../../ui/when.ts';
import { fieldName, fieldText, isLink } from './field-text.ts';
import styles from './history.module.css';

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

type WhoWhenProps = {
  by: string;
  at: string;
  /** The id of the change: where there are several stations, it tells on which it was written. */
  op?: OpId;
};

/** Who wrote something, when and where: “aigul · 22.11.2026, 12:00 · field laptop”. */
export function WhoWhen({ by, at, op }: WhoWhenProps) {
  const { t, i18n } = useTranslation();
  const name = usePersonName(by) ?? null;
  const station = useStationOf(op ?? null);
  const isAlone = [...useStations().values()].every(({ isThis }) => isThis);
  const when = whenOf(new Date(clockMs(at)).toISOString(), i18n.language);
  const whoWhen = t('value.whoWhen', { who: name ?? t('value.someone'), when });
  if (station === null || isAlone || (station.name === '' && !station.isThis)) return whoWhen;
  return `${whoWhen} · ${station.isThis ? t('value.thisStation') : station.name}`;
}
