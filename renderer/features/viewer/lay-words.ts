/**
 * Where the words of a text layer lie, in units of a page that is 1,000 wide. A word reaches to the next one and to the next
 * line, so that a hand that selects never falls between them. Pure.
 */
import { turnOfLine, turnOfPage, type Turn } from '../../../shared/page-text/direction.ts';
import type { PageText, Place, TextBlock, TextLine } from '../../../shared/page-text/page-text.ts';
import type { Matrix } from './page-box.ts';

export type LaidWord = {
  readonly text: string;
  /** Where it stands in the text: block, line, word, from 0. */
  readonly at: readonly [number, number, number];
  /** Its upper left corner as the letters stand. */
  readonly x: number;
  readonly y: number;
  /** Along the letters and across them. */
  readonly length: number;
  /** From its end to the next word, or 0. */
  readonly gap: number;
  readonly height: number;
  /** In degrees, clockwise. */
  readonly turn: Turn;
};

const PAGE_WIDTH = 1000;
/** Of its height: a word reaches no farther down to the next line. */
const MOST_LEADING = 0.9;

/** Words without a place, as of plain text, are left out. */
export function layWords(page: PageText): LaidWord[] {
  const usual = turnOfPage(page);
  const scale = PAGE_WIDTH / page.width;
  return page.blocks.flatMap((block, b) =>
    block.lines.flatMap((line, l) => {
      const turn = turnOfLine(line) ?? usual;
      const upright = line.words.map(({ place }) => stood(scaled(place, scale), turn));
      const top = Math.min(...upright.map(({ y }) => y));
      const bottom = bottomOf(
        block,
        l,
        turn,
        scale,
        Math.max(...upright.map(({ y, h }) => y + h)) - top,
        top,
      );
      return line.words.flatMap(({ text, place }, w): LaidWord[] => {
        const own = upright[w];
        if (own === undefined || place.w <= 0 || place.h <= 0) return [];
        const next = upright[w + 1]?.x ?? 0;
        const gap = Math.max(0, next - own.x - own.w);
        const { x, y } = laidDown({ x: own.x, y: top }, turn);
        return [{ text, at: [b, l, w], x, y, length: own.w, gap, height: bottom - top, turn }];
      });
    }),
  );
}

/** From the units of the layer to pixels of the stage, from the matrix that leads there from per cent. */
export function layerMatrix([a, b, c, d, e, f]: Matrix, page: Pick<PageText, 'width' | 'height'>): Matrix {
  const across = 100 / PAGE_WIDTH;
  const down = (100 * page.width) / (PAGE_WIDTH * page.height);
  return [a * across, b * across, c * down, d * down, e, f];
}

/** The lower edge: where the next line of the block begins, if that is not far. */
function bottomOf(
  block: TextBlock,
  l: number,
  turn: Turn,
  scale: number,
  height: number,
  top: number,
): number {
  const next: TextLine | undefined = block.lines[l + 1];
  const places = next?.words.map(({ place }) => stood(scaled(place, scale), turn).y) ?? [];
  const below = places.length === 0 ? 0 : Math.min(...places);
  const isNear = below > top + height && below < top + height * (1 + MOST_LEADING);
  return isNear ? below : top + height;
}

function scaled({ x, y, w, h }: Place, scale: number): Place {
  return { x: x * scale, y: y * scale, w: w * scale, h: h * scale };
}

/** The place as whoever turns the page to read the line sees it. */
function stood({ x, y, w, h }: Place, turn: Turn): Place {
  if (turn === 90) return { x: y, y: -x - w, w: h, h: w };
  if (turn === 180) return { x: -x - w, y: -y - h, w, h };
  if (turn === 270) return { x: -y - h, y: x, w: h, h: w };
  return { x, y, w, h };
}

/** The way back of a corner. */
function laidDown({ x, y }: { x: number; y: number }, turn: Turn): { x: number; y: number } {
  if (turn === 90) return { x: -y, y: x };
  if (turn === 180) return { x: -x, y: -y };
  if (turn === 270) return { x: y, y: -x };
  return { x, y };
}
