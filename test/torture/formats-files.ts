/** Sound files of every format that is taken in, made by the program's own means; some of them large in what they say. */
import sharp, { type Sharp } from 'sharp';
import { makeCodestream, makeJp2 } from '../fixtures/make-jp2.ts';
import { makePdf } from '../fixtures/make-pdf.ts';
import { makeTiff } from '../fixtures/make-tiff.ts';

export type SoundFile = {
  readonly name: string;
  readonly bytes: Buffer;
  readonly pages: number;
  /** Of the first page as it stands upright; in points of a PDF. */
  readonly size: readonly [number, number];
};

const WIDTH = 120;
const HEIGHT = 80;
const UPRIGHT = [WIDTH, HEIGHT] as const;

function drawn(channels: 1 | 3 | 4 = 3): Sharp {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * channels);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 7 + (at >> 5) * 13) % 256;
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels } });
}

/** All of them: what is damaged is chosen from these. */
export async function makeSoundFiles(): Promise<SoundFile[]> {
  return [...(await tiffs()), ...(await pictures()), ...(await jpeg2000()), ...pdfs()];
}

async function tiffs(): Promise<SoundFile[]> {
  const one = (name: string, bytes: Uint8Array, size: readonly [number, number] = UPRIGHT, pages = 1) => ({
    name: `${name}.tif`,
    bytes: Buffer.from(bytes),
    pages,
    size,
  });
  const compressed = await Promise.all(
    (['none', 'jpeg', 'deflate', 'lzw', 'packbits'] as const).flatMap((compression) =>
      [false, true].map(async (tile) =>
        one(
          `${compression}${tile ? '-tiles' : ''}`,
          await drawn().tiff({ compression, tile, tileWidth: 32, tileHeight: 32 }).toBuffer(),
        ),
      ),
    ),
  );
  const fax = await drawn(1)
    .threshold()
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1 })
    .toBuffer();
  const pyramid = await drawn().tiff({ tile: true, tileWidth: 16, tileHeight: 16, pyramid: true }).toBuffer();
  return [
    ...compressed,
    one('fax', fax),
    one('two-bits', await drawn(1).toColourspace('b-w').tiff({ bitdepth: 2 }).toBuffer()),
    one('sixteen-bits', await drawn(1).toColourspace('grey16').tiff().toBuffer()),
    one('cmyk', await drawn().toColourspace('cmyk').tiff().toBuffer()),
    one('opacity', await drawn(4).tiff().toBuffer()),
    one('big', await drawn().tiff({ bigtiff: true }).toBuffer()),
    // The levels below the first are smaller versions of it.
    one('levels', pyramid),
    one('lying', await drawn().withMetadata({ orientation: 6 }).tiff().toBuffer(), [HEIGHT, WIDTH]),
    one('pages', makeTiff({ pages: Array.from({ length: 40 }, () => ({})) }), [16, 8], 40),
    one('big-pages', makeTiff({ big: true, littleEndian: false, pages: [{}, {}, {}] }), [16, 8], 3),
    one('twelve-bits', makeTiff({ pages: [{ bits: 12 }] }), [16, 8]),
    one('preview', makeTiff({ pages: [{}, { newSubfileType: 1 }, { newSubfileType: 4 }] }), [16, 8]),
  ];
}

async function pictures(): Promise<SoundFile[]> {
  const one = async (name: string, picture: Sharp, size: readonly [number, number] = UPRIGHT) => ({
    name,
    bytes: await picture.toBuffer(),
    pages: 1,
    size,
  });
  const turned = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) =>
    one(
      `turned-${orientation}.jpg`,
      drawn().withMetadata({ orientation }).jpeg(),
      orientation > 4 ? [HEIGHT, WIDTH] : UPRIGHT,
    ),
  );
  return Promise.all([
    ...turned,
    one('progressive.jpg', drawn().jpeg({ progressive: true })),
    one('cmyk.jpg', drawn().toColourspace('cmyk').jpeg()),
    one('grey.jpg', drawn(1).toColourspace('b-w').jpeg()),
    one('plain.png', drawn().png()),
    one('opacity.png', drawn(4).png({ progressive: true })),
    one('sixteen-bits.png', drawn(1).toColourspace('grey16').png()),
    one('palette.png', drawn().png({ palette: true })),
    one('plain.webp', drawn().webp()),
    one('lossless.webp', drawn(4).webp({ lossless: true })),
  ]);
}

async function jpeg2000(): Promise<SoundFile[]> {
  const size = { width: WIDTH, height: HEIGHT };
  const plans = {
    'plain.j2k': {},
    'lossy.j2k': { lossless: false, levels: 5 },
    'tiles.j2k': { tile: 32 },
    'flat.j2k': { levels: 0, components: 1 },
    'sixteen-bits.j2k': { components: 1, bits: 16 },
    'one-bit.j2k': { components: 1, bits: 1 },
    'layers.j2k': { order: 0, levels: 4 },
    'four.j2k': { components: 4 },
  } as const;
  const files: SoundFile[] = [];
  for (const [name, plan] of Object.entries(plans)) {
    const bytes = await makeCodestream({ ...size, ...plan });
    files.push({ name, bytes, pages: 1, size: UPRIGHT });
  }
  const palette = Array.from({ length: 256 }, (_, index) => [index, 255 - index, 7]);
  const boxes = {
    'plain.jp2': makeJp2(await makeCodestream(size)),
    'opacity.jp2': makeJp2(await makeCodestream({ ...size, components: 4 }), { channels: [1, 2, 3, 0] }),
    'differences.jp2': makeJp2(await makeCodestream({ ...size, tile: 64 }), { colours: 18 }),
    'palette.jp2': makeJp2(await makeCodestream({ ...size, components: 1 }), { palette }),
  };
  for (const [name, bytes] of Object.entries(boxes)) files.push({ name, bytes, pages: 1, size: UPRIGHT });
  return files;
}

function pdfs(): SoundFile[] {
  const one = (name: string, pages: number, plan: Parameters<typeof makePdf>[0] = {}) => ({
    name: `${name}.pdf`,
    bytes: Buffer.from(makePdf({ ...plan, pages: Array.from({ length: pages }, (_, at) => `page ${at}`) })),
    pages,
    size: plan.size ?? ([300, 400] as const),
  });
  return [
    one('one', 1),
    one('seven', 7),
    one('six-hundred', 600),
    one('wrong-table', 3, { wrongTable: true }),
    one('wide', 2, { size: [14_400, 20] }),
  ];
}
