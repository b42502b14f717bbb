/**
 * Reads ALTO 1 to 4, with a namespace or without: what other programs recognised, and what we stored. Places come in the
 * file's own unit (pixels, tenths of a millimetre or 1200ths of an inch), in which the page's width and height are told
 * too, so nothing has to be converted.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fail, ok, type Result } from '../result.ts';
import {
  around,
  pageTextSchema,
  type PageText,
  type Place,
  type TextBlock,
  type TextLine,
  type Word,
} from './page-text.ts';

/** More characters are no page's text; two thousand words with all their attributes take half a megabyte. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

type Attributes = Readonly<Record<string, string>>;
type OpenPage = { place: Place; languages: string[]; blocks: TextBlock[] };

/** The pages of an ALTO file, in its order. ALTO_BROKEN: no well-formed XML; ALTO_FOREIGN: XML, but no page of ALTO. */
export function readAlto(xml: string): Result<PageText[], 'ALTO_BROKEN' | 'ALTO_FOREIGN'> {
  if (xml.length > MAX_CHARACTERS) return fail('ALTO_BROKEN');
  const reader = createReader();
  const parser = new SaxesParser();
  let isBroken = false;
  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', (tag: SaxesTagPlain) => reader.open(localName(tag.name), tag.attributes));
  parser.on('closetag', (tag: SaxesTagPlain) => reader.close(localName(tag.name)));
  parser.on('text', (text: string) => reader.text(text));
  try {
    parser.write(xml.replace(/^\uFEFF/u, '')).close();
  } catch {
    isBroken = true;
  }
  if (isBroken) return fail('ALTO_BROKEN');
  const pages = reader.pages();
  return pages.length === 0 ? fail('ALTO_FOREIGN') : ok(pages);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function createReader() {
  const pages: PageText[] = [];
  const path: string[] = [];
  let engine = '';
  let page: OpenPage | null = null;
  let block: TextBlock | null = null;
  let line: TextLine | null = null;

  const opened: Readonly<Record<string, (attributes: Attributes) => void>> = {
    Page(attributes) {
      page = { place: placeOf(attributes), languages: languageOf(attributes), blocks: [] };
    },
    TextBlock(attributes) {
      block = { place: placeOf(attributes), lines: [] };
      for (const language of languageOf(attributes))
        if (page !== null && !page.languages.includes(language)) page.languages.push(language);
    },
    TextLine(attributes) {
      line = { place: placeOf(attributes), words: [] };
    },
    String(attributes) {
      const text = (attributes['CONTENT'] ?? '').trim();
      if (line !== null && text !== '')
        line.words.push({ text, place: placeOf(attributes), sure: sureOf(attributes) });
    },
    HYP(attributes) {
      const last = line?.words.at(-1);
      if (last !== undefined) last.text += attributes['CONTENT'] ?? '-';
    },
  };
  const closed: Readonly<Record<string, () => void>> = {
    Page() {
      if (page !== null) keep(page);
      page = null;
    },
    TextBlock() {
      if (block !== null && block.lines.length > 0)
        page?.blocks.push({ ...block, place: whole(block.place, block.lines) });
      block = null;
    },
    TextLine() {
      if (line !== null && line.words.length > 0)
        block?.lines.push({ ...line, place: whole(line.place, line.words) });
      line = null;
    },
  };

  function keep({ place, languages, blocks }: OpenPage): void {
    const extent = around(blocks.map((each) => each.place));
    const read = pageTextSchema.safeParse({
      width: Math.ceil(place.w) || Math.ceil((extent?.x ?? 0) + (extent?.w ?? 0)) || 1,
      height: Math.ceil(place.h) || Math.ceil((extent?.y ?? 0) + (extent?.h ?? 0)) || 1,
      languages,
      engine: engine.trim(),
      blocks,
    });
    if (read.success) pages.push(read.data);
  }

  return {
    open(name: string, attributes: Attributes) {
      path.push(name);
      opened[name]?.(attributes);
    },
    close(name: string) {
      path.pop();
      closed[name]?.();
    },
    text(text: string) {
      if (path.at(-1) === 'softwareName' && engine.length < 150)
        engine = `${engine} ${text.trim()}`.slice(0, 200);
    },
    pages: () => pages,
  };
}

/** What is not said is found from what lies inside. */
function whole(place: Place, inside: readonly { readonly place: Place }[]): Place {
  return place.w > 0 && place.h > 0 ? place : (around(inside.map((each) => each.place)) ?? place);
}

function placeOf(attributes: Attributes): Place {
  const number = (name: string) => {
    const value = Number(attributes[name] ?? 0);
    return Number.isFinite(value) && value > 0 ? value : 0;
  };
  return { x: number('HPOS'), y: number('VPOS'), w: number('WIDTH'), h: number('HEIGHT') };
}

function sureOf(attributes: Attributes): Word['sure'] {
  const value = Number(attributes['WC']);
  return attributes['WC'] !== undefined && value >= 0 && value <= 1 ? value : null;
}

/** Two-letter names of our languages, which many programs write, as the three-letter ones. */
const LONG: Readonly<Record<string, string>> = { kk: 'kaz', ru: 'rus', en: 'eng' };

function languageOf(attributes: Attributes): string[] {
  const name = (attributes['LANG'] ?? attributes['language'] ?? '').toLowerCase().split('-')[0] ?? '';
  const language = LONG[name] ?? name;
  return /^[a-z]{3}$/.test(language) ? [language] : [];
}
