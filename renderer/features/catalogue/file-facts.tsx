/** What is known of the stored scan of a document: for reading only. */
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { fileOf, textOf } from '../../../shared/model/record-values.ts';
import { printDecimal } from '../../ui/print-decimal.ts';
import styles from './file-facts.module.css';

export function FileFacts({ record }: { record: CatalogueRecord }) {
  const { t, i18n } = useTranslation();
  const file = fileOf(record.values);
  if (file === null) return null;
  const opening = textOf(record.values, 'opening');
  const megabytes = printDecimal(file.size / 1_000_000, i18n.language, 2);
  return (
    <section className={styles['facts']}>
      <h3>{t('file.heading')}</h3>
      <dl>
        <dt>{t('file.name')}</dt>
        <dd>{file.name}</dd>
        <dt>{t('file.pages')}</dt>
        <dd>{file.pages}</dd>
        <dt>{t('file.size')}</dt>
        <dd>{t('file.megabytes', { size: megabytes })}</dd>
        <dt>{t('file.sha')}</dt>
        <dd className={styles['sha']}>{file.sha256}</dd>
      </dl>
      {opening !== null && (
        <>
          <h3>{t('file.opening')}</h3>
          <p className={styles['opening']}>{opening}</p>
        </>
      )}
    </section>
  );
}
