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
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const left = useLeft(page, reading).filter(({ line }) => !opened.has(line));
  const [first] = left;
  if (first === undefined) return null;
  // From here on it is in its field, and its author keeps it or gives it up.
  const open = () => {
    setOpened(new Set([...opened, first.line]));
    onEdit(first.line);
  };
  return (
    <div className={styles['offer']} role="status" data-left={left.length}>
      <p>{t('text.leftLines', { count: left.length })}</p>
      <p className={styles['words']}>{first.text}</p>
      <Button onPress={open}>{t('text.leftOpen')}</Button>
    </div>
  );
}

/** Those from before the page was opened: what is typed from then on is in its field on the screen. */
function useLeft(page: CatalogueRecord, reading: string) {
  const { drafts, desk } = useCatalogue();
  const open = useStore(desk);
  const [left, setLeft] = useState<readonly { readonly line: string; readonly text: string }[]>([]);
  const [since] = useState(() => Date.now());
  const { id, n, values } = page;
  useEffect(() => {
    let stale = false;
    if (open === null) return undefined;
    void drafts.all().then((all) => {
      if (stale) return;
      setLeft(
        all.flatMap(({ record, field, text, at }) => {
          const isLeft = record === id && at < since && values[field] !== text;
          const named = isLeft ? readLineField(field) : null;
          return named?.text === reading ? [{ line: named.line, text }] : [];
        }),
      );
    });
    return () => {
      stale = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- another object of the same page has the same values until it is written, which makes another `n`
  }, [drafts, open, id, n, reading, since]);
  return left;
}
