/**
 * A stored PDF, opened by ranges: the first page is drawn as soon as its own bytes are here, whatever the file's size.
 * pdf.js runs in its worker from our own origin; maps and fonts lie beside it, nothing is fetched from elsewhere.
 */
import { getDocument, GlobalWorkerOptions, type PDFPageProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- Vite turns `?url` into the address of the built file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { pdfPageText } from '../../../shared/page-text/pdf-text.ts';
import { createCanvas, createRaster, type PageRaster } from './page-raster.ts';

GlobalWorkerOptions.workerSrc = workerUrl;

export type PdfFile = {
  /** The nth page, from 0. */
  page(index: number): Promise<PageRaster>;
  /** The nth page's own text layer; null when it has no words. */
  text(index: number): Promise<PageText | null>;
  /** Rejects when it cannot be opened. */
  readonly opened: Promise<unknown>;
  close(): void;
};

/** The longest side of the sharpest drawing: 4096 pixels are 350 dpi on A4 and 67 MB of memory. */
export const LONGEST_SIDE = 4096;
export const LEVELS = 3;
/** A page longer than A2, in points, has more to show than the sharpest drawing. */
const LARGE_POINTS = 1700;
/** Small: to find its last page pdf.js reads a few bytes of every page, between their pictures, and keeps what it read. */
const RANGE_BYTES = 16 * 1024;

export function openPdf(sha256: string): PdfFile {
  const task = getDocument({
    url: `/file/${sha256}`,
    rangeChunkSize: RANGE_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: '/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    wasmUrl: '/pdfjs/wasm/',
    iccUrl: '/pdfjs/iccs/',
    enableXfa: false,
  });
  return {
    page: async (index) => pdfRaster(await (await task.promise).getPage(index + 1)),
    text: async (index) => pdfText(await (await task.promise).getPage(index + 1)),
    opened: task.promise,
    close: () => void task.destroy(),
  };
}

function pdfRaster(page: PDFPageProxy): PageRaster {
  const plain = page.getViewport({ scale: 1 });
  const fullScale = LONGEST_SIDE / Math.max(plain.width, plain.height);
  const size = {
    width: Math.round(plain.width * fullScale),
    height: Math.round(plain.height * fullScale),
    levels: LEVELS,
  };
  const raster = createRaster(size, async (level) => {
    const viewport = page.getViewport({ scale: fullScale / 2 ** (LEVELS - 1 - level) });
    const context = createCanvas(viewport.width, viewport.height);
    await page.render({ canvas: context.canvas, viewport }).promise;
    return context;
  });
  const isLarge = Math.max(plain.width, plain.height) > LARGE_POINTS;
  return isLarge ? { ...raster, needsTiles: Promise.resolve() } : raster;
}

async function pdfText(page: PDFPageProxy): Promise<PageText | null> {
  const { items } = await page.getTextContent({ disableNormalization: true });
  const pieces = items.flatMap((item) => ('str' in item ? [item] : []));
  return pdfPageText(pieces, page.getViewport({ scale: 1 }));
}
