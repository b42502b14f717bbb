/** A small archive made for finding by the texts of pages: scans with their texts beside them, one of them misread. */
import { createCanvas } from '@napi-rs/canvas';
import type { Locator, Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { garble } from '../../electron/services/sample/garble.ts';
import { createRandom } from '../../electron/services/sample/random.ts';
import { around, type PageText, type TextLine } from '../../shared/page-text/page-text.ts';
import { must } from '../../shared/must.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { writeAlto } from '../../shared/page-text/write-alto.ts';
import { expect, type App } from './app.ts';
import { fillRecords } from './fill-archive.ts';
import { keptOnce } from './kept-once.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** Stands on page 2 of unit 133 as a red square in place of the word, so that its place can be seen in the picture. */
export const MARKED = 'үлескер';

type WorldPage = { readonly leaf: string; readonly lines: readonly string[]; readonly isMisread?: true };
type WorldUnit = {
  readonly num: number;
  readonly title: Readonly<Record<string, string>>;
  readonly dates: string;
  readonly tag?: true;
  readonly pages: readonly WorldPage[];
};

const UNITS: readonly WorldUnit[] = [
  {
    num: 133,
    title: { 'title/kk': 'Жиналыс хаттамалары', 'title/ru': 'Протоколы собраний' },
    dates: '1934',
    tag: true,
    pages: [
      {
        leaf: '1',
        lines: [
          'Қарасулық кеңестің соңғы отырысында мектептердің',
          'жөндеуі мен отын дайындау мәселесі қаралды.',
          'Жылқы санағы көктемге дейін аяқталсын делінді.',
        ],
      },
      {
        leaf: '2',
        lines: [
          `Кеңеске келген әрбір ${MARKED} өз пікірін айтты,`,
          'бірақ шешім келесі отырысқа қалдырылды.',
          'Кеңес төрағасы Бекен Тоғанбаев қол қойды.',
        ],
      },
    ],
  },
  {
    num: 134,
    title: { 'title/ru': 'Переписка о посевной' },
    dates: '1946',
    pages: [
      {
        leaf: '1',
        lines: [
          'О распределении семян пшеницы между бригадами.',
          'Председатель правления просит прислать сеялки',
          'до начала полевых работ и сообщить о станции.',
        ],
      },
    ],
  },
  {
    num: 135,
    title: { 'title/kk': 'Тұрғындардың өтініштері' },
    dates: '1935',
    pages: [
      {
        leaf: '1',
        isMisread: true,
        lines: [
          'Ауыл тұрғындары жайылымды қоршау туралы өтініш жазды.',
          'Қыстақтың суаты тартылып, малшылардың күні қиындады.',
          'Көктемгі егіс науқаны кешіккендіктен тұқым жетіспейді.',
        ],
      },
      {
        leaf: '2',
        lines: [
          'Тұрар Рысқұлов жолдасқа жазылған хаттың көшірмесі',
          'тіркеу кітабына түсіріліп, отырысқа дейін сақталсын.',
        ],
      },
    ],
  },
];

const SIZE = { width: 1000, height: 700, left: 60, top: 90, step: 80, letter: 16, word: 34 };

/**
 * One fonds Р-417 with the inventory 2, its units and a tag; every page as a scan with its text. The first test of a run makes
 * it, the others get a copy: taking the scans in is most of what it costs.
 */
export async function openFindingWorld(app: App): Promise<void> {
  await app.host.stop();
  const world = await keptOnce('finding-world', (folder) => makeWorld(app.scratch, folder));
  rmSync(app.dataFolder, { recursive: true });
  cpSync(world, app.dataFolder, { recursive: true });
  await app.page.goto(await app.host.start());
  await expect(app.page.getByRole('treeitem', { name: /Р-417/ })).toBeVisible();
}

async function makeWorld(scratch: string, folder: string): Promise<void> {
  const [fonds, inventory, tag] = [newId(), newId(), newId()];
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ v: 1, language: 'kk' }));
  await fillRecords(folder, [
    newRecord(tag, 'tag', { 'label/kk': 'Хаттама', 'label/ru': 'Протокол' }),
    newRecord(fonds, 'fonds', {
      parent: null,
      number: { prefix: 'Р', num: 417 },
      'title/kk': 'Қарасу аудандық атқару комитеті',
    }),
    newRecord(inventory, 'inventory', { parent: fonds, number: { num: 2 }, 'title/kk': 'Тұрақты істер' }),
    ...UNITS.map(({ num, title, dates, tag: isTagged }) =>
      newRecord(newId(), 'unit', {
        parent: inventory,
        number: { num },
        ...title,
        dates: { written: dates, edtf: dates },
        ...(isTagged === true ? { [`tags/${tag}`]: true } : {}),
      }),
    ),
  ]);
  await importScans(await writeScans({ scratch }), folder);
}

/** The scans with their texts beside them, in the folders of their units; answers where. */
export async function writeScans({ scratch }: Pick<App, 'scratch'>): Promise<string> {
  const folder = path.join(scratch, 'scans');
  for (const { num, pages } of UNITS) {
    const place = path.join(folder, 'Р-417', '2', String(num));
    mkdirSync(place, { recursive: true });
    for (const page of pages) {
      const text = textOf(page);
      writeFileSync(path.join(place, `${page.leaf}.png`), await drawn(text));
      writeFileSync(path.join(place, `${page.leaf}.xml`), writeAlto(text, `${page.leaf}.png`));
    }
  }
  return folder;
}

async function importScans(folder: string, dataFolder: string): Promise<void> {
  const main = path.resolve(import.meta.dirname, '../../electron/cli/main.ts');
  const pattern = '{fonds}/{inventory}/{unit}/{leaf}';
  const child = spawn(
    process.execPath,
    [main, 'import', folder, '--pattern', pattern, '--data', dataFolder],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
}

/** The words in rows, each as wide as it has letters; a misread page has the words that a Russian-only engine makes of them. */
function textOf({ lines, isMisread }: WorldPage): PageText {
  const random = createRandom('finding');
  const placed = lines.map((line, row): TextLine => {
    let x = SIZE.left;
    const words = line.split(' ').map((word) => {
      const text = isMisread === true ? garble(word, random) : word;
      const place = { x, y: SIZE.top + row * SIZE.step, w: word.length * SIZE.letter, h: SIZE.word };
      x += place.w + SIZE.letter;
      return { text, place, sure: 0.9 };
    });
    return { place: must(around(words.map(({ place }) => place)), 'a place'), words };
  });
  return {
    width: SIZE.width,
    height: SIZE.height,
    languages: [isMisread === true ? 'rus' : 'kaz'],
    engine: 'tesseract 5.5',
    blocks: [{ place: must(around(placed.map(({ place }) => place)), 'a place'), lines: placed }],
  };
}

async function drawn(text: PageText): Promise<Buffer> {
  const canvas = createCanvas(text.width, text.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, text.width, text.height);
  context.font = `24px "DejaVu Serif"`;
  for (const { text: word, place } of text.blocks.flatMap(({ lines }) =>
    lines.flatMap(({ words }) => words),
  )) {
    context.fillStyle = word === MARKED ? '#f00000' : '#222';
    if (word === MARKED) context.fillRect(place.x, place.y, place.w, place.h);
    else context.fillText(word, place.x, place.y + 26, place.w);
  }
  return canvas.encode('png');
}

/** What was looked for, above the page. */
export const foundBar = (page: Page): Locator => page.getByRole('search', { name: kk('found.label') });

/** Types a query on the finding page and opens the first page that was found, by keys. */
export async function openFound(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+Shift+F');
  const field = page.getByRole('searchbox', { name: kk('find.words') });
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-phase="done"][data-total]')).toBeVisible();
  const list = page.locator('[data-found]').getByRole('listbox');
  await expect(list.locator('[data-kind="page"]').first()).toBeVisible();
  await list.focus();
  const row = list.locator('[data-current="true"]');
  for (let i = 0; i < 10 && (await row.locator('[data-kind="page"]').count()) === 0; i++) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(foundBar(page)).toBeVisible();
}

/** So many pages were found, and nothing is looked for any more. */
export const pagesAre = (page: Page, pages: number): Promise<void> =>
  expect(page.locator(`[data-pages="${pages}"][data-phase="done"]`)).toBeVisible();
