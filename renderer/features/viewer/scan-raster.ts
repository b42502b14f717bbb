/** A scanned page: the reading copy that the host makes. */
import { createCanvas, createRaster, type PageRaster } from './page-raster.ts';

/** The host answers for a page that it has to make first within its own limits; this is for one that is gone. */
const DEADLINE_MS = 90_000;

/** Loads the reading copy of the nth picture of a stored file; rejects when the host has none. */
export async function loadScan(sha256: string, index: number): Promise<PageRaster> {
  const answer = await fetch(`/picture/${sha256}/${index}/reading`, {
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!answer.ok) throw new Error('the host has no picture of this page');
  const bytes = await answer.blob();
  // Pictures are decoded beside the window's own thread, which an image element would hold up.
  const first = await createImageBitmap(bytes);
  const { width, height } = first;
  let ahead: ImageBitmap | null = first;
  const raster = createRaster({ width, height, levels: 1 }, async () => {
    const picture = ahead ?? (await createImageBitmap(bytes));
    ahead = null;
    const context = createCanvas(width, height);
    context.drawImage(picture, 0, 0);
    picture.close();
    return context;
  });
  return { ...raster, needsTiles: Promise.resolve() };
}
