/** Steps of the viewer's tests: documents made for them, and looks at what is painted. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, type App } from './app.ts';
import { importFolder } from './steps.ts';
import type { Words } from './words.ts';

/** A scan of several pages, each with a red square of a tenth of its width at 20 % and 30 % of its sides. */
export async function makeMarkedTiff(pages: number, width = 1200, height = 1600): Promise<Buffer> {
  const page = (i: number) =>
    sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <rect width="${width}" height="${height}" fill="#efe8d8"/>
        <rect x="${width * 0.2}" y="${height * 0.3}" width="${width * 0.1}" height="${width * 0.1}" fill="#f00000"/>
        <rect x="${width * 0.5}" y="${height * 0.1}" width="${40 + i * 30}" height="20" fill="#333"/>
      </svg>`),
    )
      .png()
      .toBuffer();
  const all = await Promise.all(Array.from({ length: pages }, (_, i) => page(i)));
  return await sharp(all, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
}

/** Imports files of these names and opens the first of them. */
export async function openScans(app: App, words: Words, files: Record<string, Buffer>): Promise<void> {
  const { page } = app;
  const folder = path.join(app.scratch, 'scans');
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  await importFolder(page, words, folder);
  await page.getByRole('link', { name: new RegExp(words('nav.unplaced')) }).click();
  await openDocument(page, Object.keys(files)[0] ?? '');
}

export async function openDocument(page: Page, name: string): Promise<void> {
  await page.getByRole('option', { name: new RegExp(name) }).dblclick();
  await expect(stageOf(page)).not.toHaveAttribute('data-shown', '');
}

export const stageOf = (page: Page): Locator => page.getByRole('application');

export type Rect = { x: number; y: number; width: number; height: number };

/** Where the red square is on the screen: looked for in the pixels of the canvas itself. */
export async function redSquare(page: Page): Promise<Rect | null> {
  return await page.evaluate(async () => {
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    const canvas = document.querySelector('[role="application"] canvas');
    if (!(canvas instanceof HTMLCanvasElement)) return null;
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    let [left, top, right, bottom] = [width, height, -1, -1];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const i = (y * width + x) * 4;
        if ((pixels[i] ?? 0) < 200 || (pixels[i + 1] ?? 255) > 70 || (pixels[i + 2] ?? 255) > 70) continue;
        [left, top] = [Math.min(left, x), Math.min(top, y)];
        [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
      }
    }
    const on = canvas.getBoundingClientRect();
    const scale = on.width / width;
    if (right < 0) return null;
    return {
      x: on.left + left * scale,
      y: on.top + top * scale,
      width: (right - left) * scale,
      height: (bottom - top) * scale,
    };
  });
}

/** Waits until the view has come to rest: the square is where it was a moment before. */
export async function atRest(page: Page): Promise<Rect> {
  let last: Rect | null = null;
  await expect
    .poll(async () => {
      const before = JSON.stringify(last);
      last = await redSquare(page);
      return last !== null && JSON.stringify(last) === before;
    })
    .toBe(true);
  return last ?? { x: 0, y: 0, width: 0, height: 0 };
}

/** Milliseconds from the key, the click or, without either, the beginning until the stage says that this page is painted. */
export async function timeUntilShown(page: Page, shown: number, act: () => Promise<void>): Promise<number> {
  await page.evaluate((wanted) => {
    const began = { at: performance.now() };
    const note = () => (began.at = performance.now());
    window.addEventListener('keydown', note, { capture: true, once: true });
    window.addEventListener('mousedown', note, { capture: true, once: true });
    const isShown = () => document.querySelector(`[data-shown="${wanted}"]`) !== null;
    Object.assign(window, {
      painted: new Promise<number>((resolve) => {
        const look = () => (isShown() ? resolve(performance.now() - began.at) : requestAnimationFrame(look));
        requestAnimationFrame(look);
      }),
    });
  }, shown);
  await act();
  return await page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
}
