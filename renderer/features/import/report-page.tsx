/** One import: its sum, each file with what became of it and why, and the way back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { goTo } from '../../ui/route.ts';
import { sourceLabel } from '../../ui/source-label.ts';
import { FileRows } from './file-rows.tsx';
import { useImporter } from './import-context.tsx';
import { ImportSums } from './import-sums.tsx';
import { whenOf } from '../../ui/when.ts';
import styles from './import.module.css';
import { useImportReport } from './use-reports.ts';

export function ReportPage({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const { sending, cancel } = useImporter();
  const found = useImportReport(id);
  const [asked, setAsked] = useState(false);
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
      <FileRows files={files} />
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
