/** One import: its sum, each file with what became of it and why, and the way back. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../shared/model/record-values.ts';
import { must } from '../../../shared/must.ts';
import { useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PrintedReport } from '../../ui/report/printed-report.tsx';
import { ReportTools } from '../../ui/report/report-tools.tsx';
import { goTo } from '../../ui/route.ts';
import { sourceLabel } from '../../ui/source-label.ts';
import { FileRows } from './file-rows.tsx';
import { importReport } from './import-report.ts';
import { useImporter } from './import-context.tsx';
import { ImportSums } from './import-sums.tsx';
import { UnitSums } from './unit-sums.tsx';
import { whenOf } from '../../ui/when.ts';
import styles from './import.module.css';
import { useImportReport } from './use-reports.ts';

/** `archive`: the record whose name stands on paper. */
export function ReportPage({ id, archive }: { id: string; archive: string }) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const { sending, cancel } = useImporter();
  const found = useImportReport(id);
  const [asked, setAsked] = useState(false);
  const archiveRecord = useRecord(archive);
  const archiveName = (archiveRecord && textOf(archiveRecord.values, 'name')) ?? t('app.name');
  const printable = useCallback(
    () =>
      importReport(must(found, 'a report'), {
        t: (key, values = {}) => t(key, values),
        language: i18n.language,
        archive: archiveName,
      }),
    [found, t, i18n.language, archiveName],
  );
  if (found === undefined) return <p className={styles['loading']}>{t('list.loading')}</p>;
  if (found === null) return <EmptyState icon="imports" title={t('import.none')} />;

  const { report, files } = found;
  const progress = sending.find((each) => each.import === id);
  const isOpen = report.state === 'open' || report.state === 'running' || progress !== undefined;
  const undo = async () => {
    setAsked(false);
    const answer = await desk.host.call('import.undo', { import: id });
    if (answer.ok) desk.say({ text: t('said.importUndone', { count: answer.value.records }), undo: true });
    else desk.reportError({ code: answer.code, details: answer.details });
  };

  return (
    <section
      className={styles['page']}
      aria-label={t('import.report', { source: sourceLabel(report.source, t) })}
      data-import={isOpen ? 'open' : report.state}
    >
      <header className={styles['head']}>
        <div>
          <h1>{sourceLabel(report.source, t)}</h1>
          <p className={styles['when']}>
            {t('import.line', {
              when: whenOf(report.begun, i18n.language),
              state: t(`import.states.${report.state}`),
            })}
          </p>
        </div>
        <div className={styles['buttons']}>
          <ReportTools report={printable} />
          {isOpen ? (
            <Button icon="close" onPress={() => cancel(id)}>
              {t('import.cancel')}
            </Button>
          ) : (
            <>
              <Button icon="inbox" onPress={() => goTo({ screen: 'unplaced' })}>
                {t('import.toUnplaced')}
              </Button>
              <Button icon="undo" isDisabled={report.stored === 0} onPress={() => setAsked(true)}>
                {t('import.undo')}
              </Button>
            </>
          )}
        </div>
      </header>
      {isOpen && (
        <progress
          className={styles['progress']}
          aria-label={t('import.progress')}
          value={report.seen - report.open}
          max={Math.max(1, report.seen)}
        />
      )}
      <div role="status">
        <ImportSums report={report} />
      </div>
      <UnitSums files={files} />
      <FileRows files={files} />
      <PrintedReport report={printable} />
      {asked && (
        <Dialog title={t('import.undoTitle')} onClose={() => setAsked(false)}>
          <p>{t('import.undoHint', { count: report.stored })}</p>
          <DialogButtons>
            <Button onPress={() => setAsked(false)}>{t('act.cancel')}</Button>
            <Button variant="primary" onPress={() => void undo()}>
              {t('import.undo')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </section>
  );
}
