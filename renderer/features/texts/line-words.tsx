/** The words of a line; those that the machine doubted are marked. */
import { useTranslation } from 'react-i18next';
import type { TextLine } from '../../../shared/page-text/page-text.ts';
import styles from './texts.module.css';
import { runsOf } from './unsure.ts';

export function LineWords({ line }: { line: TextLine }) {
  const { t } = useTranslation();
  return runsOf(line).map((run) =>
    run.isDoubted ? (
      <span key={run.at} className={styles['doubted']} title={t('text.doubtedWord')}>
        {run.text}
      </span>
    ) : (
      run.text
    ),
  );
}
