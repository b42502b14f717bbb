/** How a picture stands: what EXIF calls orientation, 1 to 8. */

export type Turning = {
  /** Mirrored first: left with right (`flop`), top with bottom (`flip`). */
  readonly flip: boolean;
  readonly flop: boolean;
  /** Then turned clockwise. */
  readonly degrees: 0 | 90 | 180 | 270;
};

const TURNINGS: Readonly<Record<number, Turning>> = {
  2: { flip: false, flop: true, degrees: 0 },
  3: { flip: false, flop: false, degrees: 180 },
  4: { flip: true, flop: false, degrees: 0 },
  5: { flip: true, flop: false, degrees: 90 },
  6: { flip: false, flop: false, degrees: 90 },
  7: { flip: false, flop: true, degrees: 90 },
  8: { flip: false, flop: false, degrees: 270 },
};

/** What makes a picture of this orientation stand upright; null when it does already. */
export function turningOf(orientation: number): Turning | null {
  return TURNINGS[orientation] ?? null;
}

/** Whether its rows can be turned one after the other as they are decoded; else its last rows are needed first. */
export function keepsRows({ flip, degrees }: Turning): boolean {
  return !flip && degrees === 0;
}

/** Rows of the picture as it lies in the file. */
export type Band = { readonly top: number; readonly rows: number };

/**
 * The picture in bands of at most `most` rows, in the order in which they stand side by side (turned by 90 or 270 degrees)
 * or one below the other when it is upright. Only the last may be narrower than the others.
 */
export function bandsOf({ flip, degrees }: Turning, height: number, most: number): Band[] {
  const rows = Math.min(height, most);
  const isReversed = flip !== (degrees === 90 || degrees === 180);
  const bands: Band[] = [];
  for (let done = 0; done < height; done += rows) {
    const here = Math.min(rows, height - done);
    bands.push({ top: isReversed ? height - done - here : done, rows: here });
  }
  return bands;
}
