/** Offers to carry lines that a person put right in another reading over to this one, where they fit by their place. */
import { useTranslation } from 'react-i18next';
import { textsOf } from '../../../shared/model/record-values.ts';
import {
  carriedOver,
  correctedTexts,
  correctionsOf,
  lineField,
} from '../../../shared/page-text/corrections.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import styles from './texts.module.css';
import { usePageText } from './use-page-text.ts';

type CarryOfferProps = {
  page: CatalogueRecord;
  /** The reading that is shown. */
  reading: string;
  /** As the machine read it. */
  read: PageText;
};

export function CarryOffer({ page, reading, read }: CarryOfferProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const others = correctedTexts(page.values);
  const from = textsOf(page.values).find(({ id }) => id !== reading && others.has(id));
  const loaded = usePageText(from?.text.sha256 ?? null);
  if (from === undefined || !loaded) return null;
  const there = correctionsOf(page.values, reading);
  const lines = carriedOver(loaded.page, correctionsOf(page.values, from.id), read, there);
  if (lines.length === 0) return null;
  const carry = async () => {
    const fields = Object.fromEntries(lines.map(({ to, text }) => [lineField(reading, to), text]));
    // One change, and so one undo.
    const isSafe = await desk.write('text.carry', [setFields(page, fields)]);
    if (isSafe) desk.say({ text: t('text.carried', { count: lines.length }), undo: true });
  };
  return (
    <div className={styles['offer']} role="status" data-carry={lines.length}>
      <p>{t('text.carryHint', { count: lines.length })}</p>
      <Button onPress={() => void carry()}>{t('text.carry', { count: lines.length })}</Button>
    </div>
  );
}
