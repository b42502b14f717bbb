/** Where pictures of screens go: all of them to be looked at, the chosen ones into the help and the README. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUT = path.join(ROOT, 'test-results/pictures');
const HELP = path.join(ROOT, 'renderer/features/help/pictures');
const README = path.join(ROOT, 'docs/pictures');

/** Shown in the help, by the names that its pages use. */
const IN_HELP: ReadonlySet<string> = new Set([
  'list',
  'viewer',
  'leaves',
  'text',
  'finding',
  'report',
  'vocabulary',
  'batch',
  'fixity',
]);
const IN_README: ReadonlySet<string> = new Set([
  'text',
  'leaves',
  'finding',
  'list',
  'conflict',
  'exchange',
  'disk',
]);
const QUALITY = 60;

/** Takes the window as it is; `name` without anything behind it is the one that is shown to others. */
export async function takePicture(
  page: Page,
  name: string,
  language: string,
  colours: string,
): Promise<void> {
  // Nothing lies beneath the mouse.
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ path: path.join(OUT, `${name}-${language}-${colours}.png`) });
  if (colours !== 'light') return;
  if (IN_HELP.has(name)) {
    const folder = path.join(HELP, language);
    mkdirSync(folder, { recursive: true });
    await sharp(picture)
      .webp({ quality: QUALITY })
      .toFile(path.join(folder, `${name}.webp`));
  }
  if (IN_README.has(name) && language === 'kk') {
    await sharp(picture)
      .png({ palette: true })
      .toFile(path.join(README, `${name}.png`));
  }
}
