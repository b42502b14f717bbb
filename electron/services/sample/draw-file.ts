/** A file of the sample, whole: photograph, multi-page TIFF, or PDF with its text layer. */
import { renameSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { drawPage, PAGE_HEIGHT, PAGE_WIDTH, type DrawnPage } from './draw-page.ts';
import { garble } from './garble.ts';
import { createRandom } from './random.ts';
import type { Drawing } from './sample-plan.ts';
import { writePdf } from './write-pdf.ts';

/** Writes the file at `path`, whole or not at all; `name` decides on stains. Answers its size in bytes. */
export async function drawFile(path: string, name: string, drawing: Drawing): Promise<number> {
  const pages = drawing.pages.map((paragraphs, index) =>
    drawPage(paragraphs, {
      look: drawing.look,
      stamp: drawing.stamp && index === drawing.pages.length - 1,
      seed: `${name} ${index}`,
    }),
  );
  const bytes = await bytesOf(drawing, pages, name);
  writeFileSync(`${path}.part`, bytes, { flush: true });
  renameSync(`${path}.part`, path);
  return bytes.length;
}

async function bytesOf(drawing: Drawing, pages: readonly DrawnPage[], name: string): Promise<Uint8Array> {
  const [first] = pages;
  if (first === undefined) throw new Error('a file of the sample has a page');
  if (drawing.form === 'jpeg') return first.jpeg;
  if (drawing.form === 'tiff') {
    return sharp(
      pages.map(({ jpeg }) => Buffer.from(jpeg)),
      pages.length > 1 ? { join: { animated: true } } : {},
    )
      .tiff({ compression: 'jpeg', quality: 74 })
      .withDensity(150)
      .toBuffer();
  }
  const random = createRandom(name);
  const read = drawing.form === 'garbled' ? (text: string) => garble(text, random) : (text: string) => text;
  return writePdf(
    pages.map(({ jpeg, lines, turn }) => ({
      jpeg,
      turn,
      width: PAGE_WIDTH,
      height: PAGE_HEIGHT,
      lines: lines.map((line) => ({ ...line, text: read(line.text) })),
    })),
  );
}
