/** Everything that was found as a report: a row for each record and each page. Pure. */
import type { TFunction } from 'i18next';
import { datesOf } from '../../../shared/model/record-values.ts';
import { isCertain } from '../../../shared/query/tiers.ts';
import type { Cell, Column, Report } from '../../ui/report/report.ts';
import type { Labels } from '../../ui/use-label.ts';
import type { FoundRow } from './collect-found.ts';
import { codeLine } from './found-texts.ts';
import type { HitRecord } from './use-hit-rows.ts';

type FoundReport = {
  readonly rows: readonly FoundRow[];
  readonly archive: string;
  /** What was asked, in a line. */
  readonly asked: string;
  /** The moment, as people write it. */
  readonly when: string;
  readonly labels: Labels;
  readonly t: TFunction;
};

const NO_MARKS = { words: [], begun: null };

export function foundReport({ rows, archive, asked, when, labels, t }: FoundReport): Report {
  const columns = (
    [
      ['no', 'number', 6, 12],
      ['where', 'text', 16, 26],
      ['code', 'code', 26, 44],
      ['title', 'text', 40, 66],
      ['dates', 'text', 14, 24],
      ['leaf', 'text', 10, 18],
      ['sure', 'text', 16, 24],
      ['text', 'text', 60, 63],
    ] as const
  ).map(([name, kind, width, paper]): Column => ({
    title: t(`find.list.columns.${name}`),
    kind,
    width,
    paper,
  }));
  const places = [
    ['record', (row: FoundRow) => row.kind === 'record'],
    ['certain', (row: FoundRow) => row.kind === 'page' && isCertain(row.hit.tier)],
    ['uncertain', (row: FoundRow) => row.kind === 'page' && !isCertain(row.hit.tier)],
  ] as const;
  return {
    title: t('find.list.title', { asked }),
    archive,
    when,
    total: { name: t('find.list.total'), count: rows.length },
    parts: places.map(([name, is]) => ({
      name: t(`find.list.parts.${name}`),
      count: rows.filter(is).length,
    })),
    columns,
    rows: rows.map((row, i) => [i + 1, ...cellsOf(row, labels, t)]),
    fileName: t('find.list.fileName', { asked }),
  };
}

function cellsOf(found: FoundRow, labels: Labels, t: TFunction): Cell[] {
  const row = found.kind === 'record' ? found.row : found.of;
  const described = [codeOf(row, labels), row === null ? null : titleOf(row, labels), datesIn(row)];
  if (found.kind === 'record') {
    const sure = found.hit.near === undefined ? null : t('find.near', { word: found.hit.near });
    return [t(`level.${found.row.record.t}`), ...described, null, sure, null];
  }
  const { leaf, at, tier, snippet } = found.hit;
  const place = leaf ?? (at === null ? null : t('find.texts.page', { page: at }));
  return [
    t('find.list.page'),
    ...described,
    place,
    isCertain(tier) ? null : t('find.texts.possible'),
    snippet.text,
  ];
}

function codeOf(row: HitRecord | null, labels: Labels): string | null {
  return row === null
    ? null
    : (codeLine([...row.ancestors, row.record], labels.language, NO_MARKS)?.text ?? null);
}

function titleOf({ record }: HitRecord, labels: Labels): string {
  return labels.title(record) || labels.full(record);
}

function datesIn(row: HitRecord | null): string | null {
  return row === null ? null : (datesOf(row.record.values)?.written ?? null);
}
