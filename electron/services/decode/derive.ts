/** Makes thumbnails and reading copies of one page of a stored file. Runs in a child process. */
import { statSync } from 'node:fs';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { drawJp2 } from './jp2-picture.ts';
import { openPdf, type OpenPdf } from './pdf-document.ts';
import { directoryOf, readKind } from './picture-page.ts';
import { SIDES, type Target } from './picture-sizes.ts';
import { writePictures } from './pictures.ts';
import { drawTiff } from './tiff-picture.ts';

/** NOT_FOUND: the file has no such page. */
export type DeriveCode = 'NO_PICTURE' | 'NOT_FOUND';

/** How many characters of a PDF's text become the document's opening. */
const OPENING_CHARACTERS = 1000;

/** The PDF that was looked at last stays open: its pages are asked for one after the other. */
let lastPdf: { key: string; pdf: OpenPdf } | null = null;

/** Writes the wanted sizes of page `index` (from 0). NO_PICTURE: no decoder of ours can; NOT_FOUND: there is no such page. */
export async function deriveFile(
  path: string,
  index: number,
  targets: readonly Target[],
): Promise<Result<null, DeriveCode>> {
  try {
    const kind = readKind(path);
    const side = Math.max(...targets.map(({ size }) => SIDES[size]));
    if (kind === 'pdf') {
      const pdf = await pdfAt(path);
      if (pdf === null) return fail('NO_PICTURE');
      if (index >= pdf.pages) return fail('NOT_FOUND');
      await writePictures(await pdf.draw(index, side), 0, targets);
    } else {
      if (kind === null) return fail('NO_PICTURE');
      const directory = directoryOf(path, kind, index);
      if (!directory.ok) return directory;
      // libvips does not know JPEG 2000.
      if (kind === 'jp2') await writePictures(await drawJp2(path, { side }), 0, targets);
      else if (kind === 'tiff') await writeTiffPictures(path, index, directory.value, targets, side);
      else await writePictures(path, directory.value, targets);
    }
    return ok(null);
  } catch (error) {
    if (isAboutWriting(error)) throw error;
    return fail('NO_PICTURE');
  }
}

/** What libvips fails on may be a layout that only we know. */
async function writeTiffPictures(
  path: string,
  index: number,
  directory: number,
  targets: readonly Target[],
  side: number,
): Promise<void> {
  try {
    await writePictures(path, directory, targets);
  } catch (error) {
    if (isAboutWriting(error)) throw error;
    await writePictures(drawTiff(path, index, side), 0, targets);
  }
}

/** The first words of a PDF's text layer; empty for pictures and for PDFs without text. */
export async function openingOf(path: string): Promise<string> {
  if (readKind(path) !== 'pdf') return '';
  try {
    return (await (await pdfAt(path))?.firstWords(OPENING_CHARACTERS)) ?? '';
  } catch {
    return '';
  }
}

/** The PDF at `path`, open; null when it cannot be opened. It stays open until another one is asked for. */
export async function pdfAt(path: string): Promise<OpenPdf | null> {
  const { ino, size, mtimeMs } = statSync(path);
  const key = [path, ino, size, mtimeMs].join(' ');
  if (lastPdf?.key === key) return lastPdf.pdf;
  const previous = lastPdf;
  lastPdf = null;
  await previous?.pdf.close();
  const opening = await openPdf(path);
  if (!opening.ok) return null;
  lastPdf = { key, pdf: opening.pdf };
  return opening.pdf;
}

function isAboutWriting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS' || code === 'EDQUOT';
}
