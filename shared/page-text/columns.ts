/**
 * Lines that an engine read right across two columns, taken apart and put into reading order. Pure. Engines see columns where
 * the gap between them is plain; on typed sheets with few lines they often do not.
 */
import { around, type TextBlock, type TextLine } from './page-text.ts';
import { inReadingOrder } from './reading-order.ts';

/** A gap wider than so many times the height of its line parts columns: between words it is a third of the height. */
const GAP_HEIGHTS = 1.8;
/** Fewer lines beside each other are no columns: names under a letter, a date beside a number. */
const LEAST_LINES = 4;

type Piece = TextLine & { readonly block: number };

/** The same words in reading order; blocks whose lines need no taking apart stay as they are. */
export function inColumns(blocks: readonly TextBlock[]): TextBlock[] {
  const pieces = blocks.flatMap((block, b) =>
    block.lines.flatMap((line) => pieceUp(line).map((piece): Piece => ({ ...piece, block: b }))),
  );
  const lines = blocks.reduce((sum, block) => sum + block.lines.length, 0);
  if (pieces.length === lines) return [...blocks];
  const ordered = inReadingOrder(pieces, LEAST_LINES);
  // The pieces of every line still follow each other: nothing was a column.
  if (ordered.every((piece, i) => piece === pieces[i])) return [...blocks];
  return gathered(ordered);
}

function pieceUp(line: TextLine): TextLine[] {
  const pieces: TextLine['words'][] = [];
  for (const word of line.words) {
    const last = pieces.at(-1)?.at(-1);
    const gap = last === undefined ? Number.POSITIVE_INFINITY : word.place.x - last.place.x - last.place.w;
    if (gap > line.place.h * GAP_HEIGHTS) pieces.push([word]);
    else pieces.at(-1)?.push(word);
  }
  return pieces.map((words) => ({ place: around(words.map((word) => word.place)) ?? line.place, words }));
}

/** Pieces that follow each other downwards in one block of the engine's are one block. */
function gathered(pieces: readonly Piece[]): TextBlock[] {
  const blocks: Piece[][] = [];
  for (const piece of pieces) {
    const last = blocks.at(-1)?.at(-1);
    const goesOn =
      last !== undefined && last.block === piece.block && piece.place.y > last.place.y + last.place.h / 2;
    if (goesOn) blocks.at(-1)?.push(piece);
    else blocks.push([piece]);
  }
  return blocks.map((lines) => ({
    place: around(lines.map((line) => line.place)) ?? { x: 0, y: 0, w: 0, h: 0 },
    lines: lines.map(({ place, words }) => ({ place, words })),
  }));
}
