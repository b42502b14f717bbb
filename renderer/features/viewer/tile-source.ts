/** The tiles of a page as OpenSeadragon takes them. */
import OpenSeadragon from 'openseadragon';
import type { PageImage } from '../../../shared/model/record-types.ts';
import { firstSharper, type Tiles } from './deep-zoom.ts';

/** The tiles from the first size on that is larger than the reading copy: what lies below shows the rest as well. */
export function tileSource(image: PageImage, tiles: Tiles, copyWidth: number): OpenSeadragon.TileSource {
  const { width, height, tileSize, levels, version } = tiles;
  const source = new OpenSeadragon.TileSource({
    width,
    height,
    tileSize,
    minLevel: firstSharper(tiles, copyWidth),
    maxLevel: levels - 1,
  });
  source.getTileUrl = (level, x, y) =>
    `/tile/${image.sha256}/${image.index}/${level}/${x}/${y}?v=${encodeURIComponent(version)}`;
  abandonWithPage(source);
  return source;
}

/**
 * Ends what is under way when the page is left: the host would cut tiles of pages that nobody looks at. The jobs are dropped
 * and not failed, because that would count as tiles that are gone.
 */
function abandonWithPage(source: OpenSeadragon.TileSource): void {
  const underWay = new Set<OpenSeadragon.ImageJob>();
  const ordinary = OpenSeadragon.TileSource.prototype;
  source.downloadTileStart = (job) => {
    underWay.add(job);
    const finish = job.finish.bind(job);
    const fail = job.fail.bind(job);
    job.finish = (...answer) => {
      underWay.delete(job);
      finish(...answer);
    };
    job.fail = (...reason) => {
      underWay.delete(job);
      fail(...reason);
    };
    ordinary.downloadTileStart.call(source, job);
  };
  source.destroy = () => {
    for (const job of underWay) {
      clearTimeout(job.jobId ?? undefined);
      job.jobId = null;
      ordinary.downloadTileAbort.call(source, job);
    }
    underWay.clear();
  };
}
