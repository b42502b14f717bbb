/** Large pages of a PDF, such as maps: drawn once, under a cap of pixels, and cut into tiles like any picture. In a child process. */
import { writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { pdfAt } from '../decode/derive.ts';
import type { OpenPdf } from '../decode/pdf-document.ts';
import type { Size } from './tile-grid.ts';

/** Beyond it nothing was scanned, and lines do not gain. */
const DPI = 300;
const POINTS_PER_INCH = 72;
/** Four bytes each while it is drawn: 200 MB. */
const MOST_PIXELS = 50_000_000;
/** The window draws pages itself up to 4096 pixels; what is not clearly more is not worth it. */
const DRAWN_BY_WINDOW = 4096 * 1.3;

/** In which size page `index` is drawn; NO_PICTURE when the window's own drawing shows as much. */
export async function measurePdfPage(
  path: string,
  index: number,
): Promise<Result<Size, 'NO_PICTURE' | 'NOT_FOUND'>> {
  const opened = await openAt(path, index);
  return opened.ok ? sizeOf(opened.value, index) : opened;
}

/** Draws page `index` into a file at `to`. */
export async function writePdfPage(
  path: string,
  index: number,
  to: string,
): Promise<Result<null, 'NO_PICTURE' | 'NOT_FOUND'>> {
  const opened = await openAt(path, index);
  if (!opened.ok) return opened;
  const size = await sizeOf(opened.value, index);
  if (!size.ok) return size;
  await writeFile(to, await opened.value.drawForReading(index, DPI, MOST_PIXELS));
  return ok(null);
}

async function openAt(path: string, index: number): Promise<Result<OpenPdf, 'NO_PICTURE' | 'NOT_FOUND'>> {
  const pdf = await pdfAt(path);
  if (pdf === null) return fail('NO_PICTURE');
  return index < pdf.pages ? ok(pdf) : fail('NOT_FOUND');
}

async function sizeOf(pdf: OpenPdf, index: number): Promise<Result<Size, 'NO_PICTURE'>> {
  const size = pdfTileSize(await pdf.size(index));
  return size === null ? fail('NO_PICTURE') : ok(size);
}

/** Of a page in points the size of its drawing in pixels; null when there is no need of one. Pure. */
function pdfTileSize({ width, height }: Size): Size | null {
  const scale = DPI / POINTS_PER_INCH;
  const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / Math.max(1, width * height * scale ** 2)));
  const drawn = {
    width: Math.max(1, Math.round(width * scale * shrink)),
    height: Math.max(1, Math.round(height * scale * shrink)),
  };
  return Math.max(drawn.width, drawn.height) > DRAWN_BY_WINDOW ? drawn : null;
}
