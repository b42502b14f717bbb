/** All imports of this machine, newest first. */
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../shared/rpc/contract-import.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { printRoute } from '../../ui/route.ts';
import { sourceLabel } from '../../ui/source-label.ts';
import { ImportButtons } from './import-buttons.tsx';
import { NOWHERE } from './import-context.tsx';
import { whenOf } from '../../ui/when.ts';
import styles from './import.module.css';
import { useImports } from './use-reports.ts';

export function ImportsPage() {
  const { t } = useTranslation();
  const reports = useImports();
  return (
    <section className={styles['page']} aria-label={t('nav.imports')}>
      <header className={styles['head']}>
        <h1>{t('nav.imports')}</h1>
        <ImportButtons into={NOWHERE} />
      </header>
      {reports !== undefined && reports.length === 0 && (
        <EmptyState icon="imports" title={t('empty.imports')} hint={t('empty.importsHint')} />
      )}
      {reports !== undefined && reports.length > 0 && <ImportTable reports={reports} />}
    </section>
  );
}

function ImportTable({ reports }: { reports: readonly ImportReport[] }) {
  const { t, i18n } = useTranslation();
  return (
    // Scrolls by keyboard too.
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('import.table')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>{t('import.source')}</th>
            <th>{t('import.begun')}</th>
            <th>{t('import.state')}</th>
            <th className={styles['number']}>{t('import.sum.seen')}</th>
            <th className={styles['number']}>{t('import.sum.stored')}</th>
            <th className={styles['number']}>{t('import.sum.known')}</th>
            <th className={styles['number']}>{t('import.sum.refused')}</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.import}>
              <td>
                <a href={printRoute({ screen: 'import', id: report.import })}>
                  {sourceLabel(report.source, t)}
                </a>
              </td>
              <td>{whenOf(report.begun, i18n.language)}</td>
              <td>{t(`import.states.${report.state}`)}</td>
              <td className={styles['number']}>{report.seen}</td>
              <td className={styles['number']}>{report.stored}</td>
              <td className={styles['number']}>{report.known}</td>
              <td className={styles['number']}>{report.refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
