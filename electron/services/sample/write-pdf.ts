/**
 * A PDF as a scanning office makes it: a picture for each page and over it its words, unseen. The words stand in a Type 3
 * font of blank letters with a map to Unicode, so no font file is needed.
 */
import type { PlacedText } from './lay-out.ts';

export type PdfPage = {
  readonly jpeg: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** In pixels from the upper left corner. */
  readonly lines: readonly PlacedText[];
  /** In radians about the middle of the page, clockwise. */
  readonly turn: number;
};

/** Points of the page for each pixel, at 150 dpi. */
const SCALE = 72 / 150;
const FIRST_CODE = 32;
const MOST_LETTERS = 256 - FIRST_CODE;
/** Of a letter, in thousandths of the font's size. */
const LETTER_WIDTH = 600;
const FONT_SIZE = 10;

/** The bytes of a PDF with these pages. Throws when they use more than 224 different letters. */
export function writePdf(pages: readonly PdfPage[]): Uint8Array {
  const letters = [...new Set(pages.flatMap(({ lines }) => lines.map(({ text }) => text)).join(''))];
  if (letters.length > MOST_LETTERS) throw new Error('too many different letters for one font');
  const codes = new Map(letters.map((letter, index) => [letter, hex(index + FIRST_CODE, 2)]));
  const firstPage = 6;
  const objects: (string | Uint8Array)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    [
      `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + i * 3} 0 R`).join(' ')}] >>`,
    ],
    [fontOf(letters)],
    stream('', new TextEncoder().encode(unicodeMap(letters))),
    stream('', new TextEncoder().encode(`${LETTER_WIDTH} 0 d0`)),
  ];
  for (const [index, page] of pages.entries()) {
    const own = firstPage + index * 3;
    const [width, height] = [page.width * SCALE, page.height * SCALE].map((side) => side.toFixed(2));
    objects.push([
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${own + 1} 0 R ` +
        `/Resources << /Font << /F1 3 0 R >> /XObject << /P ${own + 2} 0 R >> >> >>`,
    ]);
    const picture = `q ${width} 0 0 ${height} 0 0 cm /P Do Q\n`;
    objects.push(stream('', new TextEncoder().encode(picture + wordsOf(page, codes))));
    const dictionary =
      `/Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} ` +
      '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode ';
    objects.push(stream(dictionary, page.jpeg));
  }
  return assemble(objects);
}

function wordsOf(page: PdfPage, codes: ReadonlyMap<string, string>): string {
  const [cos, sin] = [Math.cos(page.turn), Math.sin(page.turn)];
  const lines = page.lines.map(({ text, x, y, width }) => {
    const [dx, dy] = [x - page.width / 2, y - page.height / 2];
    const left = (page.width / 2 + dx * cos - dy * sin) * SCALE;
    const base = (page.height / 2 - dx * sin - dy * cos) * SCALE;
    const natural = (text.length * LETTER_WIDTH * FONT_SIZE) / 1000;
    const stretch = ((width * SCALE) / natural) * 100;
    const bytes = Array.from(text, (letter) => codes.get(letter) ?? '').join('');
    const place = [cos, -sin, sin, cos, left, base].map((number) => number.toFixed(4)).join(' ');
    return `${stretch.toFixed(2)} Tz ${place} Tm <${bytes}> Tj`;
  });
  return `BT 3 Tr /F1 ${FONT_SIZE} Tf\n${lines.join('\n')}\nET`;
}

function fontOf(letters: readonly string[]): string {
  const names = letters.map((_, index) => `/g${index}`);
  return (
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] ' +
    `/FirstChar ${FIRST_CODE} /LastChar ${FIRST_CODE + letters.length - 1} ` +
    `/Widths [${letters.map(() => LETTER_WIDTH).join(' ')}] ` +
    `/Encoding << /Type /Encoding /Differences [${FIRST_CODE} ${names.join(' ')}] >> ` +
    `/CharProcs << ${names.map((name) => `${name} 5 0 R`).join(' ')} >> /ToUnicode 4 0 R /Resources << >> >>`
  );
}

function unicodeMap(letters: readonly string[]): string {
  const BLOCK = 100;
  const blocks: string[] = [];
  for (let from = 0; from < letters.length; from += BLOCK) {
    const some = letters.slice(from, from + BLOCK);
    const lines = some.map(
      (letter, i) => `<${hex(FIRST_CODE + from + i, 2)}> <${hex(letter.charCodeAt(0), 4)}>`,
    );
    blocks.push(`${some.length} beginbfchar`, ...lines, 'endbfchar');
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CMapName /Words def /CMapType 2 def',
    '1 begincodespacerange <00> <FF> endcodespacerange',
    ...blocks,
    'endcmap end end',
  ].join('\n');
}

function hex(value: number, width: number): string {
  return value.toString(16).toUpperCase().padStart(width, '0');
}

function stream(dictionary: string, bytes: Uint8Array): (string | Uint8Array)[] {
  return [`<< ${dictionary}/Length ${bytes.length} >>\nstream\n`, bytes, '\nendstream'];
}

function assemble(objects: readonly (string | Uint8Array)[][]): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let size = 0;
  const put = (part: string | Uint8Array) => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    parts.push(bytes);
    size += bytes.length;
  };
  put('%PDF-1.5\n');
  const offsets = objects.map((body, index) => {
    const at = size;
    put(`${index + 1} 0 obj\n`);
    for (const part of body) put(part);
    put('\nendobj\n');
    return at;
  });
  const table = size;
  put(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) put(`${String(offset).padStart(10, '0')} 00000 n \n`);
  put(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat(parts);
}
