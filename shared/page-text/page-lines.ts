/**
 * Lines by their names: the second line of the first block is `b1l2`, as in the ALTO that we write. A reading never changes
 * once it is stored, so neither do the names. Pure.
 */
import type { Box } from '../model/region-parts.ts';
import type { PageText, Place, TextLine } from './page-text.ts';

export type NamedLine = {
  readonly id: string;
  /** From 0. */
  readonly block: number;
  readonly line: TextLine;
};

/** All lines in reading order, those without words too. */
export function namedLines(page: PageText): NamedLine[] {
  return page.blocks.flatMap(({ lines }, block) =>
    lines.map((line, l) => ({ id: `b${block + 1}l${l + 1}`, block, line })),
  );
}

/** A place in per cent of the page, kept within it; some engines tell of letters beyond the edge. */
export function boxOfPlace({ width, height }: Pick<PageText, 'width' | 'height'>, place: Place): Box {
  const [x, w] = share(place.x, place.w, width);
  const [y, h] = share(place.y, place.h, height);
  return { x, y, w, h };
}

function share(from: number, length: number, whole: number): [number, number] {
  const start = Math.min(100, (from / whole) * 100);
  const end = Math.min(100, ((from + length) / whole) * 100);
  return [start, end - start];
}
