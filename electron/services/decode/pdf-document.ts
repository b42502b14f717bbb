/**
 * PDF by pdf.js in a child process, display API only: no scripting, no forms of XFA, no network. Bytes are read by range,
 * so a PDF of gigabytes is never in memory as a whole.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { PDFDataRangeTransport, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { PdfPiece } from '../../../shared/page-text/pdf-text.ts';
import { openByteSource, type ByteSource } from './byte-source.ts';
import { loadPdfjs, type Pdfjs } from './pdfjs.ts';

export type OpenPdf = {
  readonly pages: number;
  /** pdf.js had to look for the objects or the pages itself, because what the file says of them is wrong. */
  readonly repaired: boolean;
  /** The file says that it has more pages than are found. */
  readonly lacksPages: boolean;
  /** Sizes in points of the first pages, at most so many, as they stand upright. */
  sizes(most: number): Promise<{ width: number; height: number }[]>;
  /** Size in points of a page (from 0) as it stands upright. */
  size(index: number): Promise<{ width: number; height: number }>;
  /** The words of the first pages' text layer, at most `limit` characters. */
  firstWords(limit: number): Promise<string>;
  /** Draws a page (from 0) on white so that its longer side has `side` pixels; the answer is a JPEG. */
  draw(index: number, side: number): Promise<Buffer>;
  /** Draws a page (from 0) for reading its text: in its true size at `dpi`, smaller where that is over `mostPixels`. A JPEG. */
  drawForReading(index: number, dpi: number, mostPixels: number): Promise<Buffer>;
  /** A page (from 0) in its true size in points, and its own text layer; null where it has none. */
  describePage(index: number): Promise<{ width: number; height: number; text: PageText | null }>;
  close(): Promise<void>;
};

export type PdfOpening =
  | { readonly ok: true; readonly pdf: OpenPdf }
  | { readonly ok: false; readonly code: 'LOCKED' | 'BROKEN' | 'TOO_LARGE' };

/**
 * Small, because to find the last page pdf.js reads a few bytes of every page of a flat tree, between their pictures, and
 * keeps what it read: with 256 KiB a scanned PDF of 161 MB was in memory whole as soon as it was opened.
 */
const RANGE_BYTES = 16 * 1024;
/** Pictures inside a PDF that are larger are left out: at 4 bytes a pixel this is 400 MB. */
const MAX_IMAGE_PIXELS = 100_000_000;
/** Sizes are told of the pages that are found within that time. */
const SIZES_MS = 2000;
/** Pages whose text is looked at for the first words. */
const OPENING_PAGES = 5;
const JPEG_QUALITY = 82;
/** Letters keep their edges. */
const READING_QUALITY = 92;
const POINTS_PER_INCH = 72;

/** What V8 says when it gets no memory; pdf.js hands on the words only. */
const NO_ROOM = 'allocation failed';

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Opens a PDF and proves that its last page is there. Throws only what the system throws about the file itself. */
export async function openPdf(file: string): Promise<PdfOpening> {
  const pdfjs = await loadPdfjs();
  const source = openByteSource(file);
  const repairs = listenToRepairs();
  let isOpen = true;
  const task = pdfjs.getDocument({
    range: rangesOf(pdfjs, source, () => isOpen),
    rangeChunkSize: RANGE_BYTES,
    disableStream: true,
    disableAutoFetch: true,
    verbosity: pdfjs.VerbosityLevel.WARNINGS,
    enableXfa: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    disableFontFace: true,
    maxImageSize: MAX_IMAGE_PIXELS,
    cMapUrl: `${packageFolder}/cmaps/`,
    standardFontDataUrl: `${packageFolder}/standard_fonts/`,
    wasmUrl: `${packageFolder}/wasm/`,
    iccUrl: `${packageFolder}/iccs/`,
  });
  const close = async () => {
    repairs.release();
    await task.destroy();
    isOpen = false;
    source.close();
  };
  try {
    const document = await task.promise;
    if (document.numPages < 1) throw new Error('no pages');
    await document.getPage(document.numPages);
    return { ok: true, pdf: describe(pdfjs, document, repairs.found, close) };
  } catch (error) {
    await close();
    if (error instanceof pdfjs.PasswordException) return { ok: false, code: 'LOCKED' };
    return { ok: false, code: String(error).includes(NO_ROOM) ? 'TOO_LARGE' : 'BROKEN' };
  }
}

function describe(
  pdfjs: Pdfjs,
  document: PDFDocumentProxy,
  found: Repairs,
  close: () => Promise<void>,
): OpenPdf {
  return {
    pages: document.numPages,
    repaired: found.objects || found.pagesTold !== null,
    lacksPages: (found.pagesTold ?? 0) > document.numPages,
    sizes: (most) => readSizes(document, most),
    async size(index) {
      const { width, height } = (await document.getPage(index + 1)).getViewport({ scale: 1 });
      return { width, height };
    },
    firstWords: (limit) => readFirstWords(document, limit),
    draw: async (index, side) => drawPage(pdfjs, await document.getPage(index + 1), side, JPEG_QUALITY),
    drawForReading: async (index, dpi, mostPixels) => {
      const page = await document.getPage(index + 1);
      const { width, height } = page.getViewport({ scale: dpi / POINTS_PER_INCH });
      const shrink = Math.min(1, Math.sqrt(mostPixels / Math.max(1, width * height)));
      return drawPage(
        pdfjs,
        page,
        Math.max(1, Math.round(Math.max(width, height) * shrink)),
        READING_QUALITY,
      );
    },
    async describePage(index) {
      const page = await document.getPage(index + 1);
      const viewport = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent();
      page.cleanup();
      const pieces = items.flatMap((item) => ('str' in item ? [item as PdfPiece] : []));
      return { width: viewport.width, height: viewport.height, text: pdfjs.pdfPageText(pieces, viewport) };
    },
    close,
  };
}

async function readSizes(
  document: PDFDocumentProxy,
  most: number,
): Promise<{ width: number; height: number }[]> {
  const sizes: { width: number; height: number }[] = [];
  const until = performance.now() + SIZES_MS;
  for (let number = 1; number <= Math.min(document.numPages, most) && performance.now() < until; number++) {
    try {
      const page = await document.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      sizes.push({ width: toHundredths(width), height: toHundredths(height) });
    } catch {
      break;
    }
  }
  return sizes;
}

function toHundredths(points: number): number {
  return Math.round(points * 100) / 100;
}

async function readFirstWords(document: PDFDocumentProxy, limit: number): Promise<string> {
  let words = '';
  for (let number = 1; number <= Math.min(document.numPages, OPENING_PAGES); number++) {
    const page = await document.getPage(number);
    const content = await page.getTextContent();
    const text = content.items
      .map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''))
      .join('');
    words = `${words} ${text}`.replace(/\s+/g, ' ').trim();
    page.cleanup();
    if (words.length >= limit) break;
  }
  return cutAtWord(words, limit);
}

/** At most `limit` characters, ending with a whole word where there is one. */
function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  const space = cut.lastIndexOf(' ');
  return (space > limit / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, '');
}

async function drawPage(pdfjs: Pdfjs, page: PDFPageProxy, side: number, quality: number): Promise<Buffer> {
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: side / Math.max(natural.width, natural.height, 1) });
  const width = clampSide(viewport.width, side);
  const height = clampSide(viewport.height, side);
  const canvas = pdfjs.createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  await page.render({
    // The types of pdf.js know a browser's canvas only; this one has what pdf.js uses of it.
    canvas: canvas as never,
    canvasContext: context as never,
    viewport,
    annotationMode: pdfjs.AnnotationMode.ENABLE,
  }).promise;
  page.cleanup();
  return canvas.encode('jpeg', quality);
}

function clampSide(length: number, side: number): number {
  return Math.min(side, Math.max(1, Math.round(length)));
}

function rangesOf(pdfjs: Pdfjs, source: ByteSource, isOpen: () => boolean): PDFDataRangeTransport {
  const transport = new pdfjs.PDFDataRangeTransport(source.size, source.read(0, RANGE_BYTES));
  transport.requestDataRange = (begin, end) => {
    // Not at once: pdf.js expects the answer after its own call has returned.
    setImmediate(() => {
      // Asked for before the end and read after it, it would throw where nobody catches, and end the process.
      if (isOpen()) transport.onDataRange(begin, source.read(begin, end - begin));
    });
  };
  return transport;
}

type Repairs = { objects: boolean; pagesTold: number | null };

/** pdf.js tells of repairs by console warnings only. In the child nobody reads the console, so taking it over harms nothing. */
function listenToRepairs(): { found: Repairs; release(): void } {
  const found: Repairs = { objects: false, pagesTold: null };
  const original = globalThis.console;
  const listener = Object.assign(Object.create(original) as Console, {
    warn: (text: unknown) => {
      if (typeof text !== 'string') return;
      found.objects ||= text.includes('Indexing all PDF objects');
      const told = /invalid \/Pages tree \/Count: (\S+)\./.exec(text)?.[1];
      if (told !== undefined) found.pagesTold = Number(told) || 0;
    },
  });
  globalThis.console = listener;
  return {
    found,
    release() {
      if (globalThis.console === listener) globalThis.console = original;
    },
  };
}
