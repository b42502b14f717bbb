/**
 * A report on paper: nothing of the window, on each page the archive, the title, the date and the counts. It is made when the
 * system begins to print, whoever asked for it, and is gone afterwards.
 */
import { useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Cell, Column, Report } from './report.ts';
import styles from './printed-report.module.css';

export function PrintedReport({ report }: { report: () => Report }) {
  const [printed, setPrinted] = useState<Report | null>(null);
  useEffect(() => {
    // The page is printed as it stands when the event has been told.
    const before = () => flushSync(() => setPrinted(report()));
    const after = () => setPrinted(null);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, [report]);
  return printed === null ? null : createPortal(<Paper report={printed} />, document.body);
}

function Paper({ report }: { report: Report }) {
  const { i18n } = useTranslation();
  const { title, archive, when, total, parts, columns, rows } = report;
  const format = (count: number) => count.toLocaleString(i18n.language === 'en' ? 'en-GB' : 'ru');
  const sums = [total, ...parts].map(({ name, count }) => `${name}: ${format(count)}`).join(' · ');
  return (
    <div className={styles['paper']} lang={i18n.language}>
      <h1>{title}</h1>
      <p>{when}</p>
      <dl className={styles['sums']}>
        {[total, ...parts].map(({ name, count }, at) => (
          <div key={name}>
            <dt>
              {at === 0 ? '' : at === 1 ? '= ' : '+ '}
              {name}
            </dt>
            <dd>{format(count)}</dd>
          </div>
        ))}
      </dl>
      <table>
        <colgroup>
          {columns.map(({ title: name, paper }) => (
            <col key={name} style={{ width: `${(paper / widthOf(columns)) * 100}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <td colSpan={columns.length} className={styles['running']}>
              {[archive, title, when, sums].join(' — ')}
            </td>
          </tr>
          <tr>
            {columns.map(({ title: name, kind }) => (
              <th key={name} className={styles[kind]}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // Rows stand still: the report was made once.
            <tr key={row}>{cells.map((cell, at) => printCell(cell, columns[at], at))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function printCell(cell: Cell, column: Column | undefined, at: number) {
  return (
    <td key={at} className={styles[column?.kind ?? 'text']}>
      {cell}
    </td>
  );
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { paper }) => sum + paper, 0);
}
