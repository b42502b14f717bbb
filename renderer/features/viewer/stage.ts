/** OpenSeadragon behind five verbs: what shows one page, zooms and turns it. The original file is never touched. */
import OpenSeadragon from 'openseadragon';
import type { PageRaster } from './page-raster.ts';

export type Stage = {
  /** Shows a page in the whole of the stage; resolves when it is painted, rejects when it cannot be drawn. */
  show(raster: PageRaster): Promise<void>;
  clear(): void;
  zoom(factor: number): void;
  fit(): void;
  /** Turns the view by quarters of a circle. */
  rotate(degrees: number): void;
  pan(x: number, y: number): void;
  close(): void;
};

const ZOOM_MAX_PIXELS = 4;

export function createStage(element: HTMLElement): Stage {
  const viewer = new OpenSeadragon.Viewer({
    element,
    drawer: 'canvas',
    showNavigationControl: false,
    showNavigator: false,
    animationTime: 0.25,
    blendTime: 0,
    immediateRender: true,
    minZoomImageRatio: 0.5,
    maxZoomPixelRatio: ZOOM_MAX_PIXELS,
    visibilityRatio: 0.3,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    // Keys are the viewer's own, the same for scans and PDF.
    keyboardNavEnabled: false,
  });
  // A step of ours names the button; the canvas itself must not be a stop of the Tab key.
  viewer.canvas.tabIndex = -1;

  return {
    async show(raster) {
      // Drawn before it is put on the stage: the page before stays until then, and nothing flashes.
      await raster.draw(0);
      await new Promise<void>((resolve, reject) => {
        viewer.addTiledImage({
          tileSource: tileSourceOf(raster),
          success: (event) => {
            const item = (event as unknown as { item: OpenSeadragon.TiledImage }).item;
            for (let i = viewer.world.getItemCount() - 1; i >= 0; i -= 1) {
              const other = viewer.world.getItemAt(i);
              if (other !== item) viewer.world.removeItem(other);
            }
            viewer.viewport.goHome(true);
            viewer.forceRedraw();
            viewer.addOnceHandler('tile-drawn', () => resolve());
          },
          error: () => reject(new Error('the page could not be put on the stage')),
        });
      });
    },
    clear: () => viewer.world.removeAll(),
    zoom(factor) {
      viewer.viewport.zoomBy(factor);
      viewer.viewport.applyConstraints();
    },
    fit: () => void viewer.viewport.goHome(),
    rotate: (degrees) => void viewer.viewport.setRotation(viewer.viewport.getRotation() + degrees, true),
    pan(x, y) {
      viewer.viewport.panBy(viewer.viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y)));
      viewer.viewport.applyConstraints();
    },
    close: () => viewer.destroy(),
  };
}

/** A tile source with one tile for each size of the page. */
function tileSourceOf(raster: PageRaster): OpenSeadragon.TileSource {
  const source = new OpenSeadragon.TileSource({
    width: raster.width,
    height: raster.height,
    tileSize: Math.max(raster.width, raster.height),
    minLevel: 0,
    maxLevel: raster.levels - 1,
  });
  const name = crypto.randomUUID();
  source.getTileUrl = (level) => `${name}/${level}`;
  source.equals = (other) => other === source;
  /** Given up: the stage was closed, or another page came; that such a drawing ends is no trouble. */
  const givenUp = new WeakSet<object>();
  source.downloadTileStart = (job) => {
    const level = Number(job.src.split('/').at(-1));
    raster.draw(level).then(
      (context) => job.finish(context, null, 'context2d'),
      () => {
        if (!givenUp.has(job)) job.fail('the page could not be drawn', null);
      },
    );
  };
  source.downloadTileAbort = (job) => void givenUp.add(job);
  source.hasTransparency = () => false;
  return source;
}
