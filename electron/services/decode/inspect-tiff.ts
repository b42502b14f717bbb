/**
 * A TIFF's verdict. Our own walker decides whether the file is sound and how many pages it has; sharp (libvips) only
 * tells whether a picture can be made of it. A file that both doubt is broken.
 */
import type { Refusal, Warning } from '../../../shared/rpc/contract-import.ts';
import type { ByteSource } from './byte-source.ts';
import { canBePictured, openPicture } from './pictures.ts';
import { readTiff } from './tiff-directories.ts';
import { turnedSize, type TiffPage } from './tiff-page.ts';
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

/** What libvips says of a file that libtiff cannot even open; what it says of layouts it does not know is different. */
const CANNOT_OPEN = 'unsupported image format';

export async function inspectTiff(source: ByteSource, path: string): Promise<PictureReading> {
  const reading = readTiff(source);
  if (!reading.ok) return reading;
  const { pages, directories } = reading;
  const warnings = new Set<Warning>();
  try {
    const { pages: opened = 1 } = await openPicture(path, 0).metadata();
    if (opened < directories) warnings.add('FEWER_PAGES_READ');
  } catch (error) {
    if (String(error).includes(CANNOT_OPEN)) return { ok: false, code: 'BROKEN' };
    warnings.add('NO_PICTURE');
  }
  if (!warnings.has('NO_PICTURE') && source.size <= TRIAL_BYTES) {
    // libvips fails on a plain page for what it dislikes in another one: that is no fault of the file.
    const mustOpen = pages.every(isPlain);
    for (const page of pagesOnTrial(pages)) {
      if (await canBePictured(path, page.directory)) continue;
      if (mustOpen) return { ok: false, code: 'BROKEN' };
      warnings.add('NO_PICTURE');
    }
  }
  const sizes = pages.slice(0, MOST_SIZES).map((page) => turnedSize(page, page.orientation));
  return { ok: true, pages: pages.length, sizes, warnings: [...warnings] };
}

function pagesOnTrial(pages: readonly TiffPage[]): TiffPage[] {
  let pixels = 0;
  return pages.filter((page) => (pixels += page.width * page.height) <= TRIAL_PIXELS);
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
