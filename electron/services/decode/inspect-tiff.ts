/**
 * A TIFF's verdict. Our own walker decides whether the file is sound and how many pages it has; sharp (libvips) only
 * tells whether a picture can be made of it. A file that both doubt is broken.
 */
import type { Refusal, Warning } from '../../../shared/rpc/contract-import.ts';
import type { ByteSource } from './byte-source.ts';
import { canBePictured, openPicture } from './pictures.ts';
import { readTiff } from './tiff-directories.ts';
import { turnedSize, type TiffPage } from './tiff-page.ts';
import { drawTiff, isDecodable } from './tiff-picture.ts';
import { MOST_SIZES, type PageSize } from './verdict.ts';

export type PictureReading =
  | {
      readonly ok: true;
      readonly pages: number;
      readonly sizes: readonly PageSize[];
      readonly warnings: readonly Warning[];
    }
  | { readonly ok: false; readonly code: Refusal };

/**
 * Up to this size a picture is decoded on the spot, which costs milliseconds; a larger one shows whether it can be
 * decoded when its thumbnail is made.
 */
export const TRIAL_BYTES = 256 * 1024;
export const TRIAL_PIXELS = 1_500_000;
const TRIAL_SIDE = 64;

/** What libvips says of a file that libtiff cannot even open; what it says of layouts it does not know is different. */
const CANNOT_OPEN = 'unsupported image format';

export async function inspectTiff(source: ByteSource, path: string): Promise<PictureReading> {
  const reading = readTiff(source);
  if (!reading.ok) return reading;
  const { pages, directories } = reading;
  const opened = await openedDirectories(path);
  if (opened === 'cannot open') return { ok: false, code: 'BROKEN' };
  const warnings: Warning[] = opened !== null && opened < directories ? ['FEWER_PAGES_READ'] : [];
  const onTrial = source.size <= TRIAL_BYTES ? pagesOnTrial(pages) : 0;
  const pictured = await arePictured(path, pages, opened !== null, onTrial);
  if (pictured === 'broken') return { ok: false, code: 'BROKEN' };
  if (!pictured) warnings.push('NO_PICTURE');
  const sizes = pages.slice(0, MOST_SIZES).map((page) => turnedSize(page, page.orientation));
  return { ok: true, pages: pages.length, sizes, warnings };
}

/** How many directories libvips finds; null where it dislikes the first one's layout. */
async function openedDirectories(path: string): Promise<number | 'cannot open' | null> {
  try {
    return (await openPicture(path, 0).metadata()).pages ?? 1;
  } catch (error) {
    return String(error).includes(CANNOT_OPEN) ? 'cannot open' : null;
  }
}

/** Whether all pages can be pictured, as far as that is known before their pictures are made. */
async function arePictured(
  path: string,
  pages: readonly TiffPage[],
  isOpened: boolean,
  onTrial: number,
): Promise<boolean | 'broken'> {
  // libvips fails on a plain page for what it dislikes in another one: that is no fault of the file.
  const mustOpen = isOpened && pages.every(isPlain);
  for (const [index, page] of pages.slice(0, onTrial).entries()) {
    if (isOpened && (await canBePictured(path, page.directory))) continue;
    if (mustOpen) return 'broken';
    if (!canBeDrawn(path, index)) return false;
  }
  return isOpened || pages.slice(onTrial).every(isDecodable);
}

/** How many of the first pages are decoded on the spot. */
function pagesOnTrial(pages: readonly TiffPage[]): number {
  let pixels = 0;
  const beyond = pages.findIndex((page) => (pixels += page.width * page.height) > TRIAL_PIXELS);
  return beyond === -1 ? pages.length : beyond;
}

/** By our own decoder, for layouts that libvips does not know. */
function canBeDrawn(path: string, index: number): boolean {
  try {
    drawTiff(path, index, TRIAL_SIDE);
    return true;
  } catch {
    return false;
  }
}

/** None, CCITT G3 and G4, LZW, JPEG, Deflate (both numbers), PackBits. */
const PLAIN_COMPRESSIONS = new Set([1, 3, 4, 5, 7, 8, 32_946, 32_773]);
/** White or black is zero, RGB, palette, CMYK, YCbCr, Lab. */
const PLAIN_PHOTOMETRICS = new Set([0, 1, 2, 3, 5, 6, 8]);

/** Whether this is a picture that libvips certainly knows, so that failing on it is the file's fault. */
function isPlain(page: TiffPage): boolean {
  const depths = page.samples === 1 ? [1, 2, 4, 8, 16] : [8, 16];
  return (
    PLAIN_COMPRESSIONS.has(page.compression) &&
    page.photometric !== null &&
    PLAIN_PHOTOMETRICS.has(page.photometric) &&
    page.evenBits &&
    depths.includes(page.bits) &&
    page.sampleFormat === 1 &&
    !(page.planar && page.tiled)
  );
}
