/**
 * A PDF written page by page: the picture of each, and its words as invisible text over it. Nothing but the places of its
 * objects is kept in memory. PDF 1.7 (ISO 32000-1), §7.5 for the frame, §9.10.3 for the way from codes to letters.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { GLYPH_WIDTH, glyphlessFont } from './glyphless-font.ts';
import { TEXT_FONT, type PaperSize } from './pdf-text-layer.ts';

type PdfPage = {
  readonly paper: PaperSize;
  /** How it is to be turned to be read, clockwise. */
  readonly turned: 0 | 90 | 180 | 270;
  /** A JPEG; null where no picture can be made. */
  readonly picture: {
    readonly bytes: Buffer;
    readonly width: number;
    readonly height: number;
    readonly isGrey: boolean;
  } | null;
  /** Operators; see `textLayer`. */
  readonly text: string;
};

export type PdfFile = {
  addPage(page: PdfPage): Promise<void>;
  /** Writes what comes last; without it the file is no PDF. */
  end(): Promise<void>;
  /** Closes the file, whole or not. */
  close(): Promise<void>;
};

const [CATALOG, PAGES, FONT, DESCENDANT, GLYPHS, LETTERS, DESCRIPTOR, FONT_FILE, INFO] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;
const packed = promisify(deflate);

/** Begins the file; `language` as in HTML (`kk`). */
export async function createPdfFile(
  path: string,
  { title, language }: { readonly title: string; readonly language: string | null },
): Promise<PdfFile> {
  const file = await open(path, 'w');
  const writer = createWriter(file);
  const pages: number[] = [];
  let next = INFO + 1;
  await writer.raw(Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1'));
  await writeFont(writer);

  return {
    async addPage({ paper, turned, picture, text }) {
      const page = next++;
      const content = next++;
      const image = picture === null ? null : next++;
      pages.push(page);
      const size = `${round(paper.width)} ${round(paper.height)}`;
      const drawn =
        image === null ? '' : `q ${round(paper.width)} 0 0 ${round(paper.height)} 0 0 cm /P Do Q\n`;
      const pictures = image === null ? '' : ` /XObject << /P ${image} 0 R >>`;
      await writer.object(
        page,
        `<< /Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 ${size}]${turned === 0 ? '' : ` /Rotate ${turned}`} /Resources << /Font << /${TEXT_FONT} ${FONT} 0 R >>${pictures} >> /Contents ${content} 0 R >>`,
      );
      await writer.stream(content, '', Buffer.from(`${drawn}${text}\n`, 'latin1'));
      if (image !== null && picture !== null) {
        const colours = picture.isGrey ? '/DeviceGray' : '/DeviceRGB';
        const about = `/Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} /ColorSpace ${colours} /BitsPerComponent 8 /Filter /DCTDecode`;
        await writer.bytes(image, about, picture.bytes);
      }
    },
    async end() {
      const kids = pages.map((page) => `${page} 0 R`).join(' ');
      await writer.object(PAGES, `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
      const spoken = language === null ? '' : ` /Lang (${language})`;
      await writer.object(CATALOG, `<< /Type /Catalog /Pages ${PAGES} 0 R${spoken} >>`);
      await writer.object(INFO, `<< /Title ${textString(title)} /Producer (Qoima) >>`);
      await writer.trailer(`<< /Size ${next} /Root ${CATALOG} 0 R /Info ${INFO} 0 R >>`);
      await file.sync();
    },
    close: () => file.close(),
  };
}

type Writer = ReturnType<typeof createWriter>;

function createWriter(file: FileHandle) {
  const places = new Map<number, number>();
  let at = 0;
  async function raw(bytes: Buffer): Promise<void> {
    await file.writeFile(bytes);
    at += bytes.length;
  }
  async function object(no: number, body: string): Promise<void> {
    places.set(no, at);
    await raw(Buffer.from(`${no} 0 obj\n${body}\nendobj\n`, 'latin1'));
  }
  async function bytes(no: number, about: string, body: Buffer): Promise<void> {
    places.set(no, at);
    await raw(Buffer.from(`${no} 0 obj\n<< ${about} /Length ${body.length} >>\nstream\n`, 'latin1'));
    await raw(body);
    await raw(Buffer.from('\nendstream\nendobj\n', 'latin1'));
  }
  return {
    raw,
    object,
    bytes,
    stream: async (no: number, about: string, body: Buffer) =>
      bytes(no, `${about} /Filter /FlateDecode`, await packed(body)),
    async trailer(body: string): Promise<void> {
      const start = at;
      const rows = Array.from({ length: Math.max(0, ...places.keys()) }, (_, i) => {
        const place = String(places.get(i + 1) ?? 0).padStart(10, '0');
        return `${place} 00000 n \n`;
      });
      await raw(
        Buffer.from(
          `xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join('')}trailer\n${body}\nstartxref\n${start}\n%%EOF\n`,
          'latin1',
        ),
      );
    },
  };
}

/** Codes are UTF-16 units; each shows the one empty glyph and means itself. */
async function writeFont(writer: Writer): Promise<void> {
  await writer.object(
    FONT,
    `<< /Type /Font /Subtype /Type0 /BaseFont /Glyphless /Encoding /Identity-H /DescendantFonts [${DESCENDANT} 0 R] /ToUnicode ${LETTERS} 0 R >>`,
  );
  await writer.object(
    DESCENDANT,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Glyphless /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${DESCRIPTOR} 0 R /DW ${GLYPH_WIDTH} /CIDToGIDMap ${GLYPHS} 0 R >>`,
  );
  const glyphs = Buffer.alloc(0x20000);
  for (let code = 0; code < 0x10000; code++) glyphs.writeUInt16BE(1, code * 2);
  await writer.stream(GLYPHS, '', glyphs);
  await writer.stream(LETTERS, '', Buffer.from(lettersMap(), 'latin1'));
  // Some readers take a descent of 0 for one that was left out, and put a third under every word.
  await writer.object(
    DESCRIPTOR,
    `<< /Type /FontDescriptor /FontName /Glyphless /Flags 4 /FontBBox [0 -1 ${GLYPH_WIDTH} 1000] /ItalicAngle 0 /Ascent 1000 /Descent -1 /CapHeight 1000 /StemV 80 /FontFile2 ${FONT_FILE} 0 R >>`,
  );
  const font = glyphlessFont();
  await writer.stream(FONT_FILE, `/Length1 ${font.length}`, font);
}

function lettersMap(): string {
  const ranges = Array.from({ length: 256 }, (_, high) => {
    const byte = high.toString(16).padStart(2, '0');
    return `<${byte}00> <${byte}ff> <${byte}00>`;
  });
  // No more than a hundred in one go (§9.10.3), and none over the end of a byte.
  const parts = [ranges.slice(0, 100), ranges.slice(100, 200), ranges.slice(200)];
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...parts.flatMap((part) => [`${part.length} beginbfrange`, ...part, 'endbfrange']),
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

function textString(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

function round(points: number): number {
  return Number(points.toFixed(3));
}
