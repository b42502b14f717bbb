import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { deriveFile, openingOf } from './derive.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-derive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
function put(name: string, bytes: Uint8Array): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

const wide = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c02020' } });

describe('pictures', () => {
  test('are bounded in pixels and keep their shape', async () => {
    const file = put('wide.jpg', await wide(5000, 1000).jpeg().toBuffer());
    const targets = [
      { size: 'thumb', to: at('wide-t') },
      { size: 'reading', to: at('wide-r') },
    ] as const;
    expect(await deriveFile(file, 0, targets)).toEqual({ ok: true, value: null });
    expect(await sharp(at('wide-t')).metadata()).toMatchObject({ format: 'webp', width: 256, height: 51 });
    expect(await sharp(at('wide-r')).metadata()).toMatchObject({ format: 'jpeg', width: 2400, height: 480 });
  });

  test('are not blown up', async () => {
    const file = put('small.png', await wide(30, 20).png().toBuffer());
    await deriveFile(file, 0, [{ size: 'reading', to: at('small-r') }]);
    expect(await sharp(at('small-r')).metadata()).toMatchObject({ width: 30, height: 20 });
  });

  test('stand as the camera was held', async () => {
    const file = put('turned.jpg', await wide(400, 100).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    await deriveFile(file, 0, [{ size: 'thumb', to: at('turned-t') }]);
    expect(await sharp(at('turned-t')).metadata()).toMatchObject({ width: 64, height: 256 });
  });

  test('of a TIFF show the page asked for, masks and smaller versions not counted', async () => {
    const file = put(
      'pages.tif',
      makeTiff({ pages: [{ width: 20 }, { width: 30, newSubfileType: 1 }, { width: 40 }] }),
    );
    await deriveFile(file, 1, [{ size: 'thumb', to: at('pages-t') }]);
    expect(await sharp(at('pages-t')).metadata()).toMatchObject({ width: 40 });
  });

  test('of a page that is not there are not found, whatever the file', async () => {
    const files = [
      put('two.tif', makeTiff({ pages: [{}, {}] })),
      put('two.pdf', makePdf({ pages: ['one', 'two'] })),
    ];
    for (const file of files) {
      expect(await deriveFile(file, 1, [{ size: 'thumb', to: at('second') }])).toMatchObject({ ok: true });
      expect(await deriveFile(file, 2, [{ size: 'thumb', to: at('none') }])).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    for (const kind of ['jpeg', 'png', 'webp'] as const) {
      const file = put(`one.${kind}`, await wide(30, 20).toFormat(kind).toBuffer());
      expect(await deriveFile(file, 1, [{ size: 'thumb', to: at('none') }])).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    expect(readdirSync(folder)).not.toContain('none');
  });

  test('of a PDF page show it on white', async () => {
    const file = put('two.pdf', makePdf({ pages: ['first', 'second'], size: [300, 600] }));
    await deriveFile(file, 1, [{ size: 'thumb', to: at('pdf-t') }]);
    const { data, info } = await sharp(at('pdf-t')).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 128, height: 256 });
    expect(data[0]).toBeGreaterThan(250);
    expect(Math.min(...data)).toBeLessThan(120); // the words
  });

  test('of a PDF page as long as a street are bounded too', async () => {
    const file = put('long.pdf', makePdf({ size: [14_400, 3] }));
    await deriveFile(file, 0, [{ size: 'reading', to: at('long-r') }]);
    expect(await sharp(at('long-r')).metadata()).toMatchObject({ width: 2400, height: 1 });
  });

  test('that cannot be made leave nothing behind', async () => {
    const before = readdirSync(folder).length;
    const file = put('bad.jpg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'));
    expect(await deriveFile(file, 0, [{ size: 'thumb', to: at('bad-t') }])).toMatchObject({
      code: 'NO_PICTURE',
    });
    expect(readdirSync(folder)).toHaveLength(before + 1);
  });
});

describe('the first words', () => {
  test('come from the first pages of a PDF', async () => {
    const file = put('words.pdf', makePdf({ pages: ['Minutes of the meeting', 'held in 1932'] }));
    expect(await openingOf(file)).toBe('Minutes of the meeting held in 1932');
  });

  test('are at most a thousand characters and end with a whole word', async () => {
    const pages = Array.from({ length: 5 }, () => 'inventory '.repeat(40).trim());
    const words = await openingOf(put('many.pdf', makePdf({ pages, size: [9000, 400] })));
    expect(words.length).toBeLessThanOrEqual(1000);
    expect(words.length).toBeGreaterThan(980);
    expect(words.endsWith('inventory')).toBe(true);
  });

  test('are none for pictures and broken files', async () => {
    expect(await openingOf(put('p.png', await wide(10, 10).png().toBuffer()))).toBe('');
    expect(await openingOf(put('broken.pdf', Buffer.from('%PDF-1.4 no')))).toBe('');
  });
});
