/** What a page of a TIFF is made of, as its directory says. */
export type TiffPage = {
  /** Its place among all directories of the chain, from 0; libvips numbers pages so. */
  readonly directory: number;
  /** Where its directory stands in the file. */
  readonly at: number;
  readonly width: number;
  readonly height: number;
  /** Bits of each sample, and how many samples a pixel has. */
  readonly bits: number;
  readonly samples: number;
  /** Whether all samples have the same depth. */
  readonly evenBits: boolean;
  /** 1 unsigned, 2 signed, 3 floating point; others are rare. */
  readonly sampleFormat: number;
  readonly compression: number;
  /** Absent (null) where the file does not say; many writers leave it out. */
  readonly photometric: number | null;
  readonly planar: boolean;
  readonly tiled: boolean;
  /** How it is to be turned, 1 to 8 as in EXIF; 1 is upright. */
  readonly orientation: number;
};

/** The size of what an orientation mark turns: from 5 on it lies on its side. */
export function turnedSize(
  { width, height }: { readonly width: number; readonly height: number },
  orientation: number,
): { width: number; height: number } {
  return orientation >= 5 && orientation <= 8 ? { width: height, height: width } : { width, height };
}
