/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- a picture that takes keys has the role of an application */
/** The stage with a page or a pair on it, and the layer of boxes over them. It has the keys of the viewer. */
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  type KeyboardEvent,
  type Ref,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { filterOf, type Adjustments } from './adjustments.ts';
import type { OverlayActs, OverlayBox, Sight, ViewerTexts } from './overlay.ts';
import { PageOverlay } from './page-overlay.tsx';
import type { PageRaster } from './page-raster.ts';
import { PageTexts } from './page-texts.tsx';
import { ScanPlaceNote } from './scan-place-note.tsx';
import { spreadOf, type PairMode } from './spreads.ts';
import { stageKey, type StageCommand } from './stage-keys.ts';
import type { View } from './stage-layout.ts';
import { StageNotes } from './stage-notes.tsx';
import type { Stage } from './stage.ts';
import { useBoxTool } from './use-box-tool.ts';
import type { ScanPlaces } from './use-scan-place.ts';
import type { PageLoader } from './use-pages-shown.ts';
import { useStage } from './use-stage.ts';
import styles from './viewer.module.css';

export type StageHandle = {
  /** Null until it is on the screen. */
  stage(): Stage | null;
  /** Begins to draw a box; with one in the middle for whoever has no mouse. */
  draw(withBox: boolean): void;
  /** Lets keys move and resize a box. */
  adjust(id: string): void;
  focus(): void;
  /** The text that the file itself has of a page; null when none. */
  text(page: CatalogueRecord): Promise<PageText | null>;
  /** A page as a picture of middling size, for showing a part of it elsewhere; null when it has none. */
  picture(page: CatalogueRecord): Promise<HTMLCanvasElement | null>;
};

type PageStageProps = {
  pages: readonly CatalogueRecord[];
  /** From 0. */
  index: number;
  mode: PairMode;
  loader: PageLoader;
  /** Where the scans of the pages shown are. */
  scans: ScanPlaces;
  firstView: View;
  adjustments: Adjustments;
  boxes: readonly OverlayBox[];
  acts: OverlayActs;
  texts: ViewerTexts;
  onView: (view: View) => void;
  onCommand: (command: StageCommand) => void;
  ref: Ref<StageHandle>;
};

export function PageStage(props: PageStageProps) {
  const { pages, index, mode, loader, firstView, adjustments, boxes, acts, texts, ref } = props;
  const { t } = useTranslation();
  const at = spreadOf(index, pages.length, mode);
  const spread = at.flatMap((i) => pages[i] ?? []);
  const [first = index, last = first] = at;
  const around = mode.isDouble ? [last + 1, last + 2, first - 1, first - 2] : [last + 1, first - 1];
  const { place, moves, ...bring } = props.scans;
  const { box, stage, tool, shown, failed, isMaking, isReduced, follow } = useStage({
    spread,
    neighbours: around.flatMap((i) => pages[i] ?? []),
    loader,
    moves,
    firstView,
    onView: props.onView,
  });
  /** Hands and keys change what a person drew; what was found or is read is only marked. */
  const [drawn, marks] = useMemo(
    () => [boxes.filter(({ kind }) => kind === 'region'), boxes.filter(({ kind }) => kind !== 'region')],
    [boxes],
  );
  const { state, inSight } = useBoxTool(tool, drawn, acts);

  const filter = filterOf(adjustments);
  useEffect(() => stage.current?.setFilter(filter), [stage, filter]);

  useReveal(stage, boxes.find(({ id }) => id === acts.selected) ?? null, shown);
  useReveal(stage, texts.sight, shown);

  useImperativeHandle(
    ref,
    () => ({
      stage: () => stage.current,
      draw(withBox) {
        tool.begin(withBox);
        box.current?.focus();
      },
      adjust(id) {
        box.current?.focus();
        tool.adjust(id);
      },
      focus: () => box.current?.focus(),
      text: (page) => loader.text(page),
      picture: async (page) => pictureOf(await loader.load(page)),
    }),
    [stage, tool, box, loader],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const isTools = tool.key(event);
    const command = isTools ? null : stageKey(event);
    if (!isTools && command === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (command !== null) props.onCommand(command);
  };

  const number = pages.findIndex(({ id }) => id === shown[0]);
  return (
    <div className={styles['stageFrame']}>
      {/* A picture that takes keys: the roles of HTML have no nearer word than an application. */}
      <div
        ref={box}
        role="application"
        tabIndex={0}
        aria-label={t(at.length > 1 ? 'viewer.stagePair' : 'viewer.stage', {
          page: first + 1,
          last: last + 1,
          total: pages.length,
        })}
        aria-roledescription={t('viewer.role')}
        aria-keyshortcuts="PageDown PageUp + - 0 R Shift+R"
        data-shown={number < 0 ? '' : number + 1}
        data-mode={state.mode}
        className={styles['stage']}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect();
          event.currentTarget.style.cursor = tool.cursorAt({
            x: event.clientX - left,
            y: event.clientY - top,
          });
        }}
      />
      <PageOverlay
        pages={spread.map(({ id }) => id)}
        boxes={[...marks, ...inSight]}
        selected={acts.selected}
        active={state.draft === null ? null : (state.draft.id ?? 'draft')}
        mayEdit={acts.edit !== null}
        follow={follow}
      />
      {texts.isSelecting && <PageTexts texts={texts} stage={box} follow={follow} />}
      {/* Why a page cannot be shown is not said before it is known where its scan is. */}
      <StageNotes
        failed={place === null ? failed : 'none'}
        isMaking={isMaking}
        isReduced={isReduced}
        tool={state}
      />
      {place !== null && place !== undefined && (
        <ScanPlaceNote place={place} isBlank={failed === 'all'} {...bring} />
      )}
    </div>
  );
}

/** Brings what is wished for into view, once it is shown: another wish moves the view, not a box of the same that was moved. */
function useReveal(stage: RefObject<Stage | null>, wish: Sight | null, shown: readonly string[]): void {
  const id = wish !== null && shown.includes(wish.page) ? wish.id : null;
  const reveal = useEffectEvent(() => {
    if (wish !== null) stage.current?.reveal(wish.page, wish.box);
  });
  useEffect(() => {
    if (id !== null) reveal();
  }, [id]);
}

/** Not the largest size: a PDF page of that takes 67 MB. */
async function pictureOf(raster: PageRaster | null): Promise<HTMLCanvasElement | null> {
  if (raster === null) return null;
  return (await raster.take(Math.min(1, raster.levels - 1))).canvas;
}
