/** Texts that come with scans, on a real import: told by name and content, stored twice over, and none left out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { startForked } from '../../../node/calls/child.ts';
import { must } from '../../../shared/must.ts';
import { fileOf, textsOf } from '../../../shared/model/record-values.ts';
import { plainText } from '../../../shared/page-text/page-text.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { sourceModules } from '../modules.ts';
import { createTextMaker, type TextMaker } from '../text-export/text-maker.ts';
import { createSidecars } from './sidecars.ts';

/** One for all tests, each with an import of its own. */
let folder: string;
let world: TestIngest;
let maker: TextMaker;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sidecars-'));
  maker = createTextMaker({ startChild: startForked, module: sourceModules().exportChild });
  world = await open();
});
afterAll(async () => {
  await world.close();
  maker.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): Promise<TestIngest> {
  return openTestIngest(path.join(folder, 'data'), {
    sidecars: (journal, vault) => createSidecars({ journal, vault, maker }),
  });
}

async function scan(shade: number): Promise<Buffer> {
  const background = { r: shade, g: shade, b: shade };
  return sharp({ create: { width: 60, height: 80, channels: 3, background } })
    .png()
    .toBuffer();
}

function alto(...pages: string[]): Buffer {
  const bodies = pages.map(
    (text, i) =>
      `<Page ID="p${i}" PHYSICAL_IMG_NR="${i}" WIDTH="60" HEIGHT="80"><PrintSpace><TextBlock ID="b${i}"><TextLine>${text
        .split(' ')
        .map((word) => `<String CONTENT="${word}" HPOS="5" VPOS="5" WIDTH="20" HEIGHT="6" WC="0.9"/>`)
        .join('')}</TextLine></TextBlock></PrintSpace></Page>`,
  );
  return Buffer.from(`<?xml version="1.0"?><alto><Layout>${bodies.join('')}</Layout></alto>`);
}

/** The texts of the pages of each document of an import, by the name of the file. */
async function textsByName(importId: string): Promise<Record<string, string[]>> {
  const { files } = await world.report(importId);
  const found: Record<string, string[]> = {};
  for (const document of await world.documents()) {
    if (!files.some((file) => file.document === document.id)) continue;
    const { states } = await world.journal.pages({ parent: document.id });
    const texts = await Promise.all(
      states.map(async (state) => {
        const readings = textsOf(viewOf(state).values);
        expect(readings.length).toBeLessThan(2);
        const [reading] = readings;
        if (reading === undefined) return '';
        const place = must(await world.vault.locate(reading.text.sha256), 'the text is in the vault');
        const read = readAlto(readFileSync(place.path, 'utf8'));
        return read.ok ? read.value.map(plainText).join('|') : read.code;
      }),
    );
    found[(document.values['file'] as { name: string }).name] = texts;
  }
  return found;
}

const HOCR =
  '<html><body><div class="ocr_page" title="bbox 0 0 60 80"><span class="ocr_line" title="bbox 1 1 50 9">' +
  '<span class="ocrx_word" title="bbox 1 1 20 9; x_wconf 90">Екінші</span></span></div></body></html>';

describe('texts beside scans', { timeout: 60_000 }, () => {
  test('become the text of their pages, whatever form they have; what belongs to none is refused with its reason', async () => {
    const files = {
      'Д 1/alto/1.xml': alto('Бірінші бет'),
      'Д 1/1.png': await scan(10),
      'Д 1/2.png': await scan(20),
      'Д 1/2.hocr': Buffer.from(HOCR),
      'Д 1/3.png': await scan(30),
      'Д 1/3.txt': Buffer.from('Үшінші бет\r\nекінші жолы'),
      'Д 1/3.alto.xml': alto('Үшінші дәлірек'),
      'екі.pdf': makePdf({ pages: ['eins', 'zwei'] }),
      'екі.xml': alto('Алғашқы', 'Соңғы'),
      'екі.txt': Buffer.from('бір бет қана'),
      'mets.xml': Buffer.from('<mets/>'),
      'Д 1/1.xml': Buffer.from('<html>'),
      'Д 1/0.txt': Buffer.from('сканы жоқ'),
    };
    const { report, files: outcomes } = await world.finish(await world.send(files));
    const by = Object.fromEntries(outcomes.map(({ path: name, state, code }) => [name, code ?? state]));
    expect(by).toEqual({
      'Д 1/alto/1.xml': 'stored',
      'Д 1/1.png': 'stored',
      'Д 1/2.png': 'stored',
      'Д 1/2.hocr': 'stored',
      'Д 1/3.png': 'stored',
      'Д 1/3.txt': 'TEXT_TWICE',
      'Д 1/3.alto.xml': 'stored',
      'екі.pdf': 'stored',
      'екі.xml': 'stored',
      'екі.txt': 'TEXT_PAGES_DIFFER',
      'mets.xml': 'NO_SCAN_BESIDE',
      'Д 1/1.xml': 'TEXT_BROKEN',
      'Д 1/0.txt': 'NO_SCAN_BESIDE',
    });
    expect(report).toMatchObject({ state: 'done', seen: 13, stored: 8, refused: 5, open: 0 });
    expect(await textsByName(report.import)).toEqual({
      'Д 1/1.png': ['Бірінші бет'],
      'Д 1/2.png': ['Екінші'],
      'Д 1/3.png': ['Үшінші дәлірек'],
      'екі.pdf': ['Алғашқы', 'Соңғы'],
    });
    // The very bytes that came are in the vault too, and nothing waits in staging.
    const kept = must(outcomes.find(({ path: name }) => name === 'Д 1/2.hocr')?.sha256, 'its digest');
    expect(readFileSync(must(await world.vault.locate(kept), 'it is kept').path, 'utf8')).toBe(HOCR);
    expect(await world.vault.openBatches()).toEqual([]);
  });

  test('find the pages of scans that were here before', async () => {
    const png = await scan(40);
    await world.finish(await world.send({ '7.png': png }));
    const { report, files } = await world.finish(
      await world.send({ '7.png': png, '7.txt': Buffer.from('кейін келді') }),
    );
    expect(files.map(({ state }) => state)).toEqual(['known', 'stored']);
    expect(await textsByName(report.import)).toEqual({ '7.png': ['кейін келді'] });
  });

  test('of an import that was interrupted go on after a start made an object of what was there', async () => {
    const id = await world.finish(
      await world.send({ '1.png': await scan(60), '1.txt': Buffer.from('бір'), '2.png': await scan(70) }),
    );
    const importId = id.report.import;
    const sidecars = createSidecars({ journal: world.journal, vault: world.vault, maker });
    const file = path.join(folder, 'late.txt');
    writeFileSync(file, 'екі');
    const take = async (name: string, isKept: boolean) => {
      const document = must(
        (await world.documents()).find(({ values }) => fileOf(values)?.name === name),
        'its document',
      );
      const { sha256 } = must(fileOf(document.values), 'its file');
      const found = { path: name, document: document.id, sha256 };
      const ready = await sidecars.prepare(importId, found, { path: file, name: 'late.txt', isKept });
      if (ready.ok) await sidecars.write(importId, ready.value);
      return ready.ok ? 'OK' : ready.code;
    };
    expect(await take('1.png', false)).toBe('TEXT_TWICE');
    expect(await take('2.png', false)).toBe('OK');
    // Kept before a kill: named once all the same, in whichever batch it lies.
    expect([await take('1.png', true), await take('2.png', true)]).toEqual(['OK', 'OK']);
    await sidecars.seal(importId);
    expect(await textsByName(importId)).toEqual({ '1.png': ['бір'], '2.png': ['екі'] });
    expect(await world.vault.openBatches()).toEqual([]);
  });

  test('wait for their scans over a restart, and are taken in once', async () => {
    const id = await world.send({ '8.txt': Buffer.from('мәтін'), '8.png': await scan(50) });
    await world.ingest.idle();
    expect(await textsByName(id)).toEqual({ '8.png': [''] });
    await world.close();
    world = await open();
    const { report } = await world.finish(id);
    expect(report).toMatchObject({ state: 'done', stored: 2, refused: 0 });
    expect(await textsByName(id)).toEqual({ '8.png': ['мәтін'] });
  });
});
