/** The picture of a page as the engine reads it best: upright, grey, on white, of a size that it can hold. In a child process. */
import sharp from 'sharp';
import { openPicture } from '../decode/pictures.ts';
import type { Quarters, Size } from './turned-places.ts';

/** An A3 page at 300 dpi; more makes the engine slow and large, and not better. */
export const MOST_PIXELS = 18_000_000;

export type PictureToRead = Size & {
  readonly bytes: Buffer;
  /** Of the page's own picture: how many of its pixels became one. */
  readonly scale: number;
};

/** Of a picture's file or bytes; throws what sharp throws when it cannot be decoded. */
export async function pictureToRead(
  input: string | Buffer,
  page: number,
  quarters: Quarters,
  mostPixels = MOST_PIXELS,
): Promise<PictureToRead> {
  const upright = await openPicture(input, page).metadata();
  const { width, height } = upright.autoOrient;
  const scale = Math.max(1, Math.sqrt((width * height) / mostPixels));
  const fitted = await openPicture(input, page)
    .autoOrient()
    .resize({ width: Math.max(1, Math.round(width / scale)), withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  const turned =
    quarters === 0
      ? fitted.data
      : await sharp(fitted.data)
          .rotate(quarters * 90)
          .png({ compressionLevel: 1 })
          .toBuffer();
  const isAcross = quarters % 2 === 1;
  return {
    bytes: turned,
    width: isAcross ? fitted.info.height : fitted.info.width,
    height: isAcross ? fitted.info.width : fitted.info.height,
    scale: width / fitted.info.width,
  };
}
