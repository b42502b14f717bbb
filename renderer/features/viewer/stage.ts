/**
 * OpenSeadragon behind a few verbs: what shows a page or a pair, zooms and turns it. The original file is never touched.
 * Lengths on the stage are those of `stage-layout.ts`: a page is 1 high.
 */
import OpenSeadragon from 'openseadragon';
import type { PageImage } from '../../../shared/model/record-types.ts';
import type { Turned } from '../../../shared/model/record-values.ts';
import type { Box } from '../../../shared/model/region-parts.ts';
import type { Tiles } from './deep-zoom.ts';
import { boxToPixels, type Matrix } from './page-box.ts';
import type { PageRaster } from './page-raster.ts';
import { rasterSource } from './raster-source.ts';
import { takeGestures, type Gestures } from './stage-gestures.ts';
import { addItem, keepOnly, painted } from './stage-items.ts';
import { placePages, wholeOf, type View } from './stage-layout.ts';
import { tileSource } from './tile-source.ts';
import { aspectAsSeen, unturnedBounds, type TurnedPlace } from './turned-place.ts';
import { createStageView, type StageView } from './stage-view.ts';

/** A page, its picture (null when it has none that could be loaded: its place stays empty), and how that is turned. */
export type StagePage = {
  readonly id: string;
  readonly raster: PageRaster | null;
  readonly turned: Turned;
};

/** Where a page is on the stage now. */
export type PageOnStage = { readonly id: string; readonly matrix: Matrix };

export type Stage = {
  /**
   * Shows pages side by side; resolves when they are painted: true, or false when others were asked for meanwhile. Rejects
   * when one cannot be drawn.
   */
  show(pages: readonly StagePage[], view: View): Promise<boolean>;
  clear(): void;
  /** Lays a page's tiles over its reading copy. */
  sharpen(page: string, image: PageImage, tiles: Tiles): Promise<void>;
  /** One pixel of the page on one of the screen. */
  actualSize(): void;
  /** Brings a box into view, should it be out of it. */
  reveal(page: string, box: Box): void;
  /** A CSS filter over the picture. */
  setFilter(filter: string): void;
  pages(): readonly PageOnStage[];
  readonly view: StageView;
  close(): void;
};

type StageDeps = {
  readonly element: HTMLElement;
  readonly gestures: Gestures;
  /** Called with every frame in which the pages moved. */
  readonly onMoved: () => void;
  /** Called when the view has come to rest. */
  readonly onRest: () => void;
  /** Called when a page's tiles are gone: the reading copy is shown again. */
  readonly onTilesLost: (page: string) => void;
};

type Shown = {
  readonly id: string;
  readonly place: TurnedPlace;
  readonly raster: PageRaster | null;
  readonly copy: OpenSeadragon.TiledImage | null;
  tiles: { readonly item: OpenSeadragon.TiledImage; readonly width: number } | null;
};

/** Width by height of a page without a picture. */
const BLANK_ASPECT = 0.7;
/** Tiles are taken when the reading copy would be enlarged by more. */
const SHARP_ENOUGH = 1.05;
const WHOLE_PAGE: Box = { x: 0, y: 0, w: 100, h: 100 };

export function createStage(deps: StageDeps): Stage {
  const viewer = createViewer(deps.element);
  let shown: Shown[] = [];
  let turn = 0;
  /** Until then the pages before are in sight: nothing of the new ones may lie over them. */
  let isPainted = false;
  let isClosed = false;
  const view = createStageView(viewer, () => wholeOf(shown.map(({ place }) => place.width)));

  const isInView = ({ place }: Shown): boolean => {
    const { x, y, w, h } = boxToPixels(view.matrixOf(place), WHOLE_PAGE);
    const { width, height } = view.room();
    return x < width && y < height && x + w > 0 && y + h > 0;
  };
  /** Tiles are asked for only where the reading copy does not do. */
  const chooseTiles = (): void => {
    for (const { place, raster, tiles } of shown) {
      if (tiles === null || raster === null) continue;
      const pixels = view.scale(false) * unturnedBounds(place).width * window.devicePixelRatio;
      const opacity = pixels > raster.width * SHARP_ENOUGH ? 1 : 0;
      if (tiles.item.getOpacity() !== opacity) tiles.item.setOpacity(opacity);
    }
  };
  /** The scale of the last wish for the actual size. */
  let actual: number | null = null;
  const actualSize = (): void => {
    const page = shown.find(({ raster }) => raster !== null);
    const pixels = page?.tiles?.width ?? page?.raster?.width;
    if (page === undefined || pixels === undefined) return;
    actual = pixels / unturnedBounds(page.place).width / window.devicePixelRatio;
    view.go(actual, view.now());
  };
  viewer.addHandler('update-viewport', deps.onMoved);
  let isResized = false;
  // OpenSeadragon sets a zoom of its own behind this event: it is fitted again before the next frame is painted.
  viewer.addHandler('after-resize', () => {
    isResized = true;
  });
  viewer.addHandler('viewport-change', () => {
    if (isResized && shown.length > 0) view.refit();
    isResized = false;
    chooseTiles();
  });
  viewer.addHandler('animation-finish', deps.onRest);
  viewer.addHandler('tile-load-failed', (event: { tiledImage?: OpenSeadragon.TiledImage }) => {
    const page = shown.find(({ tiles }) => tiles !== null && tiles.item === event.tiledImage);
    if (page === undefined || page.tiles === null) return;
    viewer.world.removeItem(page.tiles.item);
    page.tiles = null;
    deps.onTilesLost(page.id);
  });
  takeGestures(viewer, deps.gestures, () => view.byHand());

  return {
    view,
    async show(pages, wanted) {
      turn += 1;
      const mine = turn;
      // Drawn before they are put on the stage: the pages before stay until then, and nothing flashes.
      await Promise.all(pages.map(async ({ raster }) => raster?.draw(0)));
      if (mine !== turn) return false;
      const next = await putOn(viewer, pages, () => isClosed);
      const items = next.flatMap(({ copy }) => copy ?? []);
      if (mine !== turn) {
        for (const item of items) viewer.world.removeItem(item);
        return false;
      }
      shown = next;
      isPainted = false;
      actual = null;
      view.apply(wanted);
      await painted(
        viewer,
        next.filter(isInView).flatMap(({ copy }) => copy ?? []),
      );
      if (mine !== turn) return false;
      keepOnly(viewer, new Set(items));
      isPainted = true;
      deps.onMoved();
      return true;
    },
    clear() {
      turn += 1;
      shown = [];
      viewer.world.removeAll();
    },
    async sharpen(id, image, tiles) {
      const page = shown.find((each) => each.id === id);
      if (page === undefined || page.raster === null || page.tiles !== null) return;
      const item = await addItem(viewer, tileSource(image, tiles, page.raster.width), page.place);
      item.setOpacity(0);
      if (!shown.includes(page)) return viewer.world.removeItem(item);
      page.tiles = { item, width: tiles.width };
      // Asked for while only the reading copy's size was known.
      if (actual !== null && Math.abs(view.scale(false) / actual - 1) < 0.001) actualSize();
      chooseTiles();
    },
    actualSize,
    reveal(id, box) {
      const page = shown.find((each) => each.id === id);
      if (page !== undefined) view.reveal(page.place, box);
    },
    setFilter: (filter) => setFilter(viewer, filter),
    pages: () => (isPainted ? shown.map(({ id, place }) => ({ id, matrix: view.matrixOf(place) })) : []),
    close() {
      isClosed = true;
      turn += 1;
      viewer.destroy();
    },
  };
}

/** Puts the pages side by side on the stage, behind those that are seen. */
function putOn(
  viewer: OpenSeadragon.Viewer,
  pages: readonly StagePage[],
  isClosed: () => boolean,
): Promise<Shown[]> {
  const places = placePages(
    pages.map(({ raster, turned }) =>
      aspectAsSeen(raster === null ? BLANK_ASPECT : raster.width / raster.height, turned),
    ),
  );
  return Promise.all(
    pages.map(async ({ id, raster, turned }, i): Promise<Shown> => {
      const place = { ...(places[i] ?? { x: 0, width: 1 }), turned };
      const copy = raster === null ? null : await addItem(viewer, rasterSource(raster, isClosed), place);
      return { id, place, raster, copy, tiles: null };
    }),
  );
}

function createViewer(element: HTMLElement): OpenSeadragon.Viewer {
  const viewer = new OpenSeadragon.Viewer({
    element,
    drawer: 'canvas',
    showNavigationControl: false,
    showNavigator: false,
    animationTime: 0.25,
    blendTime: 0,
    immediateRender: true,
    minZoomImageRatio: 0.3,
    maxZoomPixelRatio: 4,
    visibilityRatio: 0.3,
    // Tiles of 512 pixels take a megabyte each.
    maxImageCacheCount: 120,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    // Keys are the viewer's own, the same for scans and PDF.
    keyboardNavEnabled: false,
  });
  // A step of ours names the button; the canvas itself must not be a stop of the Tab key.
  viewer.canvas.tabIndex = -1;
  return viewer;
}

function setFilter(viewer: OpenSeadragon.Viewer, filter: string): void {
  (viewer.drawer as unknown as { canvas: HTMLElement }).canvas.style.filter = filter;
}
