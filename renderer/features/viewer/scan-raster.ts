/** A scanned page: the reading copy that the host makes. */
import { createCanvas, createRaster, type PageRaster } from './page-raster.ts';

/** Loads the reading copy of the nth picture of a stored file; rejects when the host has none. */
export async function loadScan(sha256: string, index: number): Promise<PageRaster> {
  const image = new Image();
  image.decoding = 'async';
  image.src = `/picture/${sha256}/${index}/reading`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  return createRaster({ width, height, levels: 1 }, async () => {
    const context = createCanvas(width, height);
    context.drawImage(image, 0, 0);
    return context;
  });
}
