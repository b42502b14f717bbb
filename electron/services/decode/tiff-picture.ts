/**
 * Decodes the TIFFs that libvips does not: samples of any whole number of bits, colours in planes of tiles, Zstandard. Slower
 * than libvips by far, and only asked when that has failed. The answer is a plain TIFF in memory, of about the wished size.
 */
import { openByteSource, type ByteSource } from './byte-source.ts';
import { plainTiffHead } from './plain-tiff.ts';
import { createShrunk } from './shrink.ts';
import { readTiff } from './tiff-directories.ts';
import {
  readList,
  readScalar,
  readTiffDirectory,
  readTiffHeader,
  readWholeNumbers,
  type TiffDirectory,
  type TiffLayout,
} from './tiff-entries.ts';
import type { TiffPage } from './tiff-page.ts';
import { readRow, shadeOf, type RowLayout } from './tiff-row.ts';
import { isUnpackable, unpack } from './tiff-unpack.ts';
import { TAG } from './tiff-tags.ts';

/** Colours by photometric interpretation: white or black is zero, RGB, palette, CMYK. */
const COLOURS: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 3, 5: 4 };
const PALETTE = 3;
const WHITE_IS_ZERO = 0;
const DIFFERENCES = 2;
const MOST_BITS = 32;
/** Some seconds' work. */
const MOST_PIXELS = 40_000_000;
const MOST_PIECE_BYTES = 96 * 1024 * 1024;

/** Whether such a page is decoded here. */
export function isDecodable(page: TiffPage): boolean {
  const colours = COLOURS[page.photometric ?? 1];
  return (
    colours !== undefined &&
    isUnpackable(page.compression) &&
    page.evenBits &&
    page.bits <= (page.photometric === PALETTE ? 16 : MOST_BITS) &&
    page.sampleFormat <= 2 &&
    page.samples >= (page.photometric === PALETTE ? 1 : colours) &&
    page.orientation === 1 &&
    page.width * page.height <= MOST_PIXELS
  );
}

/** Page `index` as a plain TIFF whose longer side has at least `side` pixels. Throws when it cannot be decoded. */
export function drawTiff(path: string, index: number, side: number): Buffer {
  const source = openByteSource(path);
  try {
    const reading = readTiff(source);
    const page = reading.ok ? reading.pages[index] : undefined;
    if (page === undefined || !isDecodable(page)) throw new Error('not decoded here');
    const { layout } = readTiffHeader(source);
    return draw(source, layout, readTiffDirectory(source, layout, page.at), page, side);
  } finally {
    source.close();
  }
}

function draw(
  source: ByteSource,
  layout: TiffLayout,
  directory: TiffDirectory,
  page: TiffPage,
  side: number,
): Buffer {
  const { width, height, photometric } = page;
  const channels = COLOURS[photometric ?? 1] ?? 1;
  const times = Math.max(1, Math.floor(Math.max(width, height) / side));
  const shrunk = createShrunk({ width, height }, channels, times);
  const pieces = readPieces(source, layout, directory, page);
  const colours = painter(source, layout, directory, page);
  for (let row = 0; row < pieces.down; row++) {
    for (let column = 0; column < pieces.across; column++) {
      const [x, y] = [column * pieces.width, row * pieces.height];
      const piece = {
        x,
        y,
        width: Math.min(pieces.width, width - x),
        height: Math.min(pieces.height, height - y),
      };
      const pixels = new Uint8Array(piece.width * piece.height * channels);
      for (let plane = 0; plane < (page.planar ? channels : 1); plane++) {
        const bytes = pieces.unpacked((plane * pieces.down + row) * pieces.across + column);
        if (bytes.length < piece.height * pieces.rowBytes) throw new Error('pixels are missing');
        colours(bytes, pieces.rowBytes, piece, plane, pixels);
      }
      shrunk.add({ ...piece, pixels });
    }
  }
  return Buffer.concat([plainTiffHead({ ...shrunk.size, channels, profile: null }), shrunk.pixels()]);
}

function readPieces(source: ByteSource, layout: TiffLayout, directory: TiffDirectory, page: TiffPage) {
  const scalar = (tag: number) => readScalar(source, layout, directory, tag);
  const width = page.tiled ? (scalar(TAG.tileWidth) ?? 0) : page.width;
  const height = page.tiled
    ? (scalar(TAG.tileLength) ?? 0)
    : Math.min(page.height, scalar(TAG.rowsPerStrip) ?? page.height);
  const offsets = directory.entries.get(page.tiled ? TAG.tileOffsets : TAG.stripOffsets);
  const counts = directory.entries.get(page.tiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  const rowBytes = Math.ceil((width * (page.planar ? 1 : page.samples) * page.bits) / 8);
  const most = rowBytes * height;
  if (offsets === undefined || most < 1 || most > MOST_PIECE_BYTES)
    throw new Error('pieces that are not decoded here');
  const isTurned = scalar(TAG.fillOrder) === 2;
  return {
    width,
    height,
    rowBytes,
    across: Math.ceil(page.width / width),
    down: Math.ceil(page.height / height),
    unpacked(number: number): Uint8Array {
      const [at = 0] = readWholeNumbers(source, layout, offsets, number, 1);
      const known = counts === undefined ? [] : readWholeNumbers(source, layout, counts, number, 1);
      const packed = source.read(at, Math.min(known[0] ?? most, MOST_PIECE_BYTES));
      return unpack(isTurned ? packed.map(turnBits) : packed, page.compression, most);
    },
  };
}

function turnBits(byte: number): number {
  let turned = 0;
  for (let bit = 0; bit < 8; bit++) turned |= ((byte >> bit) & 1) << (7 - bit);
  return turned;
}

type Place = { readonly width: number; readonly height: number };

/** Lays the samples of one plane into the pixels of a piece. */
function painter(source: ByteSource, layout: TiffLayout, directory: TiffDirectory, page: TiffPage) {
  const { photometric, samples, planar } = page;
  const channels = COLOURS[photometric ?? 1] ?? 1;
  const rowLayout: RowLayout = {
    bits: page.bits,
    together: planar ? 1 : samples,
    littleEndian: layout.littleEndian,
    signed: page.sampleFormat === 2,
    isDifference: readScalar(source, layout, directory, TAG.predictor) === DIFFERENCES,
  };
  const map =
    photometric === PALETTE ? readList(source, layout, directory, TAG.colourMap, 3 * 2 ** page.bits) : null;
  return (bytes: Uint8Array, rowBytes: number, { width, height }: Place, plane: number, into: Uint8Array) => {
    for (let y = 0; y < height; y++) {
      const row = readRow(bytes, y * rowBytes, width * rowLayout.together, rowLayout);
      for (let x = 0; x < width; x++) {
        const to = (y * width + x) * channels;
        for (let channel = 0; channel < (planar ? 1 : channels); channel++) {
          const value = row[x * rowLayout.together + (map === null ? channel : 0)] ?? 0;
          const shade =
            map === null ? shadeOf(value, rowLayout) : (map[channel * 2 ** page.bits + value] ?? 0) >> 8;
          into[to + plane + channel] = photometric === WHITE_IS_ZERO ? 255 - shade : shade;
        }
      }
    }
  };
}
