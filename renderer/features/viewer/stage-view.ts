/** Zoom, place and turn of what the stage shows: kept to the window, or chosen by hand. */
import OpenSeadragon from 'openseadragon';
import type { Box } from '../../../shared/model/region-parts.ts';
import { boxToPixels, matrixTo, type Matrix, type Point } from './page-box.ts';
import { cleanRotation, fitCentre, fitScale, type Fit, type Size, type View } from './stage-layout.ts';
import { toStage, type TurnedPlace } from './turned-place.ts';

export type StageView = {
  /** The room for pages, in pixels. */
  room(): Size;
  /** Pixels for a page height: as painted now, or where a movement will end. */
  scale(isPainted: boolean): number;
  /** Where a page is on the stage, as painted now. */
  matrixOf(place: TurnedPlace): Matrix;
  /** What a person sees, where a movement will end. */
  now(): View;
  /** Shows what was seen before, at once. */
  apply(view: View): void;
  fit(fit: 'page' | 'width'): void;
  /** Fits again to another room, should it have been fitted. */
  refit(): void;
  /** By hand, to pixels for a page height and another middle. */
  go(scale: number, centre: Point): void;
  zoom(factor: number): void;
  pan(x: number, y: number): void;
  rotate(degrees: number): void;
  /** Brings a box of the page at this place into view, should it be out of it. */
  reveal(place: TurnedPlace, box: Box): void;
  /** A hand has moved the view: it no longer keeps to the window. */
  byHand(): void;
};

/** What is brought into view stands clear of the edge. */
const REVEAL_MARGIN_PX = 24;

/** `whole` answers the size of all that is shown. */
export function createStageView(viewer: OpenSeadragon.Viewer, whole: () => Size): StageView {
  const { viewport } = viewer;
  let fit: Fit = 'page';
  let rotation = 0;

  const room = (): Size => {
    const { x, y } = viewport.getContainerSize();
    return { width: x, height: y };
  };
  const scale = (isPainted: boolean) => viewport.getZoom(isPainted) * room().width;
  const wholeScale = () => fitScale('page', room(), whole(), rotation);
  const move = (to: number, centre: Point, isAtOnce: boolean): void => {
    viewport.zoomTo(to / room().width, undefined, isAtOnce);
    viewport.panTo(new OpenSeadragon.Point(centre.x, centre.y), isAtOnce);
  };
  const refit = (isAtOnce: boolean): void => {
    if (fit === 'free') return;
    const to = fitScale(fit, room(), whole(), rotation);
    move(to, fitCentre(room(), whole(), rotation, to), isAtOnce);
  };
  const byHand = (): void => {
    fit = 'free';
  };

  const matrixOf = (place: TurnedPlace): Matrix => {
    const pixel = (at: Point) => {
      const { x, y } = toStage(place, at);
      return viewport.pixelFromPoint(new OpenSeadragon.Point(x, y), true);
    };
    return matrixTo(pixel({ x: 0, y: 0 }), pixel({ x: 100, y: 0 }), pixel({ x: 0, y: 100 }));
  };
  const go = (to: number, centre: Point): void => {
    byHand();
    move(to, centre, false);
    viewport.applyConstraints();
  };

  return {
    room,
    scale,
    matrixOf,
    now() {
      const { x, y } = viewport.getCenter(false);
      return { fit, zoom: scale(false) / wholeScale(), x, y, rotation };
    },
    apply(view) {
      ({ fit, rotation } = view);
      viewport.setRotation(rotation, true);
      refit(true);
      if (fit === 'free') move(wholeScale() * view.zoom, view, true);
    },
    fit(next) {
      fit = next;
      refit(false);
    },
    refit: () => refit(true),
    go,
    zoom(factor) {
      byHand();
      viewport.zoomBy(factor);
      viewport.applyConstraints();
    },
    pan(x, y) {
      byHand();
      viewport.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y)));
      viewport.applyConstraints();
    },
    rotate(degrees) {
      rotation = cleanRotation(rotation + degrees);
      viewport.setRotation(rotation, true);
      refit(true);
      viewer.forceRedraw();
    },
    reveal(place, box) {
      const seen = boxToPixels(matrixOf(place), box);
      const { width, height } = room();
      const isWithin = (from: number, length: number, all: number) =>
        from >= REVEAL_MARGIN_PX && from + length <= all - REVEAL_MARGIN_PX;
      if (isWithin(seen.x, seen.w, width) && isWithin(seen.y, seen.h, height)) return;
      const shrink = Math.min(1, (width * 0.8) / seen.w, (height * 0.8) / seen.h);
      go(scale(true) * shrink, toStage(place, { x: box.x + box.w / 2, y: box.y + box.h / 2 }));
    },
    byHand,
  };
}
