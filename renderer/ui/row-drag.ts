/**
 * Dragging rows of lists and trees by the mouse, from one into another. The browser's own dragging is left to files from
 * outside; this one scrolls a long list at its edges, opens a branch that is waited over, ends by Escape, and says in
 * words what a drop would do. What may be dropped where is the lists' own business.
 */
import { useSyncExternalStore } from 'react';

/** Into a row, or beside it. */
export type DropSpot = {
  readonly id: string;
  readonly where: 'into' | 'before' | 'after';
  readonly isAllowed: boolean;
  /** What the row is called, where it is no record of the window's copy. */
  readonly name?: string;
};

export type DropTarget = {
  /**
   * What a drop on row `id` would be; `part`: 0 at its upper edge, 1 at its lower; `across` from its left edge to its right.
   * Null: nothing can be dropped there.
   */
  readonly spotAt: (id: string, part: number, across: number) => DropSpot | null;
  readonly drop: (spot: DropSpot) => void;
  /** The row is waited over. */
  readonly onWait?: (id: string) => void;
};

export type RowDragging = {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** The row beneath the mouse, and the list that it stands in. */
  readonly over: { readonly box: Element; readonly spot: DropSpot } | null;
};

let dragging: RowDragging | null = null;
const listeners = new Set<() => void>();

function setDragging(next: RowDragging | null): void {
  dragging = next;
  for (const listener of Array.from(listeners)) listener();
}

/** What `select` makes of the dragging, which is null when there is none; renders only when that is another thing. */
export function useRowDragging<T>(select: (now: RowDragging | null) => T): T {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => select(dragging),
  );
}

const targets = new Map<Element, () => DropTarget | undefined>();

/** Says what may be dropped on the rows of a box; the function returned takes that back. */
export function offerDrops(box: Element, target: () => DropTarget | undefined): () => void {
  targets.set(box, target);
  return () => void targets.delete(box);
}

/** A press that moves less is a press. */
const BEGIN_PX = 5;
const WAIT_MS = 600;
const EDGE_PX = 36;
const FASTEST_PX = 24;

/**
 * Follows the mouse from a press on a row. `begin` is asked once it has moved: what to call the rows that come along, or
 * null when they cannot be moved.
 */
export function watchDrag(
  press: { readonly clientX: number; readonly clientY: number },
  begin: () => string | null,
): void {
  const ended = new AbortController();
  const { signal } = ended;
  let at = { x: press.clientX, y: press.clientY };
  let waiting: { id: string; timer: ReturnType<typeof setTimeout> } | undefined;

  function onMove(event: PointerEvent): void {
    at = { x: event.clientX, y: event.clientY };
    if (dragging === null) {
      if (Math.hypot(at.x - press.clientX, at.y - press.clientY) < BEGIN_PX) return;
      const label = begin();
      if (label === null) return end(false);
      setDragging({ label, ...at, over: null });
      requestAnimationFrame(scroll);
    }
    look();
  }

  function look(): void {
    if (dragging === null) return;
    const row = document.elementFromPoint(at.x, at.y)?.closest('[data-row]') ?? null;
    const box = row?.closest('[data-rows]') ?? null;
    const over = row === null || box === null ? null : overRow(row, box);
    setDragging({ ...dragging, ...at, over });
  }

  function overRow(row: Element, box: Element): RowDragging['over'] {
    const target = targets.get(box)?.();
    const id = row.getAttribute('data-row') ?? '';
    waitOver(id, target);
    const { top, height, left, width } = row.getBoundingClientRect();
    const spot = target?.spotAt(id, (at.y - top) / height, (at.x - left) / width) ?? null;
    if (spot === null) return null;
    const before = dragging?.over ?? null;
    return before !== null && isSameSpot(before.spot, spot) ? before : { box, spot };
  }

  function waitOver(id: string, target: DropTarget | undefined): void {
    if (waiting?.id === id) return;
    clearTimeout(waiting?.timer);
    waiting = { id, timer: setTimeout(() => target?.onWait?.(id), WAIT_MS) };
  }

  /** Near its upper and lower edge a list scrolls, the nearer the quicker. */
  function scroll(): void {
    if (signal.aborted) return;
    const box = document.elementFromPoint(at.x, at.y)?.closest('[data-rows]');
    if (box !== null && box !== undefined) {
      const { top, bottom } = box.getBoundingClientRect();
      const by = edgeSpeed(at.y - top) * -1 + edgeSpeed(bottom - at.y);
      if (by !== 0) {
        box.scrollBy(0, by);
        look();
      }
    }
    requestAnimationFrame(scroll);
  }

  function end(isDrop: boolean): void {
    ended.abort();
    clearTimeout(waiting?.timer);
    const now = dragging;
    setDragging(null);
    if (now !== null) {
      // The press is not a click as well.
      const pressed = new AbortController();
      const swallow = (event: MouseEvent) => event.stopPropagation();
      window.addEventListener('click', swallow, { capture: true, signal: pressed.signal });
      setTimeout(() => pressed.abort());
      if (isDrop && now.over?.spot.isAllowed === true) targets.get(now.over.box)?.()?.drop(now.over.spot);
    }
  }

  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', () => end(true), { signal });
  window.addEventListener('pointercancel', () => end(false), { signal });
  window.addEventListener('blur', () => end(false), { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || dragging === null) return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    },
    { signal, capture: true },
  );
}

function isSameSpot(a: DropSpot, b: DropSpot): boolean {
  return a.id === b.id && a.where === b.where && a.isAllowed === b.isAllowed;
}

/** Pixels of a frame, `distance` from an edge. */
function edgeSpeed(distance: number): number {
  return distance < 0 || distance > EDGE_PX ? 0 : Math.ceil(((EDGE_PX - distance) / EDGE_PX) * FASTEST_PX);
}
