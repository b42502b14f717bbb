/** The report of an import as it is printed and saved: every file with its hash, and why it was not taken in. Pure. */
import type { FileOutcome, ImportReport } from '../../../shared/rpc/contract-import.ts';
import type { Report } from '../../ui/report/report.ts';
import { sourceLabel } from '../../ui/source-label.ts';
import { whenOf } from '../../ui/when.ts';

type Translate = (key: string, values?: Record<string, unknown>) => string;

export function importReport(
  { report, files }: { readonly report: ImportReport; readonly files: readonly FileOutcome[] },
  { t, language, archive }: { readonly t: Translate; readonly language: string; readonly archive: string },
): Report {
  const sum = (name: 'seen' | 'stored' | 'known' | 'refused' | 'open') => ({
    name: t(`import.sum.${name}`),
    count: report[name],
  });
  const column = (name: string, kind: 'text' | 'number' | 'code', width: number, paper: number) => ({
    title: t(`import.column.${name}`),
    kind,
    width,
    paper,
  });
  const source = sourceLabel(report.source, t);
  return {
    title: t('import.report', { source }),
    archive,
    when: t('import.line', {
      when: whenOf(report.begun, language),
      state: t(`import.states.${report.state}`),
    }),
    total: sum('seen'),
    parts: [sum('stored'), sum('known'), sum('refused'), ...(report.open > 0 ? [sum('open')] : [])],
    columns: [
      column('no', 'number', 6, 11),
      column('path', 'text', 50, 76),
      { title: 'SHA-256', kind: 'code', width: 66, paper: 70 },
      column('size', 'number', 13, 18),
      column('pages', 'number', 8, 10),
      column('leaf', 'text', 10, 14),
      column('verdict', 'text', 14, 24),
      column('reason', 'text', 60, 54),
    ],
    rows: files.map((file) => [
      file.no + 1,
      file.path,
      file.sha256 ?? null,
      file.size,
      file.pages ?? null,
      file.bound?.leaf ?? null,
      t(`import.verdict.${file.state}`),
      reasonsOf(file, t),
    ]),
    fileName: `${source} ${report.begun.slice(0, 10)}`,
  };
}

function reasonsOf({ code, warnings }: FileOutcome, t: Translate): string {
  const refusal = code === undefined ? [] : [t(`refusal.${code}`)];
  return [...refusal, ...warnings.map((warning) => t(`warning.${warning}`))].join(' ');
}
