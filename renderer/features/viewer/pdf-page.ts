/**
 * A page of a PDF: first the reading copy that the host makes, as for a scan. The PDF itself is opened only for what is
 * sharper than that: of a scanned book of 160 MB pdf.js reads for seconds before it knows its first page.
 */
import { createCanvas, createRaster, type PageRaster } from './page-raster.ts';
import { LEVELS, LONGEST_SIDE, type PdfFile } from './pdf-file.ts';
import { loadScan } from './scan-raster.ts';

const SHARPEST = LEVELS - 1;

/** Loads the nth page (from 0); `pdf` opens the file when it is needed. Rejects when neither host nor pdf.js has a picture. */
export async function loadPdfPage(sha256: string, index: number, pdf: () => PdfFile): Promise<PageRaster> {
  const copy = await loadScan(sha256, index).catch(() => null);
  if (copy === null) return pdf().page(index);
  const scale = LONGEST_SIDE / Math.max(copy.width, copy.height);
  const size = { width: Math.round(copy.width * scale), height: Math.round(copy.height * scale) };
  let sharp: Promise<PageRaster> | null = null;
  let isLarge = () => {};
  const needsTiles = new Promise<void>((resolve) => (isLarge = resolve));
  const raster = createRaster({ ...size, levels: LEVELS }, async (level) => {
    if (level < SHARPEST) return await scaled(copy, size, level);
    const page = (sharp ??= pdf().page(index));
    const taken = page.then((drawn) => {
      if (drawn.needsTiles !== undefined) isLarge();
      return drawn.take(SHARPEST);
    });
    // A PDF that could not be opened once, or was closed since, is opened anew for whoever asks next.
    taken.catch(() => {
      if (sharp === page) sharp = null;
    });
    return await taken;
  });
  return { ...raster, needsTiles };
}

/** The viewer draws a level pixel by pixel: its canvas has to have just that size. */
async function scaled(
  copy: PageRaster,
  { width, height }: { width: number; height: number },
  level: number,
): Promise<CanvasRenderingContext2D> {
  const shrink = 2 ** (SHARPEST - level);
  const context = createCanvas(width / shrink, height / shrink);
  context.imageSmoothingQuality = 'high';
  const source = await copy.take(0);
  context.drawImage(source.canvas, 0, 0, context.canvas.width, context.canvas.height);
  // 16 MB that nothing else would give back soon.
  source.canvas.width = 0;
  return context;
}
