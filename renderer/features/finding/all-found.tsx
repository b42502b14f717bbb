/** Saves or prints everything that was found: gathers it first, with how far it is and a way to stop. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v4 as newAsker } from 'uuid';
import { textOf } from '../../../shared/model/record-values.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { useRecord } from '../../db/hooks.ts';
import { useStore } from '../../db/use-live.ts';
import type { Hit } from '../../search/query.ts';
import { useSearch } from '../../search/use-search.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { PrintedReport } from '../../ui/report/printed-report.tsx';
import { ReportTools } from '../../ui/report/report-tools.tsx';
import { whenOf } from '../../ui/when.ts';
import { useLabels } from '../../ui/use-label.ts';
import { collectFound, type FoundRow } from './collect-found.ts';
import { foundReport } from './found-report.ts';
import { hostPages } from './host-pages.ts';
import { searchSummary } from './search-summary.ts';
import { readHitRows } from './use-hit-rows.ts';
import type { Results } from './use-results.ts';

type AllFoundProps = {
  results: Results;
  /** The record whose name stands on paper. */
  archive: string;
};

export function AllFound({ results, archive }: AllFoundProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const isDisabled = results.rows.ids.length === 0;
  const command = { id: 'find.list', label: t('find.list.label'), isDisabled, run: () => setAsked(true) };
  useCommands([command]);
  return (
    <>
      <IconButton icon="print" label={command.label} isDisabled={isDisabled} onPress={command.run} />
      {isAsked && <AllFoundDialog results={results} archive={archive} onClose={() => setAsked(false)} />}
    </>
  );
}

function AllFoundDialog({ results, archive, onClose }: AllFoundProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const { reportError } = useDesk();
  const { query, answer: shown, filter, texts } = results;
  /** When the gathering began; what comes in meanwhile may be in the list or not. */
  const [isWhole] = useState(shown?.ready !== false && texts.found.answer?.searched.isWhole !== false);
  const { text, sort, certainty } = query;
  const limit = Math.max(1, (shown?.counts.certain ?? 0) + (shown?.counts.uncertain ?? 0));
  const { answer, pending } = useSearch(text, { filter, sort, certainty, limit });
  const hits = pending || answer === undefined ? null : answer.hits;
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [rows, setRows] = useState<readonly FoundRow[] | null>(null);
  const begin = useCollecting(results, setProgress);
  const isBegun = useRef(false);
  useEffect(() => {
    // What is gathered is the list of one moment: an answer that comes after it changes nothing any more.
    if (hits === null || isBegun.current) return;
    isBegun.current = true;
    void begin(hits).then((collected) => {
      if (collected.ok) return setRows(collected.rows);
      if (collected.code !== 'CANCELLED') reportError(collected);
      onClose();
    });
  }, [hits, begin, reportError, onClose]);
  return (
    <Dialog title={t('find.list.label')} onClose={onClose}>
      {rows === null ? (
        <>
          <progress
            aria-label={t('find.list.progress')}
            value={progress.done}
            max={Math.max(1, progress.total)}
          />
          <p role="status">{t('find.list.gathered', progress)}</p>
        </>
      ) : (
        <Gathered rows={rows} isWhole={isWhole} results={results} archive={archive} />
      )}
      <DialogButtons>
        <Button onPress={onClose}>{t(rows === null ? 'act.cancel' : 'act.close')}</Button>
      </DialogButtons>
    </Dialog>
  );
}

/** Gathers until the dialog is closed. */
function useCollecting(
  results: Results,
  onProgress: (progress: { done: number; total: number }) => void,
): (hits: readonly Hit[]) => ReturnType<typeof collectFound> {
  const { host } = useDesk();
  const db = useStore(useCatalogue().copy);
  const [left] = useState(() => new AbortController());
  useEffect(() => () => left.abort(), [left]);
  const { question } = results;
  return useCallback(
    (hits) => {
      const pages = hostPages(host, newAsker());
      left.signal.addEventListener('abort', pages.stop, { once: true });
      return collectFound(hits, {
        pages: question === null ? null : (cursor) => pages.pages(question, cursor),
        more: (unit, cursor) =>
          question === null
            ? Promise.resolve({ ok: true, value: { hits: [], next: null } })
            : pages.more(question, unit, cursor),
        read: (ids) => (db === null ? Promise.resolve([]) : readHitRows(db, ids)),
        onProgress: (done, total) => onProgress({ done, total }),
        signal: left.signal,
      });
    },
    [host, db, question, left, onProgress],
  );
}

type GatheredProps = AllFoundProps & { rows: readonly FoundRow[]; isWhole: boolean };

function Gathered({ rows, isWhole, results, archive }: GatheredProps) {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const record = useRecord(archive);
  const archiveName = (record && textOf(record.values, 'name')) ?? t('app.name');
  const [at] = useState(() => new Date().toISOString());
  const report = useCallback(
    () =>
      foundReport({
        rows,
        archive: archiveName,
        asked: searchSummary(results.query, t),
        when: whenOf(at, i18n.language),
        labels,
        t,
      }),
    [rows, archiveName, results.query, at, labels, t, i18n.language],
  );
  return (
    <>
      <p role="status" data-gathered={rows.length}>
        {t('find.list.ready', { count: rows.length })}
      </p>
      {!isWhole && <p>{t('find.notReady')}</p>}
      <DialogButtons>
        <ReportTools report={report} />
      </DialogButtons>
      <PrintedReport report={report} />
    </>
  );
}
