/**
 * Decodes JPEG 2000 for libvips, which does not know it: as a plain TIFF in memory of about the size that is wanted, or whole into
 * a file. Runs in a child process; memory is bounded by working piece by piece.
 */
import { open, rm } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { openByteSource, type ByteSource } from './byte-source.ts';
import { partsOf } from './jp2-cut.ts';
import { readJp2, type Jp2File } from './jp2-file.ts';
import { planJp2, reduceToPixels, reduceToSide, type Jp2Plan } from './jp2-plan.ts';
import { decodePiece, type Piece } from './jp2-samples.ts';
import { openOpenjpeg } from './openjpeg.ts';
import { plainTiffHead } from './plain-tiff.ts';
import { createShrunk } from './shrink.ts';

/** What is wanted: a picture whose longer side has at least so many pixels (if it has them), or one of at most so many in all. */
export type Jp2Wish = { readonly side: number } | { readonly mostPixels: number };

type Size = { readonly width: number; readonly height: number };

/** The largest size that the picture is decoded in, and whether that is its own. */
export type Jp2Measure = Size & { readonly reduced: boolean };

/** Of pictures that cannot be halved often enough: shrunk while they are decoded. */
const TWICE = 2;

/** The picture as a TIFF, about as large as is wanted. Throws when it cannot be decoded. */
export async function drawJp2(path: string, wish: Jp2Wish): Promise<Buffer> {
  return withFile(path, async (source, file) => {
    const plan = planJp2(file, wishedReduce(file, wish));
    if (plan === null) throw new Error('no way to decode it');
    const size = sizeAt(file, plan.reduce);
    const shrunk = createShrunk(size, file.components.length, shrinkingTo(size, wish));
    await decodeAll(source, file, plan, (piece) => shrunk.add(piece));
    const head = plainTiffHead({
      ...shrunk.size,
      channels: file.components.length,
      profile: profileOf(file),
    });
    return Buffer.concat([head, shrunk.pixels()]);
  });
}

/**
 * Writes the picture as a TIFF at `to`, in its own size or, where a child cannot hold that, in the largest one that it can.
 * Throws what the disk throws, and when it cannot be decoded.
 */
export async function writeJp2AsTiff(path: string, to: string): Promise<Jp2Measure> {
  return withFile(path, async (source, file) => {
    const plan = planJp2(file);
    if (plan === null) throw new Error('no way to decode it');
    const size = sizeAt(file, plan.reduce);
    const channels = file.components.length;
    const head = plainTiffHead({ ...size, channels, profile: profileOf(file) });
    const handle = await open(to, 'w');
    try {
      await handle.write(head, 0, head.length, 0);
      await decodeAll(source, file, plan, async ({ x, y, width, height, pixels }) => {
        const isWhole = width === size.width;
        const rows = isWhole ? height : 1;
        for (let row = 0; row < height; row += rows) {
          const place = head.length + ((y + row) * size.width + x) * channels;
          await handle.write(pixels, row * width * channels, rows * width * channels, place);
        }
      });
    } catch (error) {
      await handle.close();
      await rm(to, { force: true });
      throw error;
    }
    await handle.close();
    return { ...size, reduced: plan.reduce > 0 };
  });
}

/** In which size `writeJp2AsTiff` would write it. */
export async function measureJp2(path: string): Promise<Result<Jp2Measure, 'NO_PICTURE'>> {
  try {
    return await withFile(path, (_source, file) => {
      const plan = planJp2(file);
      if (plan === null) return fail('NO_PICTURE');
      return ok({ ...sizeAt(file, plan.reduce), reduced: plan.reduce > 0 });
    });
  } catch {
    return fail('NO_PICTURE');
  }
}

async function withFile<T>(
  path: string,
  work: (source: ByteSource, file: Jp2File) => T | Promise<T>,
): Promise<T> {
  const source = openByteSource(path);
  try {
    const reading = readJp2(source);
    if (!reading.ok) throw new Error(reading.code);
    if (reading.file === null) throw new Error('no single picture');
    return await work(source, reading.file);
  } finally {
    source.close();
  }
}

async function decodeAll(
  source: ByteSource,
  file: Jp2File,
  { reduce, rects }: Jp2Plan,
  take: (piece: Piece) => void | Promise<void>,
): Promise<void> {
  const codec = await openOpenjpeg();
  const parts = partsOf(file.codestream, rects);
  for (const [index, rect] of rects.entries()) {
    const piece = decodePiece(codec, source, file, rect, parts[index] ?? [], reduce);
    if (piece.width > 0 && piece.height > 0) await take(piece);
  }
}

function wishedReduce(file: Jp2File, wish: Jp2Wish): number {
  return 'side' in wish ? reduceToSide(file, wish.side) : reduceToPixels(file, wish.mostPixels);
}

function shrinkingTo({ width, height }: Size, wish: Jp2Wish): number {
  if ('side' in wish) return Math.max(1, Math.floor(Math.max(width, height) / wish.side / TWICE) * TWICE);
  return Math.max(1, Math.ceil(Math.sqrt((width * height) / wish.mostPixels)));
}

function sizeAt({ codestream: { grid } }: Jp2File, reduce: number): Size {
  const halved = (at: number) => Math.ceil(at / 2 ** reduce);
  return {
    width: Math.max(1, halved(grid.x1) - halved(grid.x0)),
    height: Math.max(1, halved(grid.y1) - halved(grid.y0)),
  };
}

/** A profile speaks of the colours as they were before we turned them. */
function profileOf({ colour, profile }: Jp2File): Uint8Array | null {
  return colour === 'ycc' ? null : profile;
}
