/** What the program says about a value while it is typed: how it was understood, and what looks wrong. It refuses nothing. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isBackwards, isOutside, readDates } from '../../../shared/model/dates.ts';
import { isReversed, readLeafRanges } from '../../../shared/model/leaves.ts';
import { parseNumber } from '../../../shared/model/number-part.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import { datesOf } from '../../../shared/model/record-values.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useLive } from '../../db/use-live.ts';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { readClashes } from './inspector-clashes.ts';
import styles from './inspector-hints.module.css';

/** A line with a sign: not by colour alone. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <span className={styles['warning']} data-warning="">
      <Icon name="warning" size={12} />
      <span>{children}</span>
    </span>
  );
}

type DatesHintProps = {
  text: string;
  /** The records above, from the top down: the nearest with dates sets the limits. */
  above: readonly CatalogueRecord[];
};

export function DatesHint({ text, above }: DatesHintProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (text.trim() === '') return null;
  const { edtf } = readDates(text);
  const outer = [...above].reverse().find((record) => typeof datesOf(record.values)?.edtf === 'string');
  const limits = outer === undefined ? null : datesOf(outer.values);
  if (isBackwards(text)) return <Warning>{t('field.datesBackwards')}</Warning>;
  return (
    <>
      <span>{edtf === null ? t('field.datesKept') : t('field.datesRead', { edtf })}</span>
      {outer !== undefined && limits !== null && isOutside(edtf, limits.edtf) && (
        <Warning>
          {t('field.datesOutside', {
            place: labels.code(outer) || labels.full(outer),
            dates: limits.written,
          })}
        </Warning>
      )}
    </>
  );
}

export function LeavesHint({ text }: { text: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (text.trim() === '') return null;
  const { ranges } = readLeafRanges(text);
  if (ranges === null) return <Warning>{t('field.leavesKept')}</Warning>;
  const reversed = ranges.filter(isReversed);
  return (
    <>
      <span>{t('field.leavesRead', { leaves: printLeafRanges(ranges, labels.language) })}</span>
      {reversed.length > 0 && (
        <Warning>
          {t('field.leavesBackwards', { leaves: printLeafRanges(reversed, labels.language) })}
        </Warning>
      )}
    </>
  );
}

type ClashHintProps = { type: string; parent: string | null; text: string; self: string | null };

/** Others with the same code, as links; duplicates are allowed. */
export function ClashHint({ type, parent, text, self }: ClashHintProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const clashes = useLive(readClashesOf, [type, parent, parseNumber(text), self]);
  if (clashes === undefined || clashes.length === 0) return null;
  return (
    <span role="status" data-clash={clashes.length}>
      <Warning>
        {t('field.clash')}{' '}
        {clashes.map((record) => (
          <a key={record.id} href={printRoute({ screen: 'record', id: record.id, page: null })}>
            {labels.full(record)}
          </a>
        ))}
      </Warning>
    </span>
  );
}

async function readClashesOf(
  db: CatalogueDatabase,
  type: string,
  parent: string | null,
  number: NumberPart | null,
  self: string | null,
): Promise<CatalogueRecord[]> {
  return number === null ? [] : readClashes(db, type, parent, number, self);
}
