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
  return source;
}
