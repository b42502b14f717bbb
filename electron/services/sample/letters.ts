/**
 * Letters of the drawn pages: a font of the machine where one has Kazakh, else the one that comes with pdf.js, whose
 * Kazakh letters are put together from Russian ones as typists did.
 */
import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Look } from './sample-plan.ts';

export type Face = { readonly family: string; readonly style: string; readonly hasKazakh: boolean };

const FAMILIES: Readonly<Record<Look, readonly string[]>> = {
  typed: ['Courier New', 'DejaVu Sans Mono', 'Noto Sans Mono', 'Liberation Mono', 'Menlo'],
  printed: ['Times New Roman', 'PT Serif', 'Noto Serif', 'DejaVu Serif', 'Liberation Serif'],
  written: ['Segoe Script', 'Comic Sans MS', 'DejaVu Serif', 'Georgia', 'Noto Serif', 'Liberation Serif'],
};
const OWN = 'Qoima Sample';
let isLoaded = false;

/** The face for a look, from what this machine has. */
export function faceFor(look: Look): Face {
  const style = look === 'written' ? 'italic ' : '';
  const family = FAMILIES[look].find((name) => GlobalFonts.has(name));
  if (family !== undefined) return { family, style, hasKazakh: true };
  loadOwn();
  return { family: OWN, style, hasKazakh: false };
}

/** The face that is there on every machine. */
export function ownFace(): Face {
  loadOwn();
  return { family: OWN, style: '', hasKazakh: false };
}

function loadOwn(): void {
  if (isLoaded) return;
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('pdfjs-dist/package.json'));
  GlobalFonts.register(readFileSync(path.join(folder, 'standard_fonts', 'LiberationSans-Regular.ttf')), OWN);
  isLoaded = true;
}

/** What stands for a letter that the face has not: another one, turned, barred or with a tail. */
type Made = { readonly base: string; readonly mark?: 'bar' | 'tail' | 'turned' };
const MADE: Readonly<Record<string, Made>> = {
  ә: { base: 'е', mark: 'turned' },
  Ә: { base: 'Е', mark: 'turned' },
  ғ: { base: 'г', mark: 'bar' },
  Ғ: { base: 'Г', mark: 'bar' },
  қ: { base: 'к', mark: 'tail' },
  Қ: { base: 'К', mark: 'tail' },
  ң: { base: 'н', mark: 'tail' },
  Ң: { base: 'Н', mark: 'tail' },
  ө: { base: 'о', mark: 'bar' },
  Ө: { base: 'О', mark: 'bar' },
  ұ: { base: 'v', mark: 'bar' },
  Ұ: { base: 'Y', mark: 'bar' },
  ү: { base: 'v' },
  Ү: { base: 'Y' },
  һ: { base: 'h' },
  Һ: { base: 'h' },
};

/** The width of a text in pixels, at the font that the context is set to. */
export function widthOf(context: SKRSContext2D, face: Face, text: string): number {
  return context.measureText(face.hasKazakh ? text : plain(text)).width;
}

function plain(text: string): string {
  return Array.from(text, (letter) => MADE[letter]?.base ?? letter).join('');
}

/** Draws one letter at a baseline; `size` is the font's in pixels. */
export function drawLetter(
  context: SKRSContext2D,
  face: Face,
  letter: string,
  x: number,
  y: number,
  size: number,
): void {
  const made = face.hasKazakh ? undefined : MADE[letter];
  if (made === undefined) return context.fillText(letter, x, y);
  const width = context.measureText(made.base).width;
  const isCapital = letter !== letter.toLowerCase();
  const middle = y - size * (isCapital ? 0.36 : 0.26);
  if (made.mark === 'turned') {
    context.save();
    context.translate(x + width / 2, middle);
    context.rotate(Math.PI);
    context.fillText(made.base, -width / 2, y - middle);
    context.restore();
    return;
  }
  context.fillText(made.base, x, y);
  if (made.mark === 'bar') context.fillRect(x, middle - size * 0.03, width, size * 0.06);
  if (made.mark === 'tail') context.fillRect(x + width * 0.82, y - size * 0.02, size * 0.07, size * 0.16);
}
