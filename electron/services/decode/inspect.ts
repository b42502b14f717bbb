/** The verdict on one file: what it is, whether it is whole, how many pages it has. Runs in a child process. */
import { statSync } from 'node:fs';
import { unreachable } from '../../../shared/must.ts';
import type { Warning } from '../../../shared/rpc/contract-import.ts';
import { openByteSource, type ByteSource } from './byte-source.ts';
import { inspectTiff, TRIAL_BYTES, TRIAL_PIXELS, type PictureReading } from './inspect-tiff.ts';
import { inspectJp2 } from './inspect-jp2.ts';
import { walkJpeg } from './jpeg-walk.ts';
import { openPdf } from './pdf-document.ts';
import { canBePictured, openPicture } from './pictures.ts';
import { turnedSize } from './tiff-page.ts';
import { walkPng } from './png-walk.ts';
import { isMislabelled, MIMES, sniff, SNIFF_BYTES, type Format } from './sniff.ts';
import { MOST_SIZES, okVerdict, refusedVerdict, type PageSize, type Verdict } from './verdict.ts';
import type { WalkReading } from './walk-reading.ts';
import { walkWebp } from './webp-walk.ts';

/** A PDF that says to have more is not a document but an attack or an accident. */
const MAX_PDF_PAGES = 100_000;
/** Up to this size a PDF that is cut off is given the time to be mended. */
const MENDED_BYTES = 32 * 1024 * 1024;
const PDF_TAIL_BYTES = 64 * 1024;

/** Looks into the file at `path`; `name` is what people call it (a part file has another). Never throws for what a file holds. */
export async function inspectFile(path: string, name: string): Promise<Verdict> {
  try {
    const stat = statSync(path);
    // A pipe or a device would wait for ever when opened.
    if (!stat.isFile()) return refusedVerdict(path, 'NOT_A_DOCUMENT');
    if (stat.size === 0) return refusedVerdict(path, 'EMPTY');
    const source = openByteSource(path);
    try {
      return await inspectSource(source, path, name);
    } finally {
      source.close();
    }
  } catch (error) {
    if (isAboutReading(error)) return refusedVerdict(path, 'UNREADABLE');
    throw error;
  }
}

async function inspectSource(source: ByteSource, path: string, name: string): Promise<Verdict> {
  const format = sniff(source.read(0, SNIFF_BYTES));
  if (format === null) return refusedVerdict(path, 'NOT_A_DOCUMENT');
  const mime = MIMES[format];
  const reading = await inspectFormat(format, source, path);
  if (!reading.ok) return refusedVerdict(path, reading.code, mime);
  const labelled: Warning[] = isMislabelled(name, format) ? ['MISLABELLED'] : [];
  return okVerdict(path, mime, { ...reading, warnings: [...labelled, ...reading.warnings] });
}

async function inspectFormat(format: Format, source: ByteSource, path: string): Promise<PictureReading> {
  switch (format) {
    case 'pdf':
      return inspectPdf(source, path);
    case 'tiff':
      return inspectTiff(source, path);
    case 'jpeg':
      return inspectPicture(walkJpeg(source), source, path);
    case 'png':
      return inspectPicture(walkPng(source), source, path);
    case 'webp':
      return inspectPicture(walkWebp(source), source, path);
    case 'jp2':
      return inspectJp2(source, path);
    default:
      return unreachable(format);
  }
}

async function inspectPdf(source: ByteSource, path: string): Promise<PictureReading> {
  const hasEnd = endsAsPdf(source);
  // To mend a file it is read whole; without its end there is little hope for one of this size.
  if (!hasEnd && source.size > MENDED_BYTES) return { ok: false, code: 'TRUNCATED' };
  const opening = await openPdf(path);
  if (!opening.ok)
    return { ok: false, code: opening.code === 'BROKEN' && !hasEnd ? 'TRUNCATED' : opening.code };
  const { pdf } = opening;
  try {
    if (pdf.pages > MAX_PDF_PAGES) return { ok: false, code: 'TOO_LARGE' };
    const warnings: Warning[] = pdf.repaired ? ['REPAIRED'] : [];
    if (pdf.lacksPages) warnings.push('FEWER_PAGES_READ');
    return { ok: true, pages: pdf.pages, sizes: await pdf.sizes(MOST_SIZES), warnings };
  } finally {
    await pdf.close();
  }
}

/** Whether a PDF's end is there; some programs put something behind it. */
function endsAsPdf(source: ByteSource): boolean {
  const tail = Buffer.from(source.read(Math.max(0, source.size - PDF_TAIL_BYTES), PDF_TAIL_BYTES));
  return tail.includes('%%EOF') || tail.includes('startxref');
}

async function inspectPicture(
  reading: WalkReading,
  source: ByteSource,
  path: string,
): Promise<PictureReading> {
  if (!reading.ok) return reading;
  const small = source.size <= TRIAL_BYTES && reading.width * reading.height <= TRIAL_PIXELS;
  if (small && !(await canBePictured(path, 0))) return { ok: false, code: 'BROKEN' };
  const sizes = [await uprightSize(path, reading)];
  return { ok: true, pages: 1, sizes, warnings: reading.extraBytes ? ['EXTRA_BYTES'] : [] };
}

/** As a camera noted that the picture is to be turned. */
async function uprightSize(path: string, { width, height }: PageSize): Promise<PageSize> {
  try {
    const { orientation = 1 } = await openPicture(path, 0).metadata();
    return turnedSize({ width, height }, orientation);
  } catch {
    return { width, height };
  }
}

/** Trouble of the system with the file: missing, not permitted, a dying disk, a name that no file can have. */
function isAboutReading(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$|^ERR_INVALID_ARG_VALUE$/.test(error.code);
}
