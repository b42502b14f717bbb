/** A quiet line about leaves: what the certification sheet states, what the scans and the documents inside come to. */
import { useTranslation } from 'react-i18next';
import {
  checkLeaves,
  countLeaves,
  type LeafCheck,
  type LeafSheet,
} from '../../../shared/model/leaf-check.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import { countOf, fileOf, leavesOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useChildren } from '../../db/hooks.ts';
import { useLabels } from '../../ui/use-label.ts';
import { Warning } from './inspector-hints.tsx';
import styles from './inspector-hints.module.css';

/** A unit of more documents is not compared. */
const MOST_DOCUMENTS = 1000;
/** Ranges named one by one; the rest are only counted. */
const MOST_NAMED = 6;

export function LeafCheckLine({ record }: { record: CatalogueRecord }) {
  if (record.t === 'document') return <DocumentLeaves record={record} />;
  return record.t === 'unit' || record.t === 'volume' ? <UnitLeaves record={record} /> : null;
}

function UnitLeaves({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const inside = useChildren(record.id, MOST_DOCUMENTS);
  if (inside === undefined || inside.more) return null;
  const documents = inside.rows.filter(({ t: type }) => type === 'document');
  const pages = documents.reduce((sum, each) => sum + (fileOf(each.values)?.pages ?? 0), 0);
  const ranges = documents.flatMap((each) => {
    const found = leavesOf(each.values)?.ranges ?? null;
    return found === null ? [] : [found];
  });
  const count = countOf(record.values, 'leafCount');
  if (count === null && ranges.length === 0) return null;
  return (
    <div className={styles['check']} role="status" data-leaf-check="">
      <Sums
        sums={[
          count === null ? null : t('leafCheck.certified', { count }),
          pages === 0 ? null : t('leafCheck.images', { count: pages }),
          ranges.length === 0 ? null : t('leafCheck.documents', { count: ranges.length }),
        ]}
      />
      <Differences check={checkLeaves(sheetOf(record, count), ranges)} />
    </div>
  );
}

function sheetOf({ values }: CatalogueRecord, count: number | null): LeafSheet {
  return {
    count,
    lettered: leavesOf(values, 'letteredLeaves')?.ranges ?? [],
    missed: leavesOf(values, 'missedLeaves')?.ranges ?? [],
  };
}

function Sums({ sums }: { sums: readonly (string | null)[] }) {
  return <p>{sums.filter((part) => part !== null).join(' · ')}</p>;
}

function Differences({ check }: { check: LeafCheck }) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (check.gaps === null) return null;
  const found = (['gaps', 'overlaps', 'beyond'] as const).flatMap((what) => {
    const ranges = check[what] ?? [];
    const named = printLeafRanges(ranges.slice(0, MOST_NAMED), labels.language);
    return ranges.length === 0 ? [] : [{ what, leaves: ranges.length > MOST_NAMED ? `${named}…` : named }];
  });
  if (found.length === 0) return <p>{t('leafCheck.agree')}</p>;
  return found.map(({ what, leaves }) => <Warning key={what}>{t(`leafCheck.${what}`, { leaves })}</Warning>);
}

function DocumentLeaves({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const ranges = leavesOf(record.values)?.ranges ?? null;
  const stated = countOf(record.values, 'leafCount');
  const pages = fileOf(record.values)?.pages ?? 0;
  if (ranges === null) return null;
  const count = countLeaves(ranges);
  return (
    <div className={styles['check']} role="status" data-leaf-check="">
      <Sums
        sums={[
          t('leafCheck.ranges', { count }),
          pages === 0 ? null : t('leafCheck.images', { count: pages }),
        ]}
      />
      {stated !== null && stated !== count && (
        <Warning>{t('leafCheck.otherCount', { count: stated })}</Warning>
      )}
      {/* A leaf has two sides at most; with less than one picture each, something was not scanned. */}
      {pages > 0 && pages < count && <Warning>{t('leafCheck.fewImages')}</Warning>}
    </div>
  );
}
