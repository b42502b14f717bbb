/** All pages of a document as small pictures; several can be chosen at once. The leaves of a unit show their holes too. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { labelLeaves } from '../../../shared/model/print-leaves.ts';
import { imageOf, leavesOf, tagsOf, turnedOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Icon } from '../../ui/icons.tsx';
import { RowList, type RowListProps } from '../../ui/row-list.tsx';
import type { Selection } from '../../ui/selection.ts';
import { ThumbImage } from '../../ui/thumb-image.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './viewer.module.css';

/** An empty place behind a page, or before the first one. */
type StripGap = {
  readonly id: string;
  readonly after: string | null;
  readonly kind: string;
  readonly label: string;
};

/** What the strip of a unit's leaves has besides its pages, and what can be done in it. */
export type StripParts = Pick<RowListProps, 'cut' | 'onShift' | 'onDrag' | 'drops'> & {
  readonly gaps: readonly StripGap[];
  /** Of pages and empty places. */
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
};

type PageStripProps = {
  pages: readonly CatalogueRecord[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  parts: StripParts | null;
  /** Another number when scans have come that were elsewhere: their small pictures are asked for again. */
  moves: number;
};

const ROW_PX = 132;
/** A leaf's name may take two lines. */
const LEAF_ROW_PX = 150;
const NO_GAPS: readonly StripGap[] = [];

export function PageStrip({ pages, selection, onSelect, parts, moves }: PageStripProps) {
  const { t } = useTranslation();
  const gaps = parts?.gaps ?? NO_GAPS;
  const ids = useMemo(() => idsOf(pages, gaps), [pages, gaps]);
  const indexById = useMemo(() => new Map(pages.map((page, index) => [page.id, index])), [pages]);
  const gapById = useMemo(() => new Map(gaps.map((gap) => [gap.id, gap])), [gaps]);
  const shown = parts?.selection ?? selection;
  const select = parts?.onSelect ?? onSelect;
  return (
    <div className={styles['strip']}>
      <RowList
        label={t('viewer.strip')}
        ids={ids}
        selected={shown.ids}
        current={shown.current}
        multiple
        rowHeight={parts === null ? ROW_PX : LEAF_ROW_PX}
        onSelect={(selected, current) => select({ ids: selected, current })}
        cut={parts?.cut}
        onShift={parts?.onShift}
        onDrag={parts?.onDrag}
        drops={parts?.drops}
      >
        {(id) => {
          const gap = gapById.get(id);
          if (gap !== undefined) return <Empty gap={gap} />;
          const index = indexById.get(id) ?? 0;
          const page = pages[index];
          return page === undefined ? null : <Thumb page={page} index={index} moves={moves} />;
        }}
      </RowList>
    </div>
  );
}

/** Pages with the empty places between them. */
function idsOf(pages: readonly CatalogueRecord[], gaps: readonly StripGap[]): string[] {
  if (gaps.length === 0) return pages.map(({ id }) => id);
  const behind = new Map<string | null, string[]>();
  for (const { id, after } of gaps) behind.set(after, [...(behind.get(after) ?? []), id]);
  return [...(behind.get(null) ?? []), ...pages.flatMap(({ id }) => [id, ...(behind.get(id) ?? [])])];
}

function Empty({ gap }: { gap: StripGap }) {
  return (
    <div className={styles['thumb']}>
      <span className={styles['emptyPlace']} data-hole={gap.kind}>
        {gap.label}
      </span>
    </div>
  );
}

function Thumb({ page, index, moves }: { page: CatalogueRecord; index: number; moves: number }) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const image = imageOf(page.values);
  const leaf = leavesOf(page.values, 'leaf');
  const tags = tagsOf(page.values).length;
  return (
    <div className={styles['thumb']} data-turned={turnedOf(page.values)}>
      {image === null ? (
        <span className={styles['noThumb']}>
          <Icon name="page" size={32} />
        </span>
      ) : (
        <ThumbImage key={moves} sha256={image.sha256} index={image.index} />
      )}
      <span className={styles['thumbLabel']}>
        {leaf === null || leaf.ranges === null
          ? (leaf?.written ?? t('viewer.pageShort', { page: index + 1 }))
          : labelLeaves(leaf.ranges, language)}
        {page.values['regions'] === true && (
          <span role="img" aria-label={t('viewer.marked')} title={t('viewer.marked')}>
            <Icon name="region" size={11} />
          </span>
        )}
        {tags > 0 && (
          <>
            <Icon name="tag" size={11} />
            {tags}
          </>
        )}
      </span>
    </div>
  );
}
