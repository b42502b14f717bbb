/** Lines that were being put right when the window ended: they are offered, and never written by themselves. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readLineField } from '../../../shared/page-text/corrections.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useStore } from '../../db/use-live.ts';
import { Button } from '../../ui/button.tsx';
import styles from './texts.module.css';

type LeftLinesProps = {
  page: CatalogueRecord;
  /** The reading that is shown. */
  reading: string;
  onEdit: (line: string) => void;
};

export function LeftLines({ page, reading, onEdit }: LeftLinesProps) {
  const { t } = useTranslation();
  const left = useLeft(page, reading);
  const [first] = left;
  if (first === undefined) return null;
  return (
    <div className={styles['offer']} role="status" data-left={left.length}>
      <p>{t('text.leftLines', { count: left.length })}</p>
      <p className={styles['words']}>{first.text}</p>
      <Button onPress={() => onEdit(first.line)}>{t('text.leftOpen')}</Button>
    </div>
  );
}

/** As the window was opened with them: what is typed from then on is on the screen itself. */
function useLeft(page: CatalogueRecord, reading: string) {
  const { drafts, desk } = useCatalogue();
  const open = useStore(desk);
  const [left, setLeft] = useState<readonly { readonly line: string; readonly text: string }[]>([]);
  const { id, n, values } = page;
  useEffect(() => {
    let stale = false;
    if (open === null) return undefined;
    void drafts.all().then((all) => {
      if (stale) return;
      setLeft(
        all.flatMap(({ record, field, text }) => {
          const named = record === id && values[field] !== text ? readLineField(field) : null;
          return named?.text === reading ? [{ line: named.line, text }] : [];
        }),
      );
    });
    return () => {
      stale = true;
    };
    // Another object of the same page has the same values, until it is written.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [drafts, open, id, n, reading]);
  return left;
}
