/** The hand of the box tool: presses and drags on the stage, told as boxes. */
import type { Draft, OverlayBox } from './overlay.ts';
import {
  boxBetween,
  boxToPixels,
  GRIPS,
  gripAt,
  isGraspable,
  isInside,
  moveBox,
  resizeBox,
  toPercent,
  toPixels,
  type Grip,
  type Matrix,
  type Point,
} from './page-box.ts';
import type { Gestures } from './stage-gestures.ts';

type BoxHandDeps = {
  readonly pages: () => readonly { readonly id: string; readonly matrix: Matrix }[];
  readonly boxes: () => readonly OverlayBox[];
  readonly selected: () => OverlayBox | null;
  readonly isDrawing: () => boolean;
  readonly mayEdit: () => boolean;
  readonly onDraft: (draft: Draft | null) => void;
  readonly onFinish: (draft: Draft) => void;
  readonly onClick: (id: string | null) => void;
  /** A press on a page, in per cent, where no box is. */
  readonly onPoint: (page: string, at: Point) => void;
};

type Held = {
  readonly page: string;
  readonly matrix: Matrix;
  readonly id: string | null;
  /** Where the hand was put down, in per cent. */
  readonly from: Point;
  readonly boxAt: (to: Point) => Draft['box'];
};

const GRIP_PX = 9;
const LEAST_DRAG_PX = 4;
const WHOLE = { x: 0, y: 0, w: 100, h: 100 };
const CURSORS: Readonly<Record<Grip, readonly [string, string]>> = {
  n: ['ns-resize', 'ew-resize'],
  s: ['ns-resize', 'ew-resize'],
  e: ['ew-resize', 'ns-resize'],
  w: ['ew-resize', 'ns-resize'],
  nw: ['nwse-resize', 'nesw-resize'],
  se: ['nwse-resize', 'nesw-resize'],
  ne: ['nesw-resize', 'nwse-resize'],
  sw: ['nesw-resize', 'nwse-resize'],
};

export function createBoxHand(deps: BoxHandDeps): { gestures: Gestures; cursorAt: (at: Point) => string } {
  let held: Held | null = null;
  let draft: Draft | null = null;

  const matrixOf = (page: string) => deps.pages().find(({ id }) => id === page)?.matrix ?? null;
  const isNear = (one: Point, other: Point) =>
    Math.abs(one.x - other.x) <= GRIP_PX && Math.abs(one.y - other.y) <= GRIP_PX;
  /** The grip of the chosen box under the hand, or the box itself. */
  const graspAt = (at: Point): { chosen: OverlayBox; matrix: Matrix; grip: Grip | null } | null => {
    const chosen = deps.mayEdit() ? deps.selected() : null;
    const matrix = chosen === null ? null : matrixOf(chosen.page);
    if (chosen === null || matrix === null) return null;
    const grip = GRIPS.find((each) => isNear(toPixels(matrix, gripAt(chosen.box, each)), at));
    if (grip !== undefined) return { chosen, matrix, grip };
    return isInside(chosen.box, toPercent(matrix, at)) ? { chosen, matrix, grip: null } : null;
  };
  const hold = (at: Point): Held | null => {
    if (deps.isDrawing()) {
      const page = deps.pages().find(({ matrix }) => isInside(WHOLE, toPercent(matrix, at)));
      if (page === undefined) return null;
      const from = toPercent(page.matrix, at);
      return { page: page.id, matrix: page.matrix, id: null, from, boxAt: (to) => boxBetween(from, to) };
    }
    const grasp = graspAt(at);
    if (grasp === null) return null;
    const { chosen, matrix, grip } = grasp;
    const from = toPercent(matrix, at);
    const boxAt = (to: Point) =>
      grip === null
        ? moveBox(chosen.box, { x: to.x - from.x, y: to.y - from.y })
        : resizeBox(chosen.box, grip, to);
    return { page: chosen.page, matrix, id: chosen.id, from, boxAt };
  };
  const click = (at: Point) => {
    const hits = deps.boxes().filter(({ page, box }) => {
      const matrix = matrixOf(page);
      return matrix !== null && isInside(box, toPercent(matrix, at));
    });
    // The smallest lies in front: a box within a box can be chosen.
    const [front] = hits.sort((one, other) => one.box.w * one.box.h - other.box.w * other.box.h);
    deps.onClick(front?.id ?? null);
    if (front !== undefined) return;
    for (const { id, matrix } of deps.pages()) {
      const place = toPercent(matrix, at);
      if (isInside(WHOLE, place)) deps.onPoint(id, place);
    }
  };

  return {
    gestures: {
      press(at) {
        draft = null;
        held = deps.mayEdit() ? hold(at) : null;
        return held !== null;
      },
      drag(at) {
        if (held === null) return;
        // The wheel, or a movement that was not at its end, may have moved the page under the hand.
        const matrix = matrixOf(held.page) ?? held.matrix;
        const start = toPixels(matrix, held.from);
        const isFar = Math.abs(at.x - start.x) >= LEAST_DRAG_PX || Math.abs(at.y - start.y) >= LEAST_DRAG_PX;
        if (draft === null && !isFar) return;
        draft = { id: held.id, page: held.page, box: held.boxAt(toPercent(matrix, at)) };
        deps.onDraft(draft);
      },
      release(at) {
        const last = draft;
        const wasHeld = held;
        held = null;
        draft = null;
        if (last !== null && isGraspable(last.box)) deps.onFinish(last);
        else {
          deps.onDraft(null);
          if (wasHeld !== null && wasHeld.id !== null) click(at);
        }
      },
      click(at) {
        if (!deps.isDrawing()) click(at);
      },
    },
    cursorAt(at) {
      if (deps.isDrawing()) return 'crosshair';
      const grasp = graspAt(at);
      if (grasp === null) return '';
      if (grasp.grip === null) return 'move';
      const seen = boxToPixels(grasp.matrix, { x: 0, y: 0, w: 1, h: 0 });
      return CURSORS[grasp.grip][seen.w > seen.h ? 0 : 1];
    },
  };
}
