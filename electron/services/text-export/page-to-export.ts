/** One page made ready for a file: its text as it is shown, as ALTO or as the invisible text of a PDF. Runs in a child process. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { PageImage } from '../../../shared/model/record-types.ts';
import { corrected } from '../../../shared/page-text/corrections.ts';
import { linesOf, type PageText } from '../../../shared/page-text/page-text.ts';
import { plainPages, withoutPlaces } from '../../../shared/page-text/plain-pages.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { isOfOther, sourcePicture } from '../../../shared/page-text/source-picture.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { measureJp2 } from '../decode/jp2-picture.ts';
import { openPdf } from '../decode/pdf-document.ts';
import { directoryOf, readKind } from '../decode/picture-page.ts';
import { openPicture } from '../decode/pictures.ts';
import { textLayer, type PaperSize } from './pdf-text-layer.ts';

export type PageSource = {
  /** The stored file and the page of it, from 0; null when its bytes are not there. */
  readonly file: { readonly path: string; readonly index: number } | null;
  /** The picture that the page shows; it may have taken the place of the one that was read. */
  readonly picture: PageImage | null;
  /** The reading that is shown: its ALTO, and the models that it was read by. */
  readonly alto: { readonly path: string; readonly languages: readonly string[] } | null;
  /** What a person wrote of the page without a reading; shown where nothing was read. */
  readonly transcription: string | null;
  /** Lines that a person put right, by their names. */
  readonly corrections: readonly (readonly [string, string])[];
  /** What the page is called in the description of an ALTO file. */
  readonly name: string;
};

export type PdfPart = {
  readonly paper: PaperSize;
  readonly text: string;
  readonly words: number;
  readonly picture: { readonly width: number; readonly height: number; readonly isGrey: boolean } | null;
};

const DPI = 300;
const [LEAST_DPI, MOST_DPI] = [50, 2400] as const;
const POINTS = 72;
const A4: PaperSize = { width: 595, height: 842 };
/** What PDF 1.7 allows, and a mark that can still be seen. */
const [LEAST_SIDE, MOST_SIDE] = [9, 14_400] as const;

/** The page's text as ALTO; null when it has none. */
export async function altoOf(source: PageSource): Promise<string | null> {
  const { text } = await textOf(source);
  if (text === null) return null;
  return writeAlto(text, source.name, new Set(source.corrections.map(([line]) => line)));
}

/** The page's text as operators, and the size of its paper; `jpeg` is the picture that will be shown. */
export async function pdfPartOf(source: PageSource, jpeg: string | null): Promise<PdfPart> {
  const { text, paper } = await textOf(source);
  const measured = jpeg === null ? null : await sharp(jpeg).metadata();
  const size = withinBounds(paper ?? (await paperOf(source)) ?? A4);
  return {
    paper: size,
    text: text === null ? '' : textLayer(text, size),
    words: text === null ? 0 : linesOf(text).reduce((sum, line) => sum + line.words.length, 0),
    picture:
      measured === null
        ? null
        : { width: measured.width, height: measured.height, isGrey: measured.channels === 1 },
  };
}

/** The reading with a person's lines; where nothing was read, what a person wrote, else what a PDF brings itself. */
async function textOf(source: PageSource): Promise<{ text: PageText | null; paper: PaperSize | null }> {
  const { alto, file } = source;
  const isPdf = file !== null && readKind(file.path) === 'pdf';
  const own = isPdf ? await ownOf(file.path, file.index) : null;
  const paper = own === null ? null : { width: own.width, height: own.height };
  if (alto === null) return { text: writtenOf(source) ?? own?.text ?? null, paper };
  const xml = await readFile(alto.path, 'utf8');
  const read = readAlto(xml);
  const page = read.ok ? read.value[0] : undefined;
  if (page === undefined) return { text: null, paper };
  const shown = corrected(
    { ...page, languages: [...alto.languages] },
    new Map(source.corrections.map(([line, text]) => [line, text])),
  );
  // Its words stay, their places are those of the earlier picture.
  return { text: isOfOther(sourcePicture(xml), source.picture) ? withoutPlaces(shown) : shown, paper };
}

/** Nobody knows where its words stand on the page. */
function writtenOf({ transcription }: PageSource): PageText | null {
  const [page] = plainPages((transcription ?? '').replaceAll('\f', '\n'));
  return page === undefined || page.blocks.length === 0 ? null : page;
}

type Own = { readonly width: number; readonly height: number; readonly text: PageText | null };

async function ownOf(path: string, index: number): Promise<Own | null> {
  const opening = await openPdf(path);
  if (!opening.ok) return null;
  try {
    return index < opening.pdf.pages ? await opening.pdf.describePage(index) : null;
  } catch {
    return null;
  } finally {
    await opening.pdf.close();
  }
}

/** By the resolution that the scanner noted; where it is missing or cannot be, by that of most scans. */
async function paperOf({ file }: PageSource): Promise<PaperSize | null> {
  if (file === null) return null;
  try {
    const kind = readKind(file.path);
    if (kind === null || kind === 'pdf') return null;
    if (kind === 'jp2') {
      const measured = await measureJp2(file.path);
      return measured.ok ? atDpi(measured.value, DPI) : null;
    }
    const directory = directoryOf(file.path, kind, file.index);
    if (!directory.ok) return null;
    const { autoOrient, density = 0 } = await openPicture(file.path, directory.value).metadata();
    const dpi = density >= LEAST_DPI && density <= MOST_DPI && density !== POINTS ? density : DPI;
    return atDpi(autoOrient, dpi);
  } catch {
    return null;
  }
}

function atDpi({ width, height }: { width: number; height: number }, dpi: number): PaperSize {
  return { width: (width / dpi) * POINTS, height: (height / dpi) * POINTS };
}

function withinBounds({ width, height }: PaperSize): PaperSize {
  const scale = Math.min(1, MOST_SIDE / Math.max(width, height));
  return {
    width: Math.max(LEAST_SIDE, width * scale),
    height: Math.max(LEAST_SIDE, height * scale),
  };
}
