/** Plain text as pages of text: its lines, in its order, without places. Pure. */
import { MAX_CHARACTERS } from './foreign-page.ts';
import { WORD_CHARACTERS, type PageText, type Place, type TextBlock } from './page-text.ts';

/** Nobody knows where the words stand: whoever draws places draws none. */
const NOWHERE: Place = { x: 0, y: 0, w: 0, h: 0 };
const MOST_WORDS = 2000;
const MOST_LINES = 5000;

/** The pages of a text file: form feeds part them, as in what `pdftotext` writes. */
export function plainPages(text: string): PageText[] {
  if (text.length > MAX_CHARACTERS) return [];
  const pages = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\f');
  // What follows the last form feed is no page unless something stands there.
  if (pages.length > 1 && pages.at(-1)?.trim() === '') pages.pop();
  return pages.map((page) => ({
    width: 1,
    height: 1,
    languages: [],
    engine: '',
    blocks: page
      .split(/\n\s*\n/u)
      .flatMap(toBlock)
      .slice(0, MOST_LINES),
  }));
}

/** A page's text as if nobody had told where it stands: it was read from another picture. */
export function withoutPlaces(page: PageText): PageText {
  const blocks = page.blocks.map((block) => ({
    place: NOWHERE,
    lines: block.lines.map((line) => ({
      place: NOWHERE,
      words: line.words.map((word) => ({ ...word, place: NOWHERE })),
    })),
  }));
  return { ...page, width: 1, height: 1, blocks };
}

function toBlock(paragraph: string): TextBlock[] {
  const lines = paragraph.split('\n').flatMap((line) => {
    const words = line
      .normalize('NFC')
      .split(/\s+/u)
      .filter((word) => word !== '')
      .map((word) => ({ text: word.slice(0, WORD_CHARACTERS), place: NOWHERE, sure: null }));
    return words.length === 0 ? [] : [{ place: NOWHERE, words: words.slice(0, MOST_WORDS) }];
  });
  return lines.length === 0 ? [] : [{ place: NOWHERE, lines: lines.slice(0, MOST_LINES) }];
}
