/**
 * Drawing, moving and resizing boxes on the stage, by hand and by keys. It knows pixels and per cent, nothing of React or of
 * who keeps the boxes; what it has under way is its state.
 */
import { printBox, type Box } from '../../../shared/model/region-parts.ts';
import { createBoxHand } from './box-hand.ts';
import {
  boxToPercent,
  boxBetween,
  growBox,
  isInside,
  nudgeBox,
  toPercent,
  type Matrix,
  type Point,
} from './page-box.ts';
import type { Draft, OverlayActs, OverlayBox } from './overlay.ts';
import type { Gestures } from './stage-gestures.ts';
import type { Size } from './stage-layout.ts';

export type BoxToolState = {
  /** `draw`: the next drag makes a box; `adjust`: keys change the chosen one. */
  readonly mode: 'rest' | 'draw' | 'adjust';
  readonly draft: Draft | null;
  readonly pending: Draft | null;
};

type Keys = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

export type BoxTool = {
  readonly gestures: Gestures;
  state(): BoxToolState;
  subscribe(listener: () => void): () => void;
  /** What is on the stage and what may be done with it now; call it whenever that changes. */
  update(boxes: readonly OverlayBox[], acts: OverlayActs): void;
  /** Begins to draw; with a box in the middle of the view for whoever has no mouse. */
  begin(withBox: boolean): void;
  /** Lets keys change a box that is on the stage. */
  adjust(id: string): void;
  /** Says whether the key was the tool's. */
  key(event: Keys): boolean;
  /** The cursor over a point; empty for the usual one. */
  cursorAt(at: Point): string;
  /** Leaves what is under way undone. */
  giveUp(): void;
};

type BoxToolDeps = {
  readonly pages: () => readonly { readonly id: string; readonly matrix: Matrix }[];
  readonly room: () => Size;
};

const STEP_PX = 8;
const FINE_STEP_PX = 1;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const WHOLE_PAGE: Box = { x: 0, y: 0, w: 100, h: 100 };
const REST: BoxToolState = { mode: 'rest', draft: null, pending: null };
const ONLY_LOOKED_AT: OverlayActs = { selected: null, onSelect: () => undefined, edit: null };

export function createBoxTool({ pages, room }: BoxToolDeps): BoxTool {
  let state = REST;
  let boxes: readonly OverlayBox[] = [];
  let acts = ONLY_LOOKED_AT;
  const listeners = new Set<() => void>();
  const set = (change: Partial<BoxToolState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const matrixOf = (page: string) => pages().find(({ id }) => id === page)?.matrix ?? null;
  const selected = () =>
    boxes.find(({ id, page }) => id === acts.selected && matrixOf(page) !== null) ?? null;
  const giveUp = () => set({ mode: 'rest', draft: null });

  const middle = (): Draft | null => {
    const { width, height } = room();
    const centre = { x: width / 2, y: height / 2 };
    const all = pages();
    const page = all.find(({ matrix }) => isInside(WHOLE_PAGE, toPercent(matrix, centre))) ?? all[0];
    if (page === undefined) return null;
    const [w, h] = [width * 0.2, height * 0.12];
    const {
      x,
      y,
      w: pw,
      h: ph,
    } = boxToPercent(page.matrix, { x: centre.x - w / 2, y: centre.y - h / 2, w, h });
    return { id: null, page: page.id, box: boxBetween({ x, y }, { x: x + pw, y: y + ph }) };
  };
  /** Hands a box over to be kept; it stays in sight until its keeper shows it. */
  const finish = async (draft: Draft): Promise<void> => {
    const { edit } = acts;
    set({ mode: 'rest', draft: null, pending: edit === null ? null : draft });
    if (edit === null) return;
    const id = await keep(edit, draft).catch(() => null);
    if (state.pending?.page !== draft.page || state.pending.box !== draft.box) return;
    const pending = id === null ? null : { ...draft, id };
    set({ pending: pending !== null && isKeptAs(pending, boxes) ? null : pending });
  };
  const hand = createBoxHand({
    pages,
    boxes: () => boxes,
    selected,
    isDrawing: () => state.mode === 'draw',
    mayEdit: () => acts.edit !== null,
    onDraft: (draft) => set({ draft }),
    onFinish: (draft) => void finish(draft),
    onClick: (id) => acts.onSelect(id),
    onPoint: (page, at) => acts.onPoint?.(page, at),
  });

  const keyOfDraft = (event: Keys, draft: Draft): boolean => {
    const matrix = matrixOf(draft.page);
    const arrow = ARROWS[event.key];
    if (event.key === 'Enter') void finish(draft);
    else if (event.key === 'Escape') giveUp();
    else if (arrow !== undefined && matrix !== null && !event.altKey && !event.metaKey) {
      const step = event.ctrlKey ? FINE_STEP_PX : STEP_PX;
      const by = { x: arrow.x * step, y: arrow.y * step };
      const change = event.shiftKey ? growBox : nudgeBox;
      set({ draft: { ...draft, box: change(draft.box, matrix, by) } });
    } else return false;
    return true;
  };
  const adjust = (id: string): void => {
    const box = boxes.find((each) => each.id === id);
    if (box === undefined || acts.edit === null) return;
    set({ mode: 'adjust', draft: { id, page: box.page, box: box.box } });
  };
  const keyAtRest = (event: Keys): boolean => {
    const chosen = selected();
    if (chosen === null || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === 'Escape') acts.onSelect(null);
    else if (event.key === 'Enter' && acts.edit !== null) adjust(chosen.id);
    else if (event.key === 'Delete' && acts.edit !== null) acts.edit.onDelete(chosen.id);
    else return false;
    return true;
  };

  return {
    gestures: hand.gestures,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    update(nextBoxes, nextActs) {
      boxes = nextBoxes;
      acts = nextActs;
      if (state.pending !== null && isKeptAs(state.pending, boxes)) set({ pending: null });
    },
    begin(withBox) {
      if (acts.edit === null) return;
      acts.onSelect(null);
      set({ mode: 'draw', draft: withBox ? middle() : null });
    },
    adjust,
    key(event) {
      if (state.draft !== null) return keyOfDraft(event, state.draft);
      if (state.mode !== 'draw') return keyAtRest(event);
      if (event.key === 'Escape') giveUp();
      else if (event.key === 'Enter' || ARROWS[event.key] !== undefined) set({ draft: middle() });
      else return false;
      return true;
    },
    cursorAt: hand.cursorAt,
    giveUp() {
      if (state.mode !== 'rest' || state.draft !== null) giveUp();
    },
  };
}

/** Has it written; answers the box's id, null when it was not. */
async function keep(
  edit: NonNullable<OverlayActs['edit']>,
  { id, page, box }: Draft,
): Promise<string | null> {
  if (id === null) return edit.onDraw(page, box);
  return (await edit.onChange(id, box)) ? id : null;
}

/** Whether the keeper shows it as it was handed over. */
function isKeptAs(pending: Draft, boxes: readonly OverlayBox[]): boolean {
  const kept = boxes.find(({ id }) => id === pending.id);
  return kept !== undefined && printBox(kept.box) === printBox(pending.box);
}

/** The boxes as they are to be seen: what is under way in the place of what is kept. */
export function boxesInSight(boxes: readonly OverlayBox[], { draft, pending }: BoxToolState): OverlayBox[] {
  const underWay = [pending, draft].filter((each) => each !== null);
  const seen = boxes.map((each) => {
    const now = underWay.findLast(({ id }) => id === each.id);
    return now === undefined ? each : { ...each, box: now.box };
  });
  const fresh = underWay
    .filter(({ id }) => !boxes.some((each) => each.id === id))
    .map(({ id, page, box }) => ({ id: id ?? 'draft', page, box, kind: 'region' as const }));
  return [...seen, ...fresh.slice(-1)];
}
