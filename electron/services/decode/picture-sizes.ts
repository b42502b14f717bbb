/** The pictures that are derived from every page. */

export type PictureSize = 'thumb' | 'reading';

/** Longer side in pixels. A reading copy is read on the screen; whoever needs more opens the original. */
export const SIDES: Readonly<Record<PictureSize, number>> = { thumb: 256, reading: 2400 };

/** A thumbnail is small as WebP; for a reading copy JPEG takes a quarter of WebP's processor time. */
export const PICTURE_FORMATS = {
  thumb: { mime: 'image/webp', extension: 'webp' },
  reading: { mime: 'image/jpeg', extension: 'jpg' },
} as const satisfies Record<PictureSize, { mime: string; extension: string }>;

export type Target = { readonly size: PictureSize; readonly to: string };
