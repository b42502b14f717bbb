/**
 * A PDF's own text layer as a page's text: pieces of text in the order of the file, put together to lines and taken apart to
 * words. What it takes is what pdf.js tells of a page (`getTextContent`, `getViewport`), in plain numbers. Pure.
 */
import {
  around,
  WORD_CHARACTERS,
  type PageText,
  type Place,
  type TextBlock,
  type TextLine,
  type Word,
} from './page-text.ts';

export type PdfPiece = {
  readonly str: string;
  /** From the piece's own space to the page's. */
  readonly transform: readonly number[];
  /** Along the line, in units of the page. */
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
};

/** The page as it is shown in its true size: points, and the way from the page's space into it. */
export type PdfViewport = {
  readonly width: number;
  readonly height: number;
  readonly transform: readonly number[];
};

type Letter = { readonly piece: Laid; readonly from: number; readonly to: number };
/** A piece as it lies on the page: where it begins on its base line, and its unit along and across. */
type Laid = {
  readonly str: string;
  readonly breadths: Float32Array;
  readonly x: number;
  readonly y: number;
  readonly along: readonly [number, number];
  readonly width: number;
  readonly height: number;
};

/** So many units for a point: places stay true to a tenth of a point. */
const UNITS = 10;
/** Letters hang below the base line by so much of their height. */
const BELOW = 0.22;
const ABOVE = 0.82;
/** Of the height: pieces on lines that lie so near are on one line. */
const SAME_LINE = 0.4;
/** Of the height: a gap so narrow parts no words. */
const NARROW = 0.18;
/** Of the height: lines farther apart belong to different blocks. */
const BLOCK_GAP = 1.9;

/** Null when the page has no words. */
export function pdfPageText(pieces: readonly PdfPiece[], viewport: PdfViewport): PageText | null {
  const lines = linesIn(pieces.map((piece) => ({ laid: layOut(piece, viewport), ends: piece.hasEOL })));
  const [width, height] = [viewport.width, viewport.height].map((side) =>
    Math.max(1, Math.round(side * UNITS)),
  );
  if (lines.length === 0 || width === undefined || height === undefined) return null;
  return { width, height, languages: [], engine: '', blocks: blocksOf(lines) };
}

function layOut({ str, transform, width, height }: PdfPiece, viewport: PdfViewport): Laid {
  const own = numbers(transform);
  const page = numbers(viewport.transform);
  const length = Math.hypot(own.a, own.b) || 1;
  const [ux, uy] = [own.a / length, own.b / length];
  const along: [number, number] = [page.a * ux + page.c * uy, page.b * ux + page.d * uy];
  const scale = Math.hypot(...along) || 1;
  return {
    str,
    breadths: breadthsOf(str),
    x: (page.a * own.e + page.c * own.f + page.e) * UNITS,
    y: (page.b * own.e + page.d * own.f + page.f) * UNITS,
    along: [along[0] / scale, along[1] / scale],
    width: Math.abs(width) * scale * UNITS,
    height: (Math.hypot(own.c, own.d) || Math.abs(height)) * scale * UNITS,
  };
}

function numbers([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[]) {
  return { a, b, c, d, e, f };
}

function linesIn(pieces: readonly { readonly laid: Laid; readonly ends: boolean }[]): TextLine[] {
  const lines: Letter[][][] = [];
  let words: Letter[][] = [];
  let last = null as Laid | null;
  const end = () => {
    if (words.length > 0) lines.push(words);
    words = [];
    last = null;
  };
  for (const { laid, ends } of pieces) {
    if (laid.str.trim() !== '') {
      if (last !== null && !isSameLine(last, laid)) end();
      const [first, ...others] = runsIn(laid);
      const open = last !== null && isGlued(last, laid) ? words.at(-1) : undefined;
      if (open !== undefined && first !== undefined) open.push(first);
      words.push(
        ...(open === undefined && first !== undefined ? [[first]] : []),
        ...others.map((run) => [run]),
      );
      last = /\s$/u.test(laid.str) ? parted(laid) : laid;
    } else if (laid.str !== '' && last !== null) {
      last = parted(last);
    }
    if (ends) end();
  }
  end();
  return lines.flatMap(toLine);
}

/** What comes behind a space begins a new word. */
function parted(piece: Laid): Laid {
  return { ...piece, width: Number.NEGATIVE_INFINITY };
}

/** Whether a word goes on from one piece into the next. */
function isGlued(one: Laid, other: Laid): boolean {
  return !/^\s/u.test(other.str) && gapBetween(one, other) < NARROW * other.height;
}

/** The words of a piece: from which letter to which. */
function runsIn(piece: Laid): Letter[] {
  return [...piece.str.matchAll(/\S+/gu)].map(({ 0: text, index }) => ({
    piece,
    from: index,
    to: index + text.length,
  }));
}

/** Across the line: how far one piece's base line is from the other's. */
function isSameLine(one: Laid, other: Laid): boolean {
  const [ux, uy] = one.along;
  const isParallel = ux * other.along[0] + uy * other.along[1] > 0.99;
  const across = Math.abs((other.x - one.x) * -uy + (other.y - one.y) * ux);
  return isParallel && across < SAME_LINE * Math.max(one.height, other.height);
}

/** Along the line, from the end of one piece to the beginning of the next. */
function gapBetween(one: Laid, other: Laid): number {
  if (one.width < 0) return Number.POSITIVE_INFINITY;
  const [ux, uy] = one.along;
  return Math.abs((other.x - one.x) * ux + (other.y - one.y) * uy - one.width);
}

function toLine(words: readonly (readonly Letter[])[]): TextLine[] {
  const placed = words.map((runs): Word => {
    const text = runs
      .map(({ piece, from, to }) => piece.str.slice(from, to))
      .join('')
      .normalize('NFC');
    const place = around(runs.map(placeOf)) ?? { x: 0, y: 0, w: 0, h: 0 };
    return { text: text.slice(0, WORD_CHARACTERS), place, sure: null };
  });
  const place = around(placed.map((each) => each.place));
  return place === null ? [] : [{ place, words: placed }];
}

/** Where some letters of a piece stand; letters are of different width, and the file does not say of which. */
function placeOf({ piece, from, to }: Letter): Place {
  const { breadths, x, y, along, width, height } = piece;
  const whole = breadths.at(-1) ?? 1;
  const [start = 0, end = 0] = [from, to].map((at) => ((breadths[at] ?? 0) / whole) * width);
  const [ux, uy] = along;
  const corner = (u: number, v: number): Place => ({
    x: Math.max(0, x + ux * u + uy * v),
    y: Math.max(0, y + uy * u - ux * v),
    w: 0,
    h: 0,
  });
  const corners = [start, end].flatMap((u) => [corner(u, height * ABOVE), corner(u, -height * BELOW)]);
  return around(corners) ?? corner(0, 0);
}

const NARROW_LETTERS = new Set("ijlftrIіїјІ.,:;'’|!()[]- ");
const WIDE_LETTERS = new Set('mwMWшщжюмыфШЩЖЮМЫФ@—');

/** How broad the text is up to each of its letters. */
function breadthsOf(text: string): Float32Array {
  const breadths = new Float32Array(text.length + 1);
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charAt(i);
    const breadth = NARROW_LETTERS.has(letter) ? 0.55 : WIDE_LETTERS.has(letter) ? 1.45 : 1;
    breadths[i + 1] = (breadths[i] ?? 0) + breadth;
  }
  return breadths;
}

function blocksOf(lines: readonly TextLine[]): TextBlock[] {
  const blocks: TextLine[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1)?.at(-1);
    if (last !== undefined && isNear(last.place, line.place)) blocks.at(-1)?.push(line);
    else blocks.push([line]);
  }
  return blocks.map((block) => ({
    place: around(block.map(({ place }) => place)) ?? { x: 0, y: 0, w: 0, h: 0 },
    lines: block,
  }));
}

/** The next line of a column: below the one before, and not far. */
function isNear(one: Place, other: Place): boolean {
  const height = Math.max(1, Math.min(one.h, other.h));
  const down = other.y - one.y;
  const isBeside = other.x < one.x + one.w && other.x + other.w > one.x;
  return isBeside && down > 0 && down < height * BLOCK_GAP + Math.abs(one.h - other.h);
}
