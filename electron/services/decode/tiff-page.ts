/** What a page of a TIFF is made of, as its directory says. */
export type TiffPage = {
  /** Its place among all directories of the chain, from 0; libvips numbers pages so. */
  readonly directory: number;
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
};
