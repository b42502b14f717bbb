import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asNobody } from '../../../test/fixtures/as-nobody.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { inspectFile } from './inspect.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-inspect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inspect(name: string, bytes: Uint8Array) {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return inspectFile(file, name);
}

const scan = (format: 'jpeg' | 'png' | 'webp' | 'tiff') =>
  makeScan('inspect').then((png) => sharp(png).toFormat(format).toBuffer());

describe('sound files', () => {
  test.each([
    ['a.jpg', 'jpeg', 'image/jpeg'],
    ['b.PNG', 'png', 'image/png'],
    ['c.webp', 'webp', 'image/webp'],
    ['d.tif', 'tiff', 'image/tiff'],
    ['no extension', 'png', 'image/png'],
  ] as const)('%s', async (name, format, mime) => {
    expect(await inspect(name, await scan(format))).toMatchObject({
      verdict: 'ok',
      code: null,
      message: 'OK.',
      mime,
      pages: 1,
      warnings: [],
    });
  });

  test('a PDF has as many pages as it has', async () => {
    const pages = Array.from({ length: 37 }, (_, at) => `page ${at}`);
    expect(await inspect('p.pdf', makePdf({ pages }))).toMatchObject({
      verdict: 'ok',
      pages: 37,
      warnings: [],
    });
  });

  test('a PDF with junk before its header is still a PDF', async () => {
    const bytes = Buffer.concat([Buffer.from('mail header\r\n\r\n'), makePdf()]);
    expect(await inspect('junk.pdf', bytes)).toMatchObject({
      verdict: 'ok',
      mime: 'application/pdf',
      pages: 1,
    });
  });

  test('a TIFF of several pages counts them', async () => {
    expect(await inspect('m.tiff', makeTiff({ pages: [{}, {}, { newSubfileType: 1 }] }))).toMatchObject({
      verdict: 'ok',
      pages: 2,
    });
  });

  test('a TIFF with one page that no decoder of ours knows is sound as a whole', async () => {
    const zstd = { entries: [{ tag: 259, type: 3, values: [50_000] } as const] };
    expect(await inspect('zstd.tif', makeTiff({ pages: [{}, zstd] }))).toMatchObject({
      verdict: 'ok',
      pages: 2,
      warnings: ['NO_PICTURE'],
    });
    const uneven = { samples: 3, entries: [{ tag: 258, type: 3, values: [8, 8, 4] } as const] };
    expect(await inspect('uneven.tif', makeTiff({ pages: [{}, uneven] }))).toMatchObject({
      verdict: 'ok',
      pages: 2,
      warnings: ['FEWER_PAGES_READ', 'NO_PICTURE'],
    });
  });

  test('a TIFF of 12 bits is sound', async () => {
    expect(await inspect('12.tif', makeTiff({ pages: [{ bits: 12 }] }))).toMatchObject({
      verdict: 'ok',
      pages: 1,
      warnings: [],
    });
  });

  test('one of 48 bits is sound, but has no picture', async () => {
    expect(await inspect('48.tif', makeTiff({ pages: [{ bits: 48 }] }))).toMatchObject({
      verdict: 'ok',
      pages: 1,
      warnings: ['NO_PICTURE'],
    });
  });

  test('what it is counts, not what its name says', async () => {
    expect(await inspect('really.pdf', await scan('jpeg'))).toMatchObject({
      verdict: 'ok',
      mime: 'image/jpeg',
      warnings: ['MISLABELLED'],
    });
  });

  test('bytes behind a picture are mentioned', async () => {
    const bytes = Buffer.concat([await scan('jpeg'), Buffer.from('a secret note')]);
    expect(await inspect('tail.jpg', bytes)).toMatchObject({ verdict: 'ok', warnings: ['EXTRA_BYTES'] });
  });

  test('a PDF with a wrong table of objects is repaired, and says so', async () => {
    expect(await inspect('w.pdf', makePdf({ pages: ['a', 'b'], wrongTable: true }))).toMatchObject({
      verdict: 'ok',
      pages: 2,
      warnings: ['REPAIRED'],
    });
  });
});

test('a PDF that says to have more pages than it has is taken in, and says so', async () => {
  const bytes = Buffer.from(makePdf({ pages: ['a', 'b'] }));
  const text = bytes.toString('latin1').replace('/Count 2', '/Count 7');
  expect(await inspect('more.pdf', Buffer.from(text, 'latin1'))).toMatchObject({
    verdict: 'ok',
    pages: 2,
    sizes: [
      { width: 300, height: 400 },
      { width: 300, height: 400 },
    ],
    warnings: ['REPAIRED', 'FEWER_PAGES_READ'],
  });
});

test('sizes are those of pages as they stand upright', async () => {
  const lying = await sharp(await scan('png'))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { width, height } = await sharp(lying).metadata();
  expect((await inspect('lying.jpg', lying)).sizes).toEqual([{ width: height, height: width }]);
  const turned = { entries: [{ tag: 274, type: 3, values: [8] } as const] };
  expect((await inspect('turned.tif', makeTiff({ pages: [{}, turned] }))).sizes).toEqual([
    { width: 16, height: 8 },
    { width: 8, height: 16 },
  ]);
});

describe('refused files', () => {
  test.each([
    ['EMPTY', 'e.tif', () => new Uint8Array()],
    ['NOT_A_DOCUMENT', 't.pdf', () => Buffer.from('dear archive, here is a letter')],
    ['LOCKED', 'l.pdf', () => makePdf({ locked: true })],
    ['BROKEN', 'b.pdf', () => Buffer.from('%PDF-1.7\nnothing that makes sense\n%%EOF')],
    ['TRUNCATED', 'cut.pdf', () => makePdf({ pages: ['a', 'b', 'c'] }).subarray(0, 300)],
    [
      'TRUNCATED',
      'cut-large.pdf',
      () => Buffer.concat([makePdf().subarray(0, 500), Buffer.alloc(34_000_000)]),
    ],
    ['BROKEN', 'circle.tif', () => makeTiff({ pages: [{}, {}], lastPointsTo: 0 })],
    ['TRUNCATED', 'cut.tif', () => makeTiff().subarray(0, 100)],
  ] as const)('%s: %s', async (code, name, make) => {
    const verdict = await inspect(name, make());
    expect(verdict).toMatchObject({ verdict: 'refused', code, pages: null, warnings: [] });
    expect(verdict.message).toMatch(/^[A-Z].+\.$/);
  });

  test('a picture that breaks off is truncated', async () => {
    const bytes = await scan('jpeg');
    expect(await inspect('half.jpg', bytes.subarray(0, bytes.length / 2))).toMatchObject({
      code: 'TRUNCATED',
    });
  });

  test('a picture whose bytes are garbage inside is broken, though its frame is whole', async () => {
    const bytes = await sharp(Buffer.alloc(90_000, 7), { raw: { width: 300, height: 300, channels: 1 } })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    bytes.fill(0xff, 8, 40);
    expect(await inspect('garbage.tif', bytes)).toMatchObject({ verdict: 'refused', code: 'BROKEN' });
  });

  test('a missing file is unreadable', async () => {
    expect(await inspectFile(path.join(folder, 'nowhere'), 'nowhere')).toMatchObject({ code: 'UNREADABLE' });
  });

  test('a name that no file can have is unreadable', async () => {
    expect(await inspectFile('a\0b', 'a')).toMatchObject({ code: 'UNREADABLE' });
  });

  test('a folder is not a document', async () => {
    mkdirSync(path.join(folder, 'folder.pdf'));
    expect(await inspectFile(path.join(folder, 'folder.pdf'), 'folder.pdf')).toMatchObject({
      code: 'NOT_A_DOCUMENT',
    });
  });

  test('a file that may not be read is unreadable', ({ skip }) => {
    const file = path.join(folder, 'secret.pdf');
    writeFileSync(file, makePdf());
    chmodSync(file, 0);
    chmodSync(folder, 0o755);
    const module = new URL('./inspect.ts', import.meta.url).href;
    const verdict = asNobody(`
      const { inspectFile } = await import(${JSON.stringify(module)});
      console.log(JSON.stringify(await inspectFile(${JSON.stringify(file)}, 'secret.pdf')));`);
    if (verdict === undefined) skip('nobody may not read the program here');
    expect(verdict).toMatchObject({ verdict: 'refused', code: 'UNREADABLE' });
  });
});
