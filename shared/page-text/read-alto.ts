/**
 * Reads ALTO 1 to 4, with a namespace or without: what other programs recognised, and what we stored. Places come in the
 * file's own unit (pixels, tenths of a millimetre or 1200ths of an inch), in which the page's width and height are told
 * too, so nothing has to be converted.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fail, ok, type Result } from '../result.ts';
import { foreignPage, languageCode, MAX_CHARACTERS } from './foreign-page.ts';
import { around, type PageText, type Place, type TextBlock, type TextLine, type Word } from './page-text.ts';

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
      page = { place: placeOf(attributes), languages: languagesIn(attributes), blocks: [] };
    },
    TextBlock(attributes) {
      block = { place: placeOf(attributes), lines: [] };
      page?.languages.push(...languagesIn(attributes));
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
    const read = foreignPage({ place, languages, engine, blocks });
    if (read !== null) pages.push(read);
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

function languagesIn(attributes: Attributes): string[] {
  const code = languageCode(attributes['LANG'] ?? attributes['language']);
  return code === null ? [] : [code];
}
