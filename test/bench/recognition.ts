/**
 * `npm run -s bench -- recognition [--units 40]`: Kazakh pages at 300 dpi, clean and degraded, read by our recogniser and by
 * the `tesseract` command with the same model and one thread. Quoted: characters wrong of a hundred, seconds a page.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { startForked } from '../../node/calls/child.ts';
import { plainText } from '../../shared/page-text/page-text.ts';
import { residentBytes } from '../../electron/services/decode/resident-memory.ts';
import { packagedModelFolders } from '../../electron/services/recognition/model-folders.ts';
import { findModels } from '../../electron/services/recognition/models.ts';
import { createRecognizer } from '../../electron/services/recognition/recognizer.ts';
import { sourceModules } from '../../electron/services/modules.ts';
import { sampleFonds } from '../../electron/services/sample/sample-texts.ts';
import { drawTextPage } from '../fixtures/draw-text-page.ts';
import { lettersWrong } from '../fixtures/letters-wrong.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { quantile, round } from './figures.ts';
import type { BenchOptions } from './main.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MOST_PAGES = 40;
const LINES = 34;
const LINE_CHARACTERS = 62;
const PAGE = { width: 2480, height: 3508, left: 240, top: 380, step: 84, size: 46 } as const;

type Page = { readonly file: string; readonly text: string; readonly form: 'clean' | 'degraded' };

export async function run({ units }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-recognition-'));
  try {
    const pages = await makePages(folder, Math.min(units ?? MOST_PAGES, MOST_PAGES));
    const ours = await readOurs(folder, pages);
    const theirs = await readByCommand(folder, pages);
    return {
      pages: pages.length,
      ours: ours.figures,
      command: theirs ?? 'there is no `tesseract` on this machine (apt-get install tesseract-ocr)',
      ratio: theirs === null ? null : round(ours.figures.secondsAPage / theirs.secondsAPage),
      target: { ratio: 1.5 },
      childPeakMb: ours.peakMb,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every second page is turned by a degree, blurred, noisy and of 150 dpi. */
async function makePages(folder: string, count: number): Promise<Page[]> {
  const random = seededRandom(11);
  const sentences = kazakhSentences();
  const pages: Page[] = [];
  for (let no = 0; no < count; no++) {
    const lines = wrap(Array.from({ length: 60 }, () => sentences[random.below(sentences.length)] ?? ''));
    const form = no % 2 === 0 ? 'clean' : 'degraded';
    const drawn = await drawTextPage({ ...PAGE, lines, turned: form === 'clean' ? 0 : 1 - random.below(3) });
    const file = path.join(folder, `${no}.png`);
    writeFileSync(file, form === 'clean' ? drawn : await degrade(drawn));
    pages.push({ file, text: lines.join(' '), form });
  }
  return pages;
}

async function degrade(picture: Buffer): Promise<Buffer> {
  const small = await sharp(picture)
    .resize({ width: PAGE.width / 2 })
    .blur(0.7)
    .greyscale()
    .toBuffer();
  const { width, height } = await sharp(small).metadata();
  const noise = { type: 'gaussian', mean: 128, sigma: 22 } as const;
  const grain = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .png()
    .toBuffer();
  return sharp(small)
    .composite([{ input: grain, blend: 'soft-light' }])
    .greyscale()
    .png()
    .toBuffer();
}

/** The sample archive's Kazakh sentences. */
function kazakhSentences(): string[] {
  const paragraphs = sampleFonds()
    .flatMap((fonds) => fonds.inventories)
    .flatMap((inventory) => inventory.units)
    .flatMap((unit) => unit.pages.flat())
    .filter((paragraph) => /[әғқңөұүһі]/u.test(paragraph) && !/^[\^>|]/u.test(paragraph));
  return [...new Set(paragraphs.flatMap((paragraph) => paragraph.split(/(?<=[.!?])\s+/u)))].filter(
    (sentence) => sentence.length > 20,
  );
}

function wrap(sentences: readonly string[]): string[] {
  const lines = [''];
  for (const word of sentences.join(' ').split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length < LINE_CHARACTERS)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, LINES);
}

async function readOurs(folder: string, pages: readonly Page[]) {
  const recognizer = createRecognizer({
    startChild: startForked,
    module: sourceModules().recognizeChild,
    modelFolders: packagedModelFolders(ROOT),
    workFolder: path.join(folder, 'models'),
  });
  let peak = 0;
  const watch = setInterval(() => {
    for (const pid of recognizer.pids()) peak = Math.max(peak, residentBytes(pid) ?? 0);
  }, 50);
  try {
    // The first page starts the process and loads the model.
    const [first] = pages;
    if (first !== undefined) await recognizer.read(first.file, 0, ['kaz'], { urgent: true });
    const figures = await figuresOf(pages, async (page) => {
      const read = await recognizer.read(page.file, 0, ['kaz'], { urgent: true });
      return read.ok ? plainText(read.value) : '';
    });
    return { figures, peakMb: Math.round(peak / 1024 / 1024) };
  } finally {
    clearInterval(watch);
    recognizer.close();
  }
}

async function readByCommand(folder: string, pages: readonly Page[]) {
  const models = path.join(folder, 'tessdata');
  mkdirSync(models);
  const model = (await findModels(packagedModelFolders(ROOT))).get('kaz');
  if (model === undefined) return null;
  const bytes = readFileSync(model.path);
  writeFileSync(path.join(models, 'kaz.traineddata'), model.path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  try {
    return await figuresOf(pages, async (page) => {
      const args = [page.file, '-', '-l', 'kaz', '--tessdata-dir', models];
      return (await promisify(execFile)('tesseract', args, { env, maxBuffer: 1e8 })).stdout;
    });
  } catch {
    return null;
  }
}

async function figuresOf(pages: readonly Page[], read: (page: Page) => Promise<string>) {
  const seconds: number[] = [];
  const wrong = { clean: [] as number[], degraded: [] as number[] };
  for (const page of pages) {
    const begun = performance.now();
    const text = await read(page);
    seconds.push((performance.now() - begun) / 1000);
    wrong[page.form].push(lettersWrong(text, page.text));
  }
  const mean = (figures: readonly number[]) =>
    round(figures.reduce((sum, each) => sum + each, 0) / Math.max(1, figures.length));
  return {
    wrongPerHundred: { clean: mean(wrong.clean), degraded: mean(wrong.degraded) },
    secondsAPage: round(quantile(seconds, 0.5)),
  };
}
