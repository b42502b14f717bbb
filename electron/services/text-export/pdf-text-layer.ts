/** The words of a page as a PDF's invisible text: each in the room that it takes up on the picture. Pure. */
import { linesOf, lineText, type PageText, type Word } from '../../../shared/page-text/page-text.ts';
import { GLYPH_WIDTH } from './glyphless-font.ts';

/** In points, 72 to the inch. */
export type PaperSize = { readonly width: number; readonly height: number };

/** The name of the font in the page's resources. */
export const TEXT_FONT = 'T';
const LARGEST_LOOSE = 12;

/** The operators that lay the text over a page of this size; empty when there are no words. */
export function textLayer(page: PageText, paper: PaperSize): string {
  const lines = linesOf(page);
  const isPlaced = lines.some((line) => line.words.some(({ place }) => place.w > 0 && place.h > 0));
  const shown = isPlaced
    ? lines.map((line) => placedLine(line.words, page, paper))
    : looseLines(lines.map(lineText), paper);
  const text = shown.filter((line) => line !== '').join('\n');
  // 3: neither filled nor outlined.
  return text === '' ? '' : `BT 3 Tr\n${text}\nET`;
}

function placedLine(words: readonly Word[], page: PageText, paper: PaperSize): string {
  const [across, down] = [paper.width / page.width, paper.height / page.height];
  return words
    .flatMap(({ text, place }) => {
      const [width, size] = [place.w * across, place.h * down];
      if (width <= 0 || size <= 0) return [];
      const x = place.x * across;
      const y = paper.height - (place.y + place.h) * down;
      return [shownAt(text, { x, y, size, width })];
    })
    .join('\n');
}

/** A text without places is found and copied all the same: its lines go down the page, in the order of the text. */
function looseLines(lines: readonly string[], { height }: PaperSize): string[] {
  const size = Math.min(LARGEST_LOOSE, height / (lines.length + 1));
  return lines.map((text, i) => {
    const width = (text.length * GLYPH_WIDTH * size) / 1000;
    return shownAt(text, { x: 0, y: height - (i + 1) * size, size, width });
  });
}

function shownAt(text: string, at: { x: number; y: number; size: number; width: number }): string {
  const natural = (text.length * GLYPH_WIDTH * at.size) / 1000;
  const stretch = (100 * at.width) / natural;
  // The space parts it from the next word for those who copy; it takes no room of any word.
  return `/${TEXT_FONT} ${number(at.size)} Tf ${number(stretch)} Tz 1 0 0 1 ${number(at.x)} ${number(at.y)} Tm <${hex(`${text} `)}> Tj`;
}

/** UTF-16, whose units are the codes of the font. */
function hex(text: string): string {
  let codes = '';
  for (let at = 0; at < text.length; at++) codes += text.charCodeAt(at).toString(16).padStart(4, '0');
  return codes;
}

function number(value: number): string {
  return String(Number(value.toFixed(3)));
}
