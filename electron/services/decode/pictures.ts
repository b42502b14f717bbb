/** Thumbnails and reading copies by sharp (libvips), in a child process. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { SIDES, type PictureSize, type Target } from './picture-sizes.ts';

/** More pixels than a wall map at 600 dpi; beyond it nothing is decoded. */
const MAX_PIXELS = 1_000_000_000;
const TRIAL_SIDE = 64;
const THUMB_QUALITY = 75;
const READING_QUALITY = 82;

// One file at a time and nothing kept between files: a child's memory is counted.
sharp.cache(false);
sharp.concurrency(1);

/** Opens the directory `page` of a picture for decoding from the top to the bottom. */
export function openPicture(input: string | Buffer, page: number): Sharp {
  return sharp(input, {
    page,
    failOn: 'error',
    limitInputPixels: MAX_PIXELS,
    sequentialRead: true,
  });
}

/**
 * Writes the wanted sizes of one picture; the orientation that a camera noted is applied, transparency becomes white.
 * Throws what sharp throws when the picture cannot be decoded.
 */
export async function writePictures(
  input: string | Buffer,
  page: number,
  targets: readonly Target[],
): Promise<void> {
  // From large to small: each is made of the one before it, so that the original is decoded once.
  const ordered = [...targets].sort((a, b) => SIDES[b.size] - SIDES[a.size]);
  let from = input;
  let index = page;
  for (const { size, to } of ordered) {
    const picture = await encode(openPicture(from, index), size);
    await writeWhole(to, picture);
    from = picture;
    index = 0;
  }
}

/** Whether a picture can be made of the directory `page`: decodes it as for the screen, and keeps nothing. */
export async function canBePictured(input: string, page: number): Promise<boolean> {
  try {
    await forScreen(openPicture(input, page), TRIAL_SIDE).raw().toBuffer();
    return true;
  } catch {
    return false;
  }
}

function forScreen(picture: Sharp, side: number): Sharp {
  return picture
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
}

function encode(picture: Sharp, size: PictureSize): Promise<Buffer> {
  const fitted = forScreen(picture, SIDES[size]);
  return size === 'thumb'
    ? fitted.webp({ quality: THUMB_QUALITY, effort: 3 }).toBuffer()
    : fitted.jpeg({ quality: READING_QUALITY }).toBuffer();
}

/** A reader sees the whole file or none; it is cache, so nothing is fsynced. */
async function writeWhole(to: string, bytes: Buffer): Promise<void> {
  const part = `${to}.${randomUUID()}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
