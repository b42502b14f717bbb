/** What was done about the scans, newest first: every check and every repair, when, by whom and with what result; to be printed too. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../shared/model/record-values.ts';
import type { AuditEvent } from '../../../shared/rpc/contract-audit.ts';
import { useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { PrintedReport } from '../../ui/report/printed-report.tsx';
import { ReportTools } from '../../ui/report/report-tools.tsx';
import { Hint, Row } from '../../ui/section.tsx';
import { whenOf } from '../../ui/when.ts';
import { aboutOf, eventReport, outcomeOf, type Translate } from './event-report.ts';
import styles from './fixity.module.css';

/** Of the newest so many, which are printed and saved too, a few are shown at first. */
const ASKED = 2000;
const SHOWN = 30;

type EventListProps = {
  /** Changes when there may be new ones. */
  ended: number;
  /** The record whose name stands on paper. */
  archive: string;
};

export function EventList({ ended, archive }: EventListProps) {
  const { t, i18n } = useTranslation();
  const { host } = useDesk();
  const [shown, setShown] = useState(SHOWN);
  const [known, setKnown] = useState<{ events: readonly AuditEvent[]; total: number; ended: number } | null>(
    null,
  );
  useEffect(() => {
    let isGone = false;
    void host.call('audit.events', { before: null, limit: ASKED }).then((answer) => {
      if (!isGone && answer.ok) setKnown({ ...answer.value, ended });
    });
    return () => {
      isGone = true;
    };
  }, [host, ended]);
  const record = useRecord(archive);
  const words = useWords();
  const archiveName = (record && textOf(record.values, 'name')) ?? t('app.name');
  const report = useCallback(
    () => eventReport(known?.events ?? [], { t: words, language: i18n.language, archive: archiveName }),
    [known, words, i18n.language, archiveName],
  );
  if (known === null) return null;
  if (known.total === 0) return <p>{t('fixity.noEvents')}</p>;
  const left = known.events.length - shown;
  return (
    <>
      <Row>
        <ReportTools report={report} />
      </Row>
      <EventTable events={known.events.slice(0, shown)} />
      {left > 0 && (
        <Row>
          <Button variant="quiet" onPress={() => setShown(shown * 4)}>
            {t('fixity.moreEvents', { count: left })}
          </Button>
        </Row>
      )}
      <Hint>{t('fixity.eventsKept')}</Hint>
      <PrintedReport report={report} />
    </>
  );
}

function useWords(): Translate {
  const { t } = useTranslation();
  return useCallback((key, values) => t(key, values ?? {}), [t]);
}

function EventTable({ events }: { events: readonly AuditEvent[] }) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  return (
    // Wider than its place it scrolls by itself, and by keyboard.
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('fixity.eventsTotal')}>
      <table className={styles['events']}>
        <thead>
          <tr>
            {(['when', 'what', 'about', 'outcome', 'by'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`fixity.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} data-event={event.type} data-outcome={event.outcome}>
              <td>{whenOf(event.at, i18n.language)}</td>
              <td>{t(`fixity.type.${event.type === 'recovery' ? 'recovery' : 'check'}`)}</td>
              <td className={styles['about']}>{aboutOf(event, words)}</td>
              <td>{outcomeOf(event, words)}</td>
              <td>{t(`fixity.by.${event.agent.by}`, { program: event.agent.program })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
