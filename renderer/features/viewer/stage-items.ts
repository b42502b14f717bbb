/** Pictures on OpenSeadragon's world: put there, waited for, taken away. */
import type OpenSeadragon from 'openseadragon';
import { unturnedBounds, type TurnedPlace } from './turned-place.ts';

/** A page that does not come to be painted holds up no turning. */
const PAINT_DEADLINE_MS = 1500;

export function addItem(
  viewer: OpenSeadragon.Viewer,
  source: OpenSeadragon.TileSource,
  place: TurnedPlace,
): Promise<OpenSeadragon.TiledImage> {
  return new Promise((resolve, reject) => {
    viewer.addTiledImage({
      tileSource: source,
      ...unturnedBounds(place),
      degrees: place.turned,
      success: (event) => resolve((event as unknown as { item: OpenSeadragon.TiledImage }).item),
      error: () => reject(new Error('the page could not be put on the stage')),
    });
  });
}

export function keepOnly(viewer: OpenSeadragon.Viewer, kept: ReadonlySet<OpenSeadragon.TiledImage>): void {
  for (let i = viewer.world.getItemCount() - 1; i >= 0; i -= 1) {
    const item = viewer.world.getItemAt(i);
    if (!kept.has(item)) viewer.world.removeItem(item);
  }
}

/** Resolves when each of the pictures was painted once. */
export function painted(
  viewer: OpenSeadragon.Viewer,
  items: readonly OpenSeadragon.TiledImage[],
): Promise<void> {
  return new Promise((resolve) => {
    const waiting = new Set(items);
    const end = () => {
      clearTimeout(timer);
      viewer.removeHandler('tile-drawn', onDrawn);
      resolve();
    };
    const onDrawn = (event: { tiledImage?: OpenSeadragon.TiledImage }) => {
      if (event.tiledImage !== undefined) waiting.delete(event.tiledImage);
      if (waiting.size === 0) end();
    };
    const timer = setTimeout(end, PAINT_DEADLINE_MS);
    viewer.addHandler('tile-drawn', onDrawn);
    if (waiting.size === 0) end();
    viewer.forceRedraw();
  });
}
