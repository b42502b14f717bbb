/** The viewer of a document: page strip, toolbar, stage. One for scans and PDF. */
import { useEffect, useMemo, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import { fileOf, leavesOf, textOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Selection } from '../../ui/selection.ts';
import type { OverlayActs, OverlayBox, ViewerTexts } from './overlay.ts';
import { PageStage, type StageHandle } from './page-stage.tsx';
import { PageStrip, type StripParts } from './page-strip.tsx';
import { spreadOf } from './spreads.ts';
import { usePageLoader } from './use-pages-shown.ts';
import { useScanPlace } from './use-scan-place.ts';
import { useViewer } from './use-viewer.ts';
import { ViewerToolbar } from './viewer-toolbar.tsx';
import styles from './viewer.module.css';

type ViewerProps = {
  document: CatalogueRecord;
  /** Undefined while the host has not answered. */
  pages: readonly CatalogueRecord[] | undefined;
  /** The page shown, from 0. */
  index: number;
  selection: Selection;
  /** Of a unit's own leaves what the strip has besides them. */
  strip: StripParts | null;
  onTurn: (index: number) => void;
  onSelect: (selection: Selection) => void;
  /** Path and acts, from the catalogue. */
  head: ReactNode;
  /** What lies over the pages, and what can be done with it. */
  boxes: readonly OverlayBox[];
  acts: OverlayActs;
  texts: ViewerTexts;
  /** Stands above the pages: the search within the document. */
  bar: ReactNode;
  /** Called with the pages that stand together, from 0. */
  onSpread: (indexes: readonly number[]) => void;
  stage: RefObject<StageHandle | null>;
};

export function Viewer({ head, ...props }: ViewerProps) {
  const { document, pages } = props;
  const { t } = useTranslation();
  const file = fileOf(document.values);
  // The sheaf of a unit has no file of its own: its pages have one each.
  const isBare = file?.picture === false || pages?.length === 0;
  if (!isBare && pages !== undefined) return <Pages {...props} pages={pages} head={head} />;
  return (
    <section className={styles['viewer']} aria-label={t('viewer.label')}>
      {head}
      {isBare && (
        <EmptyState
          icon="document"
          title={t(file === null ? 'viewer.noFile' : 'viewer.notPictured')}
          hint={t(file === null ? 'viewer.noFileHint' : 'viewer.notPicturedHint')}
        />
      )}
    </section>
  );
}

type PagesProps = ViewerProps & { pages: readonly CatalogueRecord[] };

function Pages({
  document,
  pages,
  index,
  selection,
  boxes,
  acts,
  texts,
  bar,
  head,
  stage,
  ...on
}: PagesProps) {
  const { t } = useTranslation();
  const { onTurn, onSelect, onSpread } = on;
  const loader = usePageLoader(document);
  const viewer = useViewer({ document, pages, index, boxes, acts, texts, stage, onTurn });
  const spread = spreadOf(index, pages.length, viewer.mode);
  const together = spread.join();
  const scans = useScanPlace(spread.flatMap((at) => pages[at] ?? []));
  useEffect(() => onSpread(together.split(',').map(Number)), [onSpread, together]);
  const titled = useMemo(() => pages.map(({ values }) => ({ titles: titlesOf(values) })), [pages]);
  return (
    <section className={styles['viewer']} aria-label={t('viewer.label')} data-full={viewer.isFull}>
      {!viewer.isFull && head}
      <ViewerToolbar
        index={index}
        pages={titled}
        mode={viewer.mode}
        adjustments={viewer.adjustments}
        isFull={viewer.isFull}
        isFirst={spread.includes(0)}
        isLast={spread.includes(pages.length - 1)}
        mayDraw={acts.edit !== null}
        isSelecting={texts.isSelecting}
        hasRegions={boxes.some(({ kind }) => kind === 'region')}
        onCommand={viewer.run}
        onDraw={() => stage.current?.draw(false)}
        onAdjust={viewer.setAdjustments}
        onGoTo={onTurn}
        onEntered={() => stage.current?.focus()}
      />
      {bar}
      <div className={styles['body']}>
        <PageStrip
          pages={pages}
          selection={selection}
          onSelect={onSelect}
          parts={on.strip}
          moves={scans.moves}
        />
        <PageStage
          ref={stage}
          pages={pages}
          index={index}
          mode={viewer.mode}
          loader={loader}
          scans={scans}
          firstView={viewer.firstView}
          adjustments={viewer.adjustments}
          boxes={boxes}
          acts={acts}
          texts={texts}
          onView={viewer.onView}
          onCommand={viewer.run}
        />
      </div>
    </section>
  );
}

function titlesOf(values: CatalogueRecord['values']): string[] {
  const titles = LANGUAGES.flatMap((language) => textOf(values, `title/${language}`) ?? []);
  const leaf = leavesOf(values, 'leaf');
  return leaf === null ? titles : [leaf.written, ...titles];
}
