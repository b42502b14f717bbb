/** Texts going out, on a real archive: a PDF whose words stand where they stand on the page, ALTO with a person's lines. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCodestream } from '../../../test/fixtures/make-jp2.ts';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { startForked } from '../../../node/calls/child.ts';
import { must } from '../../../shared/must.ts';
import type { TroubleError } from '../../../shared/result.ts';
import { imageOf, textsOf } from '../../../shared/model/record-values.ts';
import { lineField } from '../../../shared/page-text/corrections.ts';
import { linesOf, plainText, type PageText } from '../../../shared/page-text/page-text.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { openPdf } from '../decode/pdf-document.ts';
import { sourceModules } from '../modules.ts';
import { createSidecars } from '../texts/sidecars.ts';
import { createTextExport, type TextExport } from './text-export.ts';
import { createTextMaker, type TextMaker } from './text-maker.ts';
import type { PageTrouble } from './write-export.ts';

let folder: string;
let world: TestIngest;
let maker: TextMaker;
let exports: TextExport;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-export-'));
  maker = createTextMaker({ startChild: startForked, module: sourceModules().exportChild });
  world = await openTestIngest(path.join(folder, 'data'), {
    sidecars: (journal, vault) => createSidecars({ journal, vault, maker }),
    kinds: (journal, vault) => {
      const dataFolder = path.join(folder, 'data');
      exports = createTextExport({ folder: path.join(folder, 'exports'), dataFolder, journal, vault, maker });
      return exports.kinds;
    },
  });
  exports.attach(world.ingest);
});
afterAll(async () => {
  await world.close();
  maker.close();
  rmSync(folder, { recursive: true, force: true });
});

/** 600 × 800 pixels at 200 dpi: 216 × 288 points. */
async function scan(shade: number): Promise<Buffer> {
  const background = { r: shade, g: shade, b: shade };
  return sharp({ create: { width: 600, height: 800, channels: 3, background } })
    .withMetadata({ density: 200 })
    .jpeg()
    .toBuffer();
}

const WORDS = [
  { text: 'Ауылдық', x: 60, y: 100, w: 140, h: 30 },
  { text: 'кеңестің', x: 220, y: 104, w: 130, h: 26 },
  { text: 'ұйғарымы', x: 60, y: 160, w: 150, h: 28 },
  { text: '№12/3', x: 230, y: 160, w: 80, h: 24 },
];

function alto(): Buffer {
  const line = (words: typeof WORDS) =>
    `<TextLine>${words.map(({ text, x, y, w, h }) => `<String CONTENT="${text}" HPOS="${x}" VPOS="${y}" WIDTH="${w}" HEIGHT="${h}" WC="0.7"/>`).join('')}</TextLine>`;
  return Buffer.from(
    `<alto><Layout><Page WIDTH="600" HEIGHT="800"><PrintSpace><TextBlock>${line(WORDS.slice(0, 2))}${line(WORDS.slice(2))}</TextBlock></PrintSpace></Page></Layout></alto>`,
  );
}

/** Every unit has scans of its own: the same bytes would be known. */
let shade = 0;
let no = 0;

/** Two scans in a unit, the first with its text. */
async function makeUnit(): Promise<{ unit: string; page: string; out: string }> {
  const out = path.join(folder, `out${no++}`);
  const [fonds, unit] = [newId(), newId()];
  const edits = [
    {
      rec: fonds,
      t: 'fonds',
      k: 'new' as const,
      f: { parent: null, number: { prefix: 'Р', num: 5 } },
      p: {},
    },
    { rec: unit, t: 'unit', k: 'new' as const, f: { parent: fonds, number: { num: 12 } }, p: {} },
  ];
  await world.journal.commit({ id: newId(), command: 'record.create', edits }, 'window');
  await world.finish(
    await world.send({ '1.jpg': await scan(shade++), '1.xml': alto(), '2.jpg': await scan(shade++) }, unit),
  );
  const { states } = await world.journal.pages({ parent: unit });
  return { unit, page: must(states[0], 'its first page').id, out };
}

const watch = (troubles: PageTrouble[] = []) => ({
  signal: new AbortController().signal,
  onPage: () => undefined,
  onTrouble: async (trouble: PageTrouble) => void troubles.push(trouble),
});

async function pdfText(
  file: string,
  page: number,
): Promise<{ text: PageText | null; width: number; height: number }> {
  const opening = await openPdf(file);
  if (!opening.ok) throw new Error(opening.code);
  try {
    return await opening.pdf.describePage(page);
  } finally {
    await opening.pdf.close();
  }
}

describe('texts as files', { timeout: 60_000 }, () => {
  test('a PDF has every page in its true size, and its words where they stand on the scan', async () => {
    const { unit, out } = await makeUnit();
    const troubles: PageTrouble[] = [];
    const done = await exports.exportTo(unit, 'pdf', out, watch(troubles));
    expect(done).toMatchObject({ pages: 2, withText: 1 });
    expect(path.basename(done.path)).toBe('Р-5_12.pdf');
    expect(troubles).toEqual([]);
    const { text, width, height } = await pdfText(done.path, 0);
    expect([width, height]).toEqual([216, 288]);
    const found = linesOf(must(text, 'the text of the page')).flatMap(({ words }) => words);
    expect(found.map((word) => word.text)).toEqual(WORDS.map((word) => word.text));
    // Of pdf.js's layer (tenths of a point): the edges to the left and right, as near as a pixel.
    const pixel = (216 / 600) * 10;
    for (const [i, { place }] of found.entries()) {
      const word = must(WORDS[i], 'a word for each');
      expect(Math.abs(place.x / pixel - word.x)).toBeLessThan(1.5);
      expect(Math.abs((place.x + place.w) / pixel - word.x - word.w)).toBeLessThan(1.5);
    }
    expect((await pdfText(done.path, 1)).text).toBeNull();
  });

  test('ALTO has the lines as they are shown, and marks those that a person put right', async () => {
    const { unit, page, out } = await makeUnit();
    const [state] = await world.journal.state([page]);
    const view = viewOf(must(state, 'the page'));
    const [reading] = textsOf(view.values);
    const edit = setFields(view, { [lineField(must(reading, 'its text').id, 'b1l2')]: 'ұйғарымы № 12/3-а' });
    await world.journal.commit({ id: newId(), command: 'text.correct', edits: [edit] }, 'window');
    const done = await exports.exportTo(unit, 'alto', out, watch());
    expect(done).toMatchObject({ pages: 2, withText: 1 });
    expect(readdirSync(done.path)).toEqual(['0001.xml']);
    const xml = readFileSync(path.join(done.path, '0001.xml'), 'utf8');
    const read = readAlto(xml);
    expect(read.ok && read.value.map(plainText)).toEqual(['Ауылдық кеңестің\nұйғарымы № 12/3-а']);
    const lines = [...xml.matchAll(/<TextLine ID="(\w+)"[^>]*?(CS="true")?>(.*?)<\/TextLine>/gsu)];
    expect(lines.map(([, id, isByHand]) => [id, isByHand])).toEqual([
      ['b1l1', undefined],
      ['b1l2', 'CS="true"'],
    ]);
    expect(lines.map(([, , , words]) => [...new Set(words?.match(/WC="[\d.]+"/gu))])).toEqual([
      ['WC="0.7"'],
      ['WC="1"'],
    ]);
  });

  test('what a person wrote of a page goes out where nothing was read; a reading goes before it', async () => {
    const { unit, out } = await makeUnit();
    const pages = (await world.journal.pages({ parent: unit })).states.map(viewOf);
    const edits = pages.map((page) => setFields(page, { transcription: 'Қолмен жазылған\nекінші жол' }));
    await world.journal.commit({ id: newId(), command: 'record.edit', edits }, 'window');
    const done = await exports.exportTo(unit, 'alto', out, watch());
    expect(done).toMatchObject({ pages: 2, withText: 2 });
    const texts = readdirSync(done.path).map((name) => {
      const read = readAlto(readFileSync(path.join(done.path, name), 'utf8'));
      return read.ok ? read.value.map(plainText).join('|') : read.code;
    });
    expect(texts).toEqual(['Ауылдық кеңестің\nұйғарымы №12/3', 'Қолмен жазылған\nекінші жол']);
    // What was exported before stays as it is: somebody may have worked on it.
    const again = await exports.exportTo(unit, 'pdf', out, watch());
    expect((await pdfText(again.path, 1)).text).not.toBeNull();
    const more = [
      await exports.exportTo(unit, 'pdf', out, watch()),
      await exports.exportTo(unit, 'alto', out, watch()),
    ];
    expect(more.map((each) => path.basename(each.path))).toEqual(['Р-5_12 (2).pdf', 'Р-5_12 (2)']);
  });

  test('words read from a picture that another one has replaced go out without their places', async () => {
    const { unit, page, out } = await makeUnit();
    const [first, second] = (await world.journal.pages({ parent: unit })).states.map(viewOf);
    const image = must(imageOf(must(second, 'the second page').values), 'its picture');
    const edits = [setFields(must(first, 'the first page'), { image })];
    await world.journal.commit({ id: newId(), command: 'leaf.replace', edits }, 'window');
    const pdf = await exports.exportTo(page, 'pdf', out, watch());
    const text = must((await pdfText(pdf.path, 0)).text, 'the text of the page');
    expect(plainText(text).replaceAll(/\s+/gu, ' ')).toBe(WORDS.map((word) => word.text).join(' '));
    expect(linesOf(text).map(({ place }) => place.x)).toEqual([0, 0]);
    const alto = await exports.exportTo(page, 'alto', out, watch());
    const xml = readFileSync(path.join(alto.path, '0001.xml'), 'utf8');
    expect(xml.match(/ WIDTH="[^"]*"/gu)).toEqual(expect.arrayContaining([' WIDTH="1"', ' WIDTH="0"']));
    expect(xml).not.toContain('HPOS="60"');
  });

  test('a JPEG 2000 is as large on paper as at 300 dpi', async () => {
    const file = path.join(folder, 'a.jp2');
    writeFileSync(file, await makeCodestream({ width: 600, height: 900 }));
    const source = { picture: null, alto: null, corrections: [], transcription: null, name: '0001' };
    const made = await maker.pdf({ ...source, file: { path: file, index: 0 } }, null);
    expect(made).toMatchObject({ ok: true, value: { paper: { width: 144, height: 216 } } });
  });

  test('a job writes the file, a window fetches it; what is too old, too high or empty is told', async () => {
    const { unit, page } = await makeUnit();
    const { job } = await exports.services['text.export']({ of: page, format: 'alto' });
    await world.ingest.idle();
    const file = must(await exports.file(job), 'what it wrote');
    expect([file.name, file.mime]).toEqual(['Р-5_12_1.zip', 'application/zip']);
    // A killed export of an earlier name lies beside it.
    writeFileSync(path.join(path.dirname(file.path), 'A.zip.part'), 'PK');
    expect(await exports.file(job)).toEqual(file);
    expect(readFileSync(file.path).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    const saved = await exports.services['text.saveExport']({ job, folder });
    const again = await exports.services['text.saveExport']({ job, folder });
    expect([saved, again].map((each) => path.basename(each.file))).toEqual([
      'Р-5_12_1.zip',
      'Р-5_12_1 (2).zip',
    ]);
    const code = (into: string) =>
      exports.services['text.saveExport']({ job, folder: into }).then(
        () => 'none',
        (error: TroubleError) => error.code,
      );
    // Through a link too.
    symlinkSync(path.join(folder, 'data', 'vault'), path.join(folder, 'link'));
    expect(
      await Promise.all(
        ['data', 'data/vault', 'link', 'nowhere'].map((name) => code(path.join(folder, name))),
      ),
    ).toEqual(['FOLDER_OF_DATA', 'FOLDER_OF_DATA', 'FOLDER_OF_DATA', 'FOLDER_MISSING']);
    expect(await code('.')).toBe('FOLDER_MISSING');
    for (let more = 0; more < 5; more++) {
      await exports.services['text.export']({ of: unit, format: 'alto' });
      await world.ingest.idle();
    }
    expect(await exports.file(job)).toBeNull();
    await expect(exports.services['text.saveExport']({ job, folder })).rejects.toMatchObject({
      code: 'EXPORT_GONE',
    });
    const [fonds] = (await world.journal.states({ after: null, limit: 100 })).states.filter(
      ({ t }) => t === 'fonds',
    );
    await expect(
      exports.services['text.export']({ of: must(fonds, 'the fonds').id, format: 'pdf' }),
    ).rejects.toMatchObject({ code: 'BAD_PARENT' });
  });

  test('a text that the vault has lost is told, and its page shows its picture all the same', async () => {
    const { unit, page, out } = await makeUnit();
    const [reading] = textsOf(viewOf(must((await world.journal.state([page]))[0], 'the page')).values);
    const vault = {
      locate: async (sha256: string) => (sha256 === reading?.text.sha256 ? null : world.vault.locate(sha256)),
    };
    const poor = createTextExport({ folder: out, dataFolder: out, journal: world.journal, vault, maker });
    poor.attach(world.ingest);
    for (const format of ['pdf', 'alto'] as const) {
      const troubles: PageTrouble[] = [];
      const done = await poor.exportTo(unit, format, out, watch(troubles));
      expect(done).toMatchObject({ pages: 2, withText: 0 });
      expect(troubles.map(({ page: { name }, code }) => [name, code])).toEqual([['0001', 'FILE_MISSING']]);
    }
    const opening = await openPdf(path.join(out, 'Р-5_12.pdf'));
    expect(opening.ok && opening.pdf.pages).toBe(2);
    if (opening.ok) await opening.pdf.close();
  });

  test('what is stopped leaves no file', async () => {
    const { unit, out } = await makeUnit();
    const stop = new AbortController();
    const stopped = exports.exportTo(unit, 'pdf', out, {
      ...watch(),
      signal: stop.signal,
      onPage: () => stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(out)).toEqual([]);
  });
});
