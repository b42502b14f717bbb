/**
 * Reads hOCR 1.2 (https://kba.github.io/hocr-spec/1.2/): HTML whose classes say what is a page, a line, a word, and whose
 * titles say where it stands. What programs write is seldom well-formed, so it is read as browsers read HTML.
 */
import { Parser } from 'htmlparser2';
import { fail, ok, type Result } from '../result.ts';
import { foreignPage, languageCode, MAX_CHARACTERS } from './foreign-page.ts';
import { around, type PageText, type Place, type TextBlock, type TextLine } from './page-text.ts';

const BLOCKS: ReadonlySet<string> = new Set(['ocr_par', 'ocr_carea', 'ocrx_block']);
const LINES: ReadonlySet<string> = new Set([
  'ocr_line',
  'ocrx_line',
  'ocr_header',
  'ocr_caption',
  'ocr_textfloat',
]);
type OpenWord = { text: string; place: Place; sure: number | null };
type OpenPage = { place: Place; languages: string[]; blocks: TextBlock[] };
type Kind = 'page' | 'block' | 'line' | 'word' | 'other';

/** The pages of an hOCR file, in its order. HOCR_FOREIGN: it has no page of hOCR. */
export function readHocr(html: string): Result<PageText[], 'HOCR_FOREIGN'> {
  if (html.length > MAX_CHARACTERS) return fail('HOCR_FOREIGN');
  const reader = createReader();
  const parser = new Parser({
    onopentag: (name, attributes) => reader.open(name, attributes),
    onclosetag: () => reader.close(),
    ontext: (text) => reader.text(text),
  });
  parser.end(html);
  const pages = reader.pages();
  return pages.length === 0 ? fail('HOCR_FOREIGN') : ok(pages);
}

function createReader() {
  const pages: PageText[] = [];
  const path: Kind[] = [];
  let engine = '';
  let page: OpenPage | null = null;
  let block: TextBlock | null = null;
  let line: TextLine | null = null;
  let word: OpenWord | null = null;

  function endWord(): void {
    const text = word?.text.replaceAll(/\s+/gu, ' ').trim() ?? '';
    if (word !== null && text !== '') line?.words.push({ text, place: word.place, sure: word.sure });
    word = null;
  }
  function endLine(): void {
    if (line !== null && line.words.length > 0) {
      const { words } = line;
      const place = line.place.w > 0 ? line.place : (around(words.map((each) => each.place)) ?? line.place);
      // A line outside of any block is a block of its own.
      if (block === null) page?.blocks.push({ place, lines: [{ place, words }] });
      else block.lines.push({ place, words });
    }
    line = null;
  }
  function endBlock(): void {
    endLine();
    if (block !== null && block.lines.length > 0) {
      const { lines } = block;
      page?.blocks.push({ place: around(lines.map((each) => each.place)) ?? block.place, lines });
    }
    block = null;
  }
  function endPage(): void {
    endLine();
    if (page === null) return;
    const read = foreignPage({ ...page, engine });
    if (read !== null) pages.push(read);
    page = null;
  }
  const ends: Readonly<Record<Kind, () => void>> = {
    page: endPage,
    block: endBlock,
    line: endLine,
    word: endWord,
    other: () => undefined,
  };

  function begin(kind: Kind, title: string): void {
    const place = placeIn(title);
    if (kind === 'page') {
      endLine();
      page = { place, languages: [], blocks: [] };
    }
    // An area holds paragraphs: the inner one counts, and lines that stood before it in the area are a block of their own.
    else if (kind === 'block') {
      endBlock();
      block = { place, lines: [] };
    } else if (kind === 'line') {
      endLine();
      line = { place, words: [] };
    } else if (kind === 'word') {
      // Where a program knows no lines, the words up to the end of the block are one.
      line ??= { place: { x: 0, y: 0, w: 0, h: 0 }, words: [] };
      word = { text: '', place, sure: sureIn(title) };
    }
  }

  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      const kind = kindOf(attributes['class'] ?? '');
      path.push(kind);
      if (name === 'meta' && attributes['name'] === 'ocr-system')
        engine = (attributes['content'] ?? '').slice(0, 200);
      begin(kind, attributes['title'] ?? '');
      const language = languageCode(attributes['lang'] ?? attributes['xml:lang']);
      if (language !== null) page?.languages.push(language);
    },
    close() {
      ends[path.pop() ?? 'other']();
    },
    text(text: string) {
      if (word !== null) word.text += text;
    },
    pages: () => pages,
  };
}

function kindOf(classes: string): Kind {
  for (const name of classes.split(/\s+/u)) {
    if (name === 'ocr_page') return 'page';
    if (BLOCKS.has(name)) return 'block';
    if (LINES.has(name)) return 'line';
    if (name === 'ocrx_word' || name === 'ocr_word') return 'word';
  }
  return 'other';
}

function placeIn(title: string): Place {
  const [, x0 = '0', y0 = '0', x1 = '0', y1 = '0'] =
    /\bbbox\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)/u.exec(title) ??
    [];
  const [left, top, right, bottom] = [x0, y0, x1, y1].map((each) => Math.max(0, Number(each)));
  const [x, y] = [left ?? 0, top ?? 0];
  return { x, y, w: Math.max(0, (right ?? 0) - x), h: Math.max(0, (bottom ?? 0) - y) };
}

function sureIn(title: string): number | null {
  const found = /\bx_wconf\s+(\d+(?:\.\d+)?)/u.exec(title)?.[1];
  return found === undefined ? null : Math.min(1, Number(found) / 100);
}
