/** What the viewer of a document is set to, and its commands, whether given by a key, a button or the palette. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { adjusted, AS_SCANNED, type Adjustments } from './adjustments.ts';
import type { OverlayActs, OverlayBox, ViewerTexts } from './overlay.ts';
import type { StageHandle } from './page-stage.tsx';
import { recallDocument } from './remembered.ts';
import { spreadOf, turnedFrom, type PairMode } from './spreads.ts';
import type { StageCommand } from './stage-keys.ts';
import { WHOLE, type View } from './stage-layout.ts';
import { useFullScreen } from './use-full-screen.ts';
import { useMemory } from './use-memory.ts';

type UseViewer = {
  document: CatalogueRecord;
  pages: readonly CatalogueRecord[];
  index: number;
  boxes: readonly OverlayBox[];
  acts: OverlayActs;
  texts: ViewerTexts;
  stage: RefObject<StageHandle | null>;
  onTurn: (index: number) => void;
};

export type ViewerState = {
  readonly mode: PairMode;
  readonly adjustments: Adjustments;
  readonly isFull: boolean;
  /** How the first page shown is to be seen. */
  readonly firstView: View;
  readonly setAdjustments: (next: Adjustments) => void;
  readonly onView: (view: View) => void;
  readonly run: (command: StageCommand) => void;
};

const ZOOM_STEP = 1.4;
const PAN_PX = 80;

export function useViewer(use: UseViewer): ViewerState {
  const { document, pages, index, stage, onTurn } = use;
  const [first] = useState(() => recallDocument(document.id));
  const [mode, setMode] = useState<PairMode>(first);
  const [adjustments, setAdjustments] = useState<Adjustments>(first.adjustments);
  const { isFull, toggle } = useFullScreen();
  const view = useRef<View>(first.view);
  const page = pages[index]?.id ?? null;
  const isSamePage = first.page !== null && first.page === page;
  const firstView: View = isSamePage ? first.view : { ...WHOLE, rotation: first.view.rotation };

  const { isDouble, isCoverAlone } = mode;
  const changed = useMemory(() =>
    page === null ? null : { id: document.id, page, view: view.current, adjustments, isDouble, isCoverAlone },
  );
  useEffect(changed, [changed, page, adjustments, isDouble, isCoverAlone]);

  const on = () => stage.current?.stage() ?? null;
  const turn = (to: number) => onTurn(Math.max(0, Math.min(pages.length - 1, to)));
  const change = (next: Partial<PairMode>) => {
    setMode({ ...mode, ...next });
    // A pair is another picture: what was enlarged of a page means nothing there.
    on()?.view.fit('page');
  };
  const light = (what: 'brightness' | 'contrast', steps: number) =>
    setAdjustments(adjusted(adjustments, what, steps));
  const acts: Record<StageCommand, () => void> = {
    previous: () => turn(turnedFrom(index, -1, pages.length, mode)),
    next: () => turn(turnedFrom(index, 1, pages.length, mode)),
    first: () => turn(0),
    last: () => turn(spreadOf(pages.length - 1, pages.length, mode)[0] ?? 0),
    zoomIn: () => on()?.view.zoom(ZOOM_STEP),
    zoomOut: () => on()?.view.zoom(1 / ZOOM_STEP),
    fit: () => on()?.view.fit('page'),
    fitWidth: () => on()?.view.fit('width'),
    actualSize: () => on()?.actualSize(),
    rotateLeft: () => on()?.view.rotate(-90),
    rotateRight: () => on()?.view.rotate(90),
    panUp: () => on()?.view.pan(0, -PAN_PX),
    panDown: () => on()?.view.pan(0, PAN_PX),
    panLeft: () => on()?.view.pan(-PAN_PX, 0),
    panRight: () => on()?.view.pan(PAN_PX, 0),
    double: () => change({ isDouble: !isDouble }),
    coverAlone: () => change({ isCoverAlone: !isCoverAlone }),
    brighter: () => light('brightness', 1),
    darker: () => light('brightness', -1),
    harder: () => light('contrast', 1),
    softer: () => light('contrast', -1),
    negative: () => setAdjustments({ ...adjustments, isNegative: !adjustments.isNegative }),
    grey: () => setAdjustments({ ...adjustments, isGrey: !adjustments.isGrey }),
    asScanned: () => setAdjustments(AS_SCANNED),
    fullScreen: toggle,
    drawRegion: () => stage.current?.draw(true),
    nextRegion: () => use.acts.onSelect(neighbourBox(use, 1)),
    previousRegion: () => use.acts.onSelect(neighbourBox(use, -1)),
    selectText: () => use.texts.onSelecting(!use.texts.isSelecting),
    toText: () => use.texts.onToText(),
  };
  return {
    mode,
    adjustments,
    isFull,
    firstView,
    setAdjustments,
    onView: (next) => {
      view.current = next;
      changed();
    },
    run: (command) => acts[command](),
  };
}

/** The box after the chosen one, in the order of the eye; round again at the end. */
function neighbourBox({ boxes, acts, pages }: UseViewer, by: 1 | -1): string | null {
  const place = new Map(pages.map(({ id }, i) => [id, i]));
  const ordered = boxes
    .filter(({ kind }) => kind === 'region')
    .sort(
      (one, other) =>
        (place.get(one.page) ?? 0) - (place.get(other.page) ?? 0) ||
        one.box.y - other.box.y ||
        one.box.x - other.box.x,
    );
  const at = ordered.findIndex(({ id }) => id === acts.selected);
  const next = at < 0 ? (by > 0 ? 0 : ordered.length - 1) : (at + by + ordered.length) % ordered.length;
  return ordered[next]?.id ?? null;
}
