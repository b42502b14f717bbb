/**
 * `npm run -s bench -- recognition [--pages 40]`: Kazakh pages at 300 dpi, clean and degraded, read by our recogniser and by
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

/** Page by page both, one right after the other: what else the machine does meets both alike. */
export async function run({ pages: count, units }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-recognition-'));
  const ours = openOurs(folder);
  try {
    const pages = await makePages(folder, Math.min(count ?? units ?? MOST_PAGES, MOST_PAGES));
    const command = await openCommand(folder);
    const [first] = pages;
    // The first page starts the process and loads the model.
    if (first !== undefined) await ours.read(first);
    const figures = { ours: createFigures(), command: createFigures() };
    for (const page of pages) {
      await figures.ours.of(page, ours.read);
      if (command !== null) await figures.command.of(page, command);
    }
    const [mine, theirs] = [figures.ours.told(), figures.command.told()];
    return {
      pages: pages.length,
      ours: mine,
      command:
        command === null ? 'there is no `tesseract` on this machine (apt-get install tesseract-ocr)' : theirs,
      ratio: command === null ? null : round(mine.secondsAPage / theirs.secondsAPage),
      target: { ratio: 1.5, childPeakMb: 600 },
      childPeakMb: ours.peakMb(),
      childrenUsed: ours.childrenUsed(),
    };
  } finally {
    ours.close();
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

type Read = (page: Page) => Promise<string>;

function openOurs(folder: string) {
  const recognizer = createRecognizer({
    startChild: startForked,
    module: sourceModules().recognizeChild,
    modelFolders: packagedModelFolders(ROOT),
    workFolder: path.join(folder, 'models'),
  });
  const children = new Set<number>();
  let peak = 0;
  const watch = setInterval(() => {
    for (const pid of recognizer.pids()) {
      children.add(pid);
      peak = Math.max(peak, residentBytes(pid) ?? 0);
    }
  }, 50);
  const read: Read = async (page) => {
    const answer = await recognizer.read(page.file, 0, ['kaz'], { urgent: true });
    return answer.ok ? plainText(answer.value) : '';
  };
  return {
    read,
    peakMb: () => Math.round(peak / 1024 / 1024),
    childrenUsed: () => children.size,
    close() {
      clearInterval(watch);
      recognizer.close();
    },
  };
}

/** The command with our model; null where there is none. */
async function openCommand(folder: string): Promise<Read | null> {
  const models = path.join(folder, 'tessdata');
  mkdirSync(models);
  const model = (await findModels(packagedModelFolders(ROOT))).get('kaz');
  if (model === undefined) return null;
  const bytes = readFileSync(model.path);
  writeFileSync(path.join(models, 'kaz.traineddata'), model.path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const run = (args: string[]) => promisify(execFile)('tesseract', args, { env, maxBuffer: 1e8 });
  try {
    await run(['--version']);
  } catch {
    return null;
  }
  return async (page) => (await run([page.file, '-', '-l', 'kaz', '--tessdata-dir', models])).stdout;
}

function createFigures() {
  const seconds: number[] = [];
  const wrong = { clean: [] as number[], degraded: [] as number[] };
  const mean = (figures: readonly number[]) =>
    round(figures.reduce((sum, each) => sum + each, 0) / Math.max(1, figures.length));
  return {
    async of(page: Page, read: Read): Promise<void> {
      const begun = performance.now();
      const text = await read(page);
      seconds.push((performance.now() - begun) / 1000);
      wrong[page.form].push(lettersWrong(text, page.text));
    },
    told: () => ({
      wrongPerHundred: { clean: mean(wrong.clean), degraded: mean(wrong.degraded) },
      secondsAPage: round(quantile(seconds, 0.5)),
    }),
  };
}
