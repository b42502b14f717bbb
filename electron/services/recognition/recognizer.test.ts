import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startForked } from '../../../node/calls/child.ts';
import { linesOf, plainText, type PageText } from '../../../shared/page-text/page-text.ts';
import { drawTextPage, type DrawnPage } from '../../../test/fixtures/draw-text-page.ts';
import { lettersWrong } from '../../../test/fixtures/letters-wrong.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { sourceModules } from '../modules.ts';
import { packagedModelFolders } from './model-folders.ts';
import { createRecognizer, type Recognizer } from './recognizer.ts';

const KAZAKH = [
  'Ауылдық кеңестің жиналысы',
  'Күн тәртібінде егін жинау жұмыстары мен мал қора-',
  'сын дайындау мәселесі қаралды. Баяндамашы Нұрғалиев.',
  'Ұйғарылды: кеңшар директорына ескерту жасалсын.',
];
const RUSSIAN = ['Протокол общего собрания граждан', 'Слушали: доклад о подготовке школы к зиме'];
const ENGINE = createRequire(import.meta.url)('tesseract.js/package.json') as { version: string };
const PROGRAM = path.resolve(import.meta.dirname, '../../..');

let folder: string;
let recognizer: Recognizer;

function open(options: { modelFolders?: string[]; deadlineMs?: number; memoryMb?: number } = {}): Recognizer {
  const { modelFolders = [], ...limits } = options;
  return createRecognizer({
    startChild: startForked,
    module: sourceModules().recognizeChild,
    modelFolders: [...modelFolders, ...packagedModelFolders(PROGRAM)],
    workFolder: path.join(folder, `work${modelFolders.length}`),
    ...limits,
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'qoima-recognition-'));
  recognizer = open();
});
afterAll(async () => {
  recognizer.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(page: DrawnPage, languages: readonly string[] = ['kaz']): Promise<PageText> {
  const file = path.join(folder, `${Math.random()}.${page.format ?? 'png'}`);
  await writeFile(file, await drawTextPage(page));
  const answer = await recognizer.read(file, 0, languages, { urgent: true });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

function wrong(page: PageText, lines: readonly string[]): number {
  return lettersWrong(plainText(page), lines.join(' '));
}

describe('reading the text of a page', { timeout: 120_000 }, () => {
  let straight: PageText;
  beforeAll(async () => {
    straight = await read({ lines: KAZAKH });
  }, 120_000);

  test('gives Kazakh words, and each stands where it was drawn', () => {
    const page = straight;
    expect(wrong(page, KAZAKH)).toBeLessThan(1);
    expect([page.width, page.height, page.languages]).toEqual([1240, 1754, ['kaz']]);
    expect(page.engine).toBe(`tesseract.js ${ENGINE.version}`);
    const first = linesOf(page)[0]?.words[0];
    expect(first?.text).toBe('Ауылдық');
    expect(first?.place.x).toBeGreaterThan(110);
    expect(first?.place.x).toBeLessThan(130);
    expect((first?.place.y ?? 0) + (first?.place.h ?? 0)).toBeGreaterThan(195);
    expect((first?.place.y ?? 0) + (first?.place.h ?? 0)).toBeLessThan(215);
    expect(first?.sure).toBeGreaterThan(0.8);
  });

  test('sets a crooked sheet straight, and puts the words back to where they stand on it', async () => {
    const crooked = await read({ lines: KAZAKH, turned: 2 });
    expect(wrong(crooked, KAZAKH)).toBeLessThan(2);
    const [at, on] = [straight, crooked].map((page) => linesOf(page)[0]?.words[0]?.place);
    if (at === undefined || on === undefined) throw new Error('no words');
    const [dx, dy] = [at.x + at.w / 2 - 620, at.y + at.h / 2 - 877];
    const [cos, sin] = [Math.cos(Math.PI / 90), Math.sin(Math.PI / 90)];
    expect(on.x + on.w / 2).toBeCloseTo(620 + dx * cos - dy * sin, -1);
    expect(on.y + on.h / 2).toBeCloseTo(877 + dx * sin + dy * cos, -1);
  });

  // One is larger than what is tried first, to see which way up it stands.
  test.each([
    [90, [1100, 500]],
    [180, [1240, 1754]],
    [270, [1100, 500]],
  ] as const)('reads a sheet that was scanned turned by %d degrees', async (turned, [width, height]) => {
    const lines = KAZAKH.slice(0, 3);
    const page = await read({ lines, turned, width, height });
    expect(wrong(page, lines)).toBeLessThan(2);
    expect([page.width, page.height]).toEqual(turned === 180 ? [width, height] : [height, width]);
    const places = linesOf(page).map((line) => line.place);
    expect(places.every((place) => place.x >= 0 && place.x + place.w <= page.width)).toBe(true);
  });

  test('believes a person who says which way up a sheet stands, and puts the words where they lie on it', async () => {
    // Digits that are digits upside down too: the engine is sure of them either way.
    const years = ['1961 1968 1966 1969 1986', '1981 1918 1916 1919 1988'];
    const upside = await drawTextPage({ lines: years, turned: 180, height: 700 });
    const file = path.join(folder, 'years.png');
    await writeFile(file, upside);
    const answer = await recognizer.read(file, 0, ['eng'], { urgent: true, turned: 180 });
    if (!answer.ok) throw new Error(answer.code);
    expect(wrong(answer.value, years)).toBeLessThan(5);
    const { place } = linesOf(answer.value)[0]?.words[0] ?? { place: { x: 0, y: 0 } };
    expect([place.x > 1240 / 2, place.y > 700 / 2]).toEqual([true, true]);
  });

  test('a model or a scan that ends the process costs its page alone, and its model is none', async () => {
    const calls = new URL('../../../node/calls/', import.meta.url).href;
    const module = path.join(folder, 'crashes.mjs');
    await writeFile(
      module,
      `import { childPort } from '${calls}child.ts';
       import { serveCalls } from '${calls}serve.ts';
       const end = () => process.exit(9);
       serveCalls(childPort(), { ping: () => null, memory: () => 1, read: end, check: end });`,
    );
    const crashing = createRecognizer({
      startChild: startForked,
      module: pathToFileURL(module),
      modelFolders: packagedModelFolders(PROGRAM),
      workFolder: path.join(folder, 'work-crashing'),
    });
    const file = path.join(folder, 'any.png');
    await writeFile(file, 'x');
    expect(await crashing.read(file, 0, ['kaz'], { urgent: true })).toMatchObject({ code: 'TEXT_NOT_READ' });
    expect(await crashing.check(folder, 'kaz')).toBe(false);
    crashing.close();
  });

  test('reads a page of two columns one column after the other', async () => {
    const half = (word: string) => Array.from({ length: 5 }, (_, i) => `${word} жолы нөмір ${i + 1}`);
    const [left, right] = [half('сол'), half('оң')];
    const file = path.join(folder, 'columns.png');
    const canvas = createCanvas(1754, 700);
    const context = canvas.getContext('2d');
    const sheet = async (lines: string[]) =>
      loadImage(await drawTextPage({ lines, width: 877, height: 700 }));
    context.drawImage(await sheet(left), 0, 0);
    context.drawImage(await sheet(right), 877, 0);
    await writeFile(file, await canvas.encode('png'));
    const answer = await recognizer.read(file, 0, ['kaz'], { urgent: true });
    if (!answer.ok) throw new Error(answer.code);
    const text = plainText(answer.value);
    expect(text.lastIndexOf('сол')).toBeLessThan(text.indexOf('оң'));
    expect(wrong(answer.value, [...left, ...right])).toBeLessThan(3);
  });

  test('reads the pages of a PDF in their true size', async () => {
    const file = path.join(folder, 'pages.pdf');
    await writeFile(
      file,
      makePdf({ pages: ['First page of the protocol', 'Second page with other words'], size: [595, 842] }),
    );
    const answer = await recognizer.read(file, 1, ['eng'], { urgent: true });
    expect(answer.ok && plainText(answer.value)).toBe('Second page with other words');
    expect(await recognizer.read(file, 2, ['eng'], { urgent: true })).toMatchObject({
      ok: false,
      code: 'NOT_FOUND',
    });
  });

  test('an empty page has no words, and is no trouble', async () => {
    expect((await read({ lines: [], height: 400 })).blocks).toEqual([]);
  });

  test('a file that is no picture is refused, and the next one is read', async () => {
    const file = path.join(folder, 'no.png');
    await writeFile(file, Buffer.concat([(await drawTextPage({ lines: KAZAKH })).subarray(0, 900)]));
    expect(await recognizer.read(file, 0, ['kaz'], { urgent: true })).toMatchObject({
      ok: false,
      code: 'NO_PICTURE',
    });
    expect(linesOf(await read({ lines: ['Ауыл'], height: 400 }))).toHaveLength(1);
  });

  test('a page that the engine fails over is refused alone, and the next one is read', async () => {
    const file = path.join(folder, 'strip.png');
    await writeFile(file, await createCanvas(1, 40_000).encode('png'));
    expect(await recognizer.read(file, 0, ['kaz'], { urgent: true })).toMatchObject({
      ok: false,
      code: 'TEXT_NOT_READ',
    });
    expect(linesOf(await read({ lines: ['Ауыл'], height: 400 }))).toHaveLength(1);
  });

  test('a language without a model is named', async () => {
    const answer = await recognizer.read(path.join(folder, 'x.png'), 0, ['kaz', 'uzb'], { urgent: true });
    expect(answer).toMatchObject({ ok: false, code: 'NO_MODEL', details: { language: 'uzb' } });
    expect(await recognizer.languages()).toEqual(expect.arrayContaining(['eng', 'kaz']));
  });

  test('what the engine keeps beside its models is offered as no language', async () => {
    const added = path.join(folder, 'beside');
    await mkdir(added);
    for (const name of ['osd', 'equ', 'uzb']) await writeFile(path.join(added, `${name}.traineddata`), '-');
    const own = open({ modelFolders: [added] });
    const languages = await own.languages();
    own.close();
    expect(languages).toContain('uzb');
    expect(languages).not.toContain('osd');
    expect(languages).not.toContain('equ');
  });

  test('a PDF that a password locks is told as such', async () => {
    const file = path.join(folder, 'locked.pdf');
    await writeFile(file, makePdf({ locked: true }));
    expect(await recognizer.read(file, 0, ['eng'], { urgent: true })).toMatchObject({
      ok: false,
      code: 'LOCKED',
    });
  });

  test('a damaged model that a person added is told, and harms nothing else', async () => {
    const added = path.join(folder, 'added');
    await mkdir(added);
    await writeFile(path.join(added, 'uzb.traineddata'), 'no model');
    const file = path.join(folder, 'page.png');
    const lines = KAZAKH.slice(0, 1);
    await writeFile(file, await drawTextPage({ lines, height: 400 }));
    const own = open({ modelFolders: [added] });
    try {
      expect(await own.read(file, 0, ['uzb'], { urgent: true })).toMatchObject({
        ok: false,
        code: 'MODEL_BROKEN',
      });
      const read = await own.read(file, 0, ['kaz'], { urgent: true });
      expect(read.ok && wrong(read.value, lines)).toBeLessThan(1);
    } finally {
      own.close();
    }
  });

  test('a page that takes too long ends as too slow, and its process is gone', async () => {
    const file = path.join(folder, 'slow.png');
    await writeFile(file, await drawTextPage({ lines: Array.from({ length: 30 }, () => KAZAKH[2] ?? '') }));
    const hurried = open({ deadlineMs: 200 });
    try {
      expect(await hurried.read(file, 0, ['kaz'], { urgent: true })).toMatchObject({
        ok: false,
        code: 'TOO_SLOW',
      });
      expect(hurried.pids()).toEqual([]);
    } finally {
      hurried.close();
    }
  });

  test('a reading that nobody wants any more ends at once', async () => {
    const file = path.join(folder, 'unwanted.png');
    await writeFile(file, await drawTextPage({ lines: Array.from({ length: 30 }, () => KAZAKH[2] ?? '') }));
    const leave = new AbortController();
    const reading = recognizer.read(file, 0, ['kaz'], { urgent: true, signal: leave.signal });
    await expect.poll(() => recognizer.pids().length).toBe(1);
    leave.abort();
    expect(await reading).toMatchObject({ ok: false, code: 'CANCELLED' });
  });

  test('Russian is read by the model of Debian, where that is installed', async ({ skip }) => {
    if (!(await recognizer.languages()).includes('rus')) skip('no Russian model on this machine');
    expect(wrong(await read({ lines: RUSSIAN }, ['rus']), RUSSIAN)).toBeLessThan(1);
  });
});
