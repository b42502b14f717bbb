/**
 * One page as a picture that can be asked for in several sizes. Scans and PDF pages look the same from here, so that one
 * viewer shows both.
 */
export type PageRaster = {
  /** Pixels of the largest size. */
  readonly width: number;
  readonly height: number;
  /** Resolves when the page is looked at so closely that the host may have more of it than this; may never. */
  readonly needsTiles?: Promise<void>;
  /** How many sizes there are: the last is the largest, each before it half as large. */
  readonly levels: number;
  /** Draws the page in one of its sizes ahead of its being taken. */
  draw(level: number): Promise<void>;
  /** Hands a drawing over for good: OpenSeadragon empties the canvas of a picture that it takes away. */
  take(level: number): Promise<CanvasRenderingContext2D>;
};

type Size = Pick<PageRaster, 'width' | 'height' | 'levels'>;

/** A raster whose sizes are drawn by `draw`, each once for each time that it is taken. */
export function createRaster(
  size: Size,
  draw: (level: number) => Promise<CanvasRenderingContext2D>,
): PageRaster {
  const drawn = new Map<number, Promise<CanvasRenderingContext2D>>();
  const ahead = (level: number) => {
    const known = drawn.get(level);
    if (known !== undefined) return known;
    const drawing = draw(level);
    drawn.set(level, drawing);
    // What could not be drawn once (no memory, no host) is drawn anew for whoever asks next.
    drawing.catch(() => {
      if (drawn.get(level) === drawing) drawn.delete(level);
    });
    return drawing;
  };
  return {
    ...size,
    async draw(level) {
      await ahead(level);
    },
    take(level) {
      const taken = ahead(level);
      drawn.delete(level);
      return taken;
    },
  };
}

/** A new canvas in memory; throws when the browser has no memory left for it. */
export function createCanvas(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('no memory for a canvas');
  return context;
}

/** Remembers the last pages by key, so that turning to a neighbour waits for nothing. */
export function createRasterCache(
  load: (key: string) => Promise<PageRaster>,
  keep: number,
): { get(key: string): Promise<PageRaster>; clear(): void } {
  const rasters = new Map<string, Promise<PageRaster>>();
  return {
    get(key) {
      const known = rasters.get(key);
      const raster = known ?? load(key);
      // Moved to the end: the least lately used goes first.
      rasters.delete(key);
      rasters.set(key, raster);
      if (known === undefined) {
        raster.catch(() => {
          if (rasters.get(key) === raster) rasters.delete(key);
        });
      }
      for (const oldest of rasters.keys()) {
        if (rasters.size <= keep) break;
        rasters.delete(oldest);
      }
      return raster;
    },
    clear: () => rasters.clear(),
  };
}
