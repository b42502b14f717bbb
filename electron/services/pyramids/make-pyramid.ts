/**
 * Makes the pyramid of one picture: a tiled TIFF of all its sizes, and behind it the index of its tiles. Runs in a child
 * process, whose memory grows with the rows of a tile and not with the picture: 230 MB for 200 megapixels, 380 MB for 960,
 * 410 MB for 200 that have to be turned.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { measureJp2, writeJp2AsTiff } from '../decode/jp2-picture.ts';
import { directoryOf, readKind } from '../decode/picture-page.ts';
import { openPicture } from '../decode/pictures.ts';
import { appendIndex } from './append-index.ts';
import { paddedSize, TILE_SIDE, type MeasuredSize, type Size } from './tile-grid.ts';
import { measurePdfPage, writePdfPage } from './pdf-tiles.ts';
import { bandsOf, keepsRows, turningOf, type Turning } from './turning.ts';

export type MeasureCode = 'NO_PICTURE' | 'NOT_FOUND';

const QUALITY = 85;
/** Samples of up to 8 and of 16 bits. */
const DEPTHS: ReadonlySet<string> = new Set(['uchar', 'ushort']);
/** A picture that is turned is held whole while that takes 300 MB; a larger one is turned in bands of half as much. */
const TURNED_AT_ONCE_PIXELS = 100_000_000;

type Picture = {
  readonly path: string;
  readonly directory: number;
  readonly metadata: Metadata;
  /** As it stands upright. */
  readonly size: Size;
};

/** The size of page `index` as it stands upright. */
export async function measurePicture(
  path: string,
  index: number,
): Promise<Result<MeasuredSize, MeasureCode>> {
  const kind = readKind(path);
  if (kind === 'pdf') return measurePdfPage(path, index).catch(() => fail('NO_PICTURE'));
  if (kind === 'jp2' && index === 0) {
    const measure = await measureJp2(path);
    if (!measure.ok) return measure;
    const { width, height, reduced } = measure.value;
    return ok({ width, height, ...(reduced ? { reduced } : {}) });
  }
  const picture = await openPage(path, index);
  return picture.ok ? ok(picture.value.size) : picture;
}

/**
 * Writes the pyramid of page `index` at `to`, whole or not at all. NO_PICTURE: sharp cannot decode it to its end. Throws what the
 * disk throws.
 */
export async function makePyramid(
  path: string,
  index: number,
  to: string,
  turnedAtOncePixels = TURNED_AT_ONCE_PIXELS,
): Promise<Result<null, MeasureCode>> {
  const kind = readKind(path);
  if (kind === 'jp2') return makeFromJp2(path, index, to);
  if (kind === 'pdf') return makeFromPdf(path, index, to);
  return makeFromPicture(path, index, to, turnedAtOncePixels);
}

/** libvips does not know JPEG 2000: it is decoded beside the pyramid first, in the largest size that a child can hold. */
async function makeFromJp2(path: string, index: number, to: string): Promise<Result<null, MeasureCode>> {
  if (index !== 0) return fail('NOT_FOUND');
  const decoded = `${to}.decoded`;
  try {
    const { reduced } = await writeJp2AsTiff(path, decoded);
    return await makeFromPicture(decoded, 0, to, TURNED_AT_ONCE_PIXELS, reduced);
  } catch (error) {
    const trouble = writingTrouble(error);
    if (trouble !== null) throw trouble;
    return fail('NO_PICTURE');
  } finally {
    await rm(decoded, { force: true });
  }
}

async function makeFromPdf(path: string, index: number, to: string): Promise<Result<null, MeasureCode>> {
  const drawn = `${to}.decoded`;
  try {
    const written = await writePdfPage(path, index, drawn);
    return written.ok ? await makeFromPicture(drawn, 0, to, TURNED_AT_ONCE_PIXELS) : written;
  } catch (error) {
    const trouble = writingTrouble(error);
    if (trouble !== null) throw trouble;
    return fail('NO_PICTURE');
  } finally {
    await rm(drawn, { force: true });
  }
}

async function makeFromPicture(
  path: string,
  index: number,
  to: string,
  turnedAtOncePixels: number,
  reduced = false,
): Promise<Result<null, MeasureCode>> {
  const page = await openPage(path, index);
  if (!page.ok) return page;
  const picture = page.value;
  const part = `${to}.part`;
  try {
    // Only Node says by a code why nothing can be written here.
    await writeFile(part, '');
    await writeTiff(picture, part, turnedAtOncePixels);
    await appendIndex(part, { ...picture.size, ...(reduced ? { reduced } : {}) });
    await rename(part, to);
    return ok(null);
  } catch (error) {
    const trouble = writingTrouble(error);
    await rm(part, { force: true });
    if (trouble !== null) throw trouble;
    return fail('NO_PICTURE');
  }
}

async function openPage(path: string, index: number): Promise<Result<Picture, MeasureCode>> {
  const kind = readKind(path);
  if (kind === null || kind === 'pdf') return fail('NO_PICTURE');
  const directory = directoryOf(path, kind, index);
  if (!directory.ok) return directory;
  try {
    const metadata = await openPicture(path, directory.value).metadata();
    // Whole numbers of 32 bits and fractions would get other shades than the reading copy has.
    if (!DEPTHS.has(metadata.depth)) return fail('NO_PICTURE');
    const { width, height } = metadata.autoOrient;
    return ok({ path, directory: directory.value, metadata, size: { width, height } });
  } catch {
    return fail('NO_PICTURE');
  }
}

async function writeTiff(picture: Picture, part: string, turnedAtOncePixels: number): Promise<void> {
  const { path, directory, metadata, size } = picture;
  const turning = turningOf(metadata.orientation ?? 1);
  if (turning === null || keepsRows(turning) || size.width * size.height <= turnedAtOncePixels) {
    await writeLevels(asShown(openPicture(path, directory).autoOrient(), metadata), size, part);
    return;
  }
  const bands: string[] = [];
  const most = Math.ceil(turnedAtOncePixels / 2 / metadata.width);
  try {
    for (const { top, rows } of bandsOf(turning, metadata.height, most)) {
      const band = `${part}${bands.length}`;
      bands.push(band);
      const cut = openPicture(path, directory).extract({ left: 0, top, width: metadata.width, height: rows });
      await asShown(turn(cut, turning), metadata)
        .tiff({ compression: 'lzw', predictor: 'horizontal' })
        .toFile(band);
    }
    const across = turning.degrees === 90 || turning.degrees === 270 ? bands.length : 1;
    await writeLevels(
      sharp(bands, { join: { across }, sequentialRead: true, limitInputPixels: false }),
      size,
      part,
    );
  } finally {
    for (const band of bands) await rm(band, { force: true });
  }
}

function turn(picture: Sharp, { flip, flop, degrees }: Turning): Sharp {
  return picture.flip(flip).flop(flop).rotate(degrees);
}

/** The same colours as the reading copy has; shades of grey take a third of the room. */
function asShown(picture: Sharp, { space }: Metadata): Sharp {
  const isGrey = space === 'b-w' || space === 'grey16';
  return picture.flatten({ background: '#ffffff' }).toColourspace(isGrey ? 'b-w' : 'srgb');
}

/** White on the right and below keeps the halves of every level whole. */
async function writeLevels(picture: Sharp, size: Size, part: string): Promise<void> {
  const padded = paddedSize(size);
  await picture
    .extend({
      right: padded.width - size.width,
      bottom: padded.height - size.height,
      background: '#ffffff',
    })
    .tiff({
      tile: true,
      tileWidth: TILE_SIDE,
      tileHeight: TILE_SIDE,
      pyramid: true,
      compression: 'jpeg',
      quality: QUALITY,
    })
    .toFile(part);
}

/** What the disk said while the pyramid was written; null for what was wrong with the picture. libvips has no codes, only words. */
function writingTrouble(error: unknown): Error | null {
  if (!(error instanceof Error) || 'code' in error) return error instanceof Error ? error : null;
  if (!error.message.includes('write error')) return null;
  const code = /no space left|quota exceeded/i.test(error.message) ? 'ENOSPC' : 'EIO';
  return Object.assign(new Error(error.message), { code });
}
