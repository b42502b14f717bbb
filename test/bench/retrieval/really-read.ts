/**
 * Pages drawn in several letters, clean and degraded, and really read by the `tesseract` command with a model of another
 * language: what comes into an archive from the years in which nobody had a Kazakh model.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { drawTextPage } from '../../fixtures/draw-text-page.ts';

const run = promisify(execFile);

export const FORMS = ['clean', 'degraded'] as const;
export type Form = (typeof FORMS)[number];

/** Families with Kazakh letters that Debian has; those that are missing are drawn in DejaVu. */
const FONTS = [
  'Nimbus Roman',
  'DejaVu Serif',
  'Liberation Serif',
  'FreeSerif',
  'Noto Serif',
  'Liberation Sans',
];
/** A4 at 200 dpi. */
const PAGE = { width: 1654, height: 2339, left: 150, top: 200, step: 50, size: 30 } as const;
const LINE_CHARACTERS = 78;
const READ_DEADLINE_MS = 120_000;

/** The text of each page as it was read; null when there is no such command or model here. */
export async function readReally(
  pages: readonly string[],
  { form, model }: { readonly form: Form; readonly model: string },
): Promise<string[] | null> {
  if (!(await hasModel(model))) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-really-read-'));
  try {
    const read: string[] = [];
    for (const [no, text] of pages.entries()) {
      const font = FONTS[no % FONTS.length] ?? 'DejaVu Serif';
      const drawn = await drawTextPage({ ...PAGE, font, lines: linesOf(text) });
      const file = path.join(folder, `${no}.png`);
      writeFileSync(file, form === 'clean' ? drawn : await degrade(drawn));
      const { stdout } = await run('tesseract', [file, '-', '-l', model], {
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
        timeout: READ_DEADLINE_MS,
      });
      read.push(stdout);
    }
    return read;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hasModel(model: string): Promise<boolean> {
  try {
    const { stdout } = await run('tesseract', ['--list-langs'], { timeout: READ_DEADLINE_MS });
    return stdout.split(/\s+/u).includes(model);
  } catch {
    return false;
  }
}

/** 110 dpi, out of focus. */
async function degrade(page: Buffer): Promise<Buffer> {
  const width = Math.round((PAGE.width * 110) / 200);
  return sharp(page).resize({ width }).blur(0.7).png().toBuffer();
}

/** Lines as a book has them, words cut by nothing. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u)) {
    if (line !== '' && line.length + word.length >= LINE_CHARACTERS) {
      lines.push(line);
      line = '';
    }
    line += (line === '' ? '' : ' ') + word;
  }
  return line === '' ? lines : [...lines, line];
}
