/**
 * Walks the directories of a TIFF without decoding anything: how many pages it has, what each is made of, and whether
 * the bytes it points to are in the file. Nothing is read whole, nothing is allocated by a number from the file, and the
 * walk ends whatever the file says.
 *
 * What a page is (TIFF 6.0, tags 254 and 255): every directory of the main chain, but for those marked as a smaller
 * version of another image (bit 0) or as a transparency mask (bit 2). When all are marked so, each counts. Directories
 * below others (SubIFDs, EXIF) are not in the chain and never count.
 */
import type { ByteSource } from './byte-source.ts';
import type { TiffPage } from './tiff-page.ts';
import { checkPixelData } from './tiff-pixel-data.ts';
import {
  readList,
  readScalar,
  readTiffDirectory,
  readTiffHeader,
  TiffError,
  type TiffDirectory,
  type TiffLayout,
} from './tiff-entries.ts';
import { TAG } from './tiff-tags.ts';

export type TiffReading =
  | { readonly ok: true; readonly pages: readonly TiffPage[]; readonly directories: number }
  | { readonly ok: false; readonly code: 'BROKEN' | 'TRUNCATED'; readonly why: string };

/** libtiff numbers directories with 16 bits; a thick unit has a few thousand pages. */
const MAX_DIRECTORIES = 65_535;
/** Pictures wider or higher than this are nobody's scan. */
const MAX_SIDE = 10_000_000;
const MAX_SAMPLES = 64;
const MAX_BITS = 64;

/** Reads the structure of a TIFF. Never throws, always ends. */
export function readTiff(source: ByteSource): TiffReading {
  try {
    const { layout, first } = readTiffHeader(source);
    if (first === 0) throw new TiffError('BROKEN', 'no directory');
    const kept: { page: TiffPage; lesser: boolean }[] = [];
    const seen = new Set<number>();
    let offset = first;
    while (offset !== 0) {
      if (seen.has(offset)) throw new TiffError('BROKEN', `the directories run in a circle at ${offset}`);
      if (seen.size === MAX_DIRECTORIES) throw new TiffError('BROKEN', 'too many directories');
      seen.add(offset);
      const directory = readTiffDirectory(source, layout, offset);
      const page = { ...readPage(source, layout, directory, seen.size - 1), at: offset };
      checkPixelData(source, layout, directory, page);
      kept.push({ page, lesser: isLesser(source, layout, directory) });
      offset = directory.next;
    }
    const full = kept.filter((one) => !one.lesser);
    const pages = (full.length > 0 ? full : kept).map((one) => one.page);
    return { ok: true, pages, directories: kept.length };
  } catch (error) {
    if (error instanceof TiffError) return { ok: false, code: error.code, why: error.message };
    throw error;
  }
}

function readPage(
  source: ByteSource,
  layout: TiffLayout,
  directory: TiffDirectory,
  number: number,
): Omit<TiffPage, 'at'> {
  const scalar = (tag: number) => readScalar(source, layout, directory, tag);
  const width = within(scalar(TAG.width) ?? 0, MAX_SIDE, 'pixels wide');
  const height = within(scalar(TAG.height) ?? 0, MAX_SIDE, 'pixels high');
  const samples = within(scalar(TAG.samples) ?? 1, MAX_SAMPLES, 'samples a pixel');
  const depths = readList(source, layout, directory, TAG.bits, samples) ?? [1];
  const bits = depths[0] ?? 1;
  for (const depth of depths) within(depth, MAX_BITS, 'bits a sample');
  return {
    directory: number,
    width,
    height,
    bits,
    samples,
    evenBits: depths.every((depth) => depth === bits),
    sampleFormat: readList(source, layout, directory, TAG.sampleFormat, 1)?.[0] ?? 1,
    compression: scalar(TAG.compression) ?? 1,
    photometric: scalar(TAG.photometric),
    planar: samples > 1 && scalar(TAG.planar) === 2,
    tiled: directory.entries.has(TAG.tileWidth),
    orientation: scalar(TAG.orientation) ?? 1,
  };
}

function within(value: number, most: number, what: string): number {
  if (value < 1 || value > most) throw new TiffError('BROKEN', `${value} ${what}`);
  return value;
}

/** A smaller version of another image, or a mask. */
function isLesser(source: ByteSource, layout: TiffLayout, directory: TiffDirectory): boolean {
  const marks = readScalar(source, layout, directory, TAG.newSubfileType);
  if (marks !== null) return (marks & 0b101) !== 0;
  return readScalar(source, layout, directory, TAG.subfileType) === 2;
}
