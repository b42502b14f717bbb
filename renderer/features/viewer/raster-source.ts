/** A page's raster as OpenSeadragon takes it: one tile for each size of the page. */
import OpenSeadragon from 'openseadragon';
import type { PageRaster } from './page-raster.ts';

/** `isClosed` says whether the stage is gone: that a drawing ends then is no trouble. */
export function rasterSource(raster: PageRaster, isClosed: () => boolean): OpenSeadragon.TileSource {
  const source = new OpenSeadragon.TileSource({
    width: raster.width,
    height: raster.height,
    tileSize: Math.max(raster.width, raster.height),
    minLevel: 0,
    maxLevel: raster.levels - 1,
  });
  // Each size is one tile: OpenSeadragon would take the largest, 50 MB, for the picture to begin with, and always load it.
  source.getClosestLevel = () => 0;
  const name = crypto.randomUUID();
  source.getTileUrl = (level) => `${name}/${level}`;
  source.equals = (other) => other === source;
  /** Given up because another page came. */
  const givenUp = new WeakSet<object>();
  source.downloadTileStart = (job) => {
    const level = Number(job.src.split('/').at(-1));
    raster.take(level).then(
      (context) => job.finish(context, null, 'context2d'),
      () => {
        if (!givenUp.has(job) && !isClosed()) job.fail('the page could not be drawn', null);
      },
    );
  };
  source.downloadTileAbort = (job) => void givenUp.add(job);
  source.hasTransparency = () => false;
  return source;
}
