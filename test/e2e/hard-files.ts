/** The files of the journey through hard ones: small and true to their kind, or of full size when `QOIMA_FULL_SIZE` is 1. */
import sharp, { type Sharp } from 'sharp';
import { joinTiffs } from '../fixtures/join-tiffs.ts';
import { makeCodestream, makeJp2 } from '../fixtures/make-jp2.ts';
import { makePdf } from '../fixtures/make-pdf.ts';
import { makeTiff } from '../fixtures/make-tiff.ts';
import { makeHostileFiles } from '../torture/formats-hostile.ts';

const IS_FULL = process.env['QOIMA_FULL_SIZE'] === '1';
const PDF_PAGES = IS_FULL ? 600 : 300;
const ROUNDS = IS_FULL ? 120 : 2;
const MAP = IS_FULL ? ([20_000, 10_000] as const) : ([4200, 3000] as const);
const JP2 = IS_FULL ? ([3000, 2000] as const) : ([600, 400] as const);
/** In one tile, which a child cannot hold: it is decoded at half of its size. */
const LARGE_JP2 = [4800, 3600] as const;

const PAPER = '#efe8d8';
/** A red square of a tenth of the width at 20 % and 30 % of the sides: what makes a page be known again. */
export const MARK = { x: 0.2, y: 0.3, width: 0.1 } as const;

export type Shown = {
  readonly name: string;
  readonly bytes: Buffer;
  readonly pages: number;
  /** Pages whose mark is looked for, by their number from 1, and their width in proportion to their height. */
  readonly marked: readonly { readonly page: number; readonly ratio: number }[];
  /** What the report says besides. */
  readonly warnings: readonly string[];
};

export type Refused = { readonly name: string; readonly bytes: Buffer; readonly code: string };

export async function makeShown(): Promise<Shown[]> {
  const [mapWidth, mapHeight] = MAP;
  const mixed = await mixedPages();
  const one = { page: 1, ratio: 0.75 };
  return [
    {
      name: 'аралас.tif',
      bytes: joinTiffs(Array.from({ length: ROUNDS }, () => mixed.map(({ bytes }) => bytes)).flat()),
      pages: mixed.length * ROUNDS,
      marked: mixed.flatMap(({ ratio }, at) => (ratio === null ? [] : [{ page: at + 1, ratio }])),
      warnings: [],
    },
    {
      name: 'bigtiff.tif',
      bytes: await marked(600, 800).tiff({ bigtiff: true, compression: 'lzw' }).toBuffer(),
      pages: 1,
      marked: [one],
      warnings: [],
    },
    {
      name: 'жиналыс.pdf',
      bytes: Buffer.from(
        makePdf({
          pages: Array.from({ length: PDF_PAGES }, (_, at) => `${at + 1}`),
          // From below, as PDF counts.
          drawing: 'q 0.94 0 0 rg 60 250 30 30 re f Q ',
        }),
      ),
      pages: PDF_PAGES,
      marked: [one, { page: PDF_PAGES, ratio: 0.75 }],
      warnings: [],
    },
    {
      name: 'карта.tif',
      bytes: await marked(mapWidth, mapHeight).tiff({ compression: 'lzw' }).toBuffer(),
      pages: 1,
      marked: [{ page: 1, ratio: mapWidth / mapHeight }],
      warnings: [],
    },
    {
      name: 'план.jp2',
      bytes: makeJp2(await markedJp2(JP2)),
      pages: 1,
      marked: [{ page: 1, ratio: JP2[0] / JP2[1] }],
      warnings: [],
    },
    {
      name: 'тым үлкен.j2k',
      bytes: await markedJp2(LARGE_JP2),
      pages: 1,
      marked: [{ page: 1, ratio: LARGE_JP2[0] / LARGE_JP2[1] }],
      warnings: ['REDUCED_RESOLUTION'],
    },
    {
      name: 'сурет.pdf',
      bytes: await marked(600, 800).png().toBuffer(),
      pages: 1,
      marked: [one],
      warnings: ['MISLABELLED'],
    },
  ];
}

export async function makeRefused(): Promise<Refused[]> {
  const broken = Buffer.from(makeTiff({ pages: [{}, {}], lastPointsTo: 0 }));
  const photo = await marked(600, 800).jpeg().toBuffer();
  const bomb = (await makeHostileFiles()).find(({ name }) => name === 'page-bomb.pdf');
  if (bomb === undefined) throw new Error('no bomb');
  return [
    { name: 'айналма.tif', bytes: broken, code: 'BROKEN' },
    { name: 'бомба.pdf', bytes: bomb.bytes, code: 'TOO_LARGE' },
    { name: 'бос.tif', bytes: Buffer.alloc(0), code: 'EMPTY' },
    { name: 'жартысы.jpg', bytes: photo.subarray(0, photo.length / 2), code: 'TRUNCATED' },
    { name: 'құлып.pdf', bytes: Buffer.from(makePdf({ locked: true })), code: 'LOCKED' },
    {
      name: 'хат.tif',
      bytes: Buffer.from('Бұл құжат емес, жай ғана хат.'.repeat(40)),
      code: 'NOT_A_DOCUMENT',
    },
  ];
}

/** One of every compression and layout; `ratio` is null where there is no red to be seen. */
async function mixedPages(): Promise<{ bytes: Buffer; ratio: number | null }[]> {
  const fax = marked(800, 600)
    .greyscale()
    .threshold(128)
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1 });
  const opacity = marked(500, 500, 0.9);
  return Promise.all(
    [
      { picture: marked(600, 800).tiff({ compression: 'lzw' }), ratio: 0.75 },
      { picture: fax, ratio: null },
      { picture: marked(900, 600).tiff({ compression: 'jpeg', quality: 95 }), ratio: 1.5 },
      {
        picture: marked(640, 800).tiff({
          compression: 'deflate',
          tile: true,
          tileWidth: 256,
          tileHeight: 256,
        }),
        ratio: 0.8,
      },
      { picture: opacity.tiff({ compression: 'lzw' }), ratio: 1 },
    ].map(async ({ picture, ratio }) => ({ bytes: await picture.toBuffer(), ratio })),
  );
}

/** A page with the mark; less than wholly opaque it has a channel of opacity. */
function marked(width: number, height: number, opacity = 1): Sharp {
  const side = width * MARK.width;
  const page = sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <rect width="${width}" height="${height}" fill="${PAPER}" fill-opacity="${opacity}"/>
      <rect x="${width * MARK.x}" y="${height * MARK.y}" width="${side}" height="${side}" fill="#f00000"/>
    </svg>`),
    { unlimited: true },
  );
  return opacity === 1 ? page.removeAlpha() : page;
}

function markedJp2([width, height]: readonly [number, number]): Promise<Buffer> {
  const side = MARK.width * width;
  const [left, top] = [MARK.x * width, MARK.y * height];
  const isMark = (x: number, y: number) => x >= left && x < left + side && y >= top && y < top + side;
  return makeCodestream({
    width,
    height,
    levels: 3,
    lossless: false,
    sample: (x, y, component) => (isMark(x, y) ? (component === 0 ? 0.94 : 0) : 0.9),
  });
}
