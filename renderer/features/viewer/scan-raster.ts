/** A scanned page: the reading copy that the host makes, drawn once. */
import { createCanvas, type PageRaster } from './page-raster.ts';

/** Loads the reading copy of the nth picture of a stored file; rejects when the host has none. */
export async function loadScan(sha256: string, index: number): Promise<PageRaster> {
  const image = new Image();
  image.decoding = 'async';
  image.src = `/picture/${sha256}/${index}/reading`;
  await image.decode();
  const context = createCanvas(image.naturalWidth, image.naturalHeight);
  context.drawImage(image, 0, 0);
  return {
    width: image.naturalWidth,
    height: image.naturalHeight,
    levels: 1,
    draw: async () => context,
  };
}
