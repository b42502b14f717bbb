/** The mouse, pen or finger on the stage: first offered to a tool, else it moves the view. */
import type OpenSeadragon from 'openseadragon';
import type { Point } from './page-box.ts';

/** Points are pixels of the stage. */
export type Gestures = {
  /** True: the tool takes this hand until it is lifted, and the view does not move with it. */
  press(at: Point): boolean;
  drag(at: Point): void;
  release(at: Point): void;
  /** A press without a drag that no tool took. */
  click(at: Point): void;
};

type PointerEvent = { position?: Point; quick?: boolean; preventDefaultAction?: boolean };

/** `onView` is called when a hand moves the view. */
export function takeGestures(viewer: OpenSeadragon.Viewer, gestures: Gestures, onView: () => void): void {
  let isTaken = false;
  const on = (name: string, act: (event: PointerEvent, at: Point) => void) =>
    viewer.addHandler(name as 'canvas-click', (event: PointerEvent) =>
      act(event, event.position ?? { x: 0, y: 0 }),
    );

  on('canvas-press', (_, at) => {
    isTaken = gestures.press(at);
  });
  on('canvas-drag', (event, at) => {
    if (isTaken) {
      event.preventDefaultAction = true;
      gestures.drag(at);
    } else onView();
  });
  on('canvas-drag-end', (event) => {
    if (isTaken) event.preventDefaultAction = true;
  });
  on('canvas-release', (_, at) => {
    if (isTaken) gestures.release(at);
  });
  on('canvas-click', (event, at) => {
    event.preventDefaultAction = true;
    if (event.quick === true && !isTaken) gestures.click(at);
  });
  on('canvas-double-click', (event) => {
    if (isTaken) event.preventDefaultAction = true;
    else onView();
  });
  on('canvas-scroll', onView);
  on('canvas-pinch', onView);
}
