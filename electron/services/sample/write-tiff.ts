/** A TIFF too large for memory, written strip by strip: RGB, 8 bits, Deflate. */
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

const compress = promisify(deflate);
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const HEADER_BYTES = 8;
/** The quickest: what matters here is time. */
const LEVEL = 1;

export type TiffSize = {
  readonly width: number;
  readonly height: number;
  readonly rowsPerStrip: number;
  readonly dpi: number;
};

/**
 * Writes the picture at `path`; `strip(top, rows)` answers the RGB bytes of some rows, which are done with when the next is
 * asked for. Answers the size in bytes. Throws what the disk throws.
 */
export async function writeTiff(
  path: string,
  size: TiffSize,
  strip: (top: number, rows: number) => Uint8Array | Promise<Uint8Array>,
): Promise<number> {
  const file = await open(path, 'w');
  try {
    const offsets: number[] = [];
    const lengths: number[] = [];
    let at = HEADER_BYTES;
    for (let top = 0; top < size.height; top += size.rowsPerStrip) {
      const rows = Math.min(size.rowsPerStrip, size.height - top);
      const bytes = await compress(await strip(top, rows), { level: LEVEL });
      await file.write(bytes, 0, bytes.length, at);
      offsets.push(at);
      lengths.push(bytes.length);
      at += bytes.length;
    }
    // A directory begins at an even place.
    at += at % 2;
    const directory = directoryOf(size, offsets, lengths, at);
    await file.write(directory, 0, directory.length, at);
    const header = Buffer.alloc(HEADER_BYTES);
    header.write('II', 0, 'latin1');
    header.writeUInt16LE(42, 2);
    header.writeUInt32LE(at, 4);
    await file.write(header, 0, HEADER_BYTES, 0);
    await file.sync();
    return at + directory.length;
  } finally {
    await file.close();
  }
}

function directoryOf(
  { width, height, rowsPerStrip, dpi }: TiffSize,
  offsets: readonly number[],
  lengths: readonly number[],
  at: number,
): Buffer {
  const entries: readonly (readonly [tag: number, type: number, values: readonly number[]])[] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, [8, 8, 8]],
    [259, SHORT, [8]],
    [262, SHORT, [2]],
    [273, LONG, offsets],
    [277, SHORT, [3]],
    [278, LONG, [rowsPerStrip]],
    [279, LONG, lengths],
    [282, RATIONAL, [dpi, 1]],
    [283, RATIONAL, [dpi, 1]],
    [296, SHORT, [2]],
  ];
  const tableBytes = 2 + entries.length * 12 + 4;
  const table = Buffer.alloc(tableBytes);
  const outside: Buffer[] = [];
  let next = at + tableBytes;
  table.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, type, values]] of entries.entries()) {
    const place = 2 + index * 12;
    const bytes = Buffer.alloc(values.length * (type === SHORT ? 2 : 4));
    for (const [i, value] of values.entries()) {
      if (type === SHORT) bytes.writeUInt16LE(value, i * 2);
      else bytes.writeUInt32LE(value, i * 4);
    }
    table.writeUInt16LE(tag, place);
    table.writeUInt16LE(type, place + 2);
    table.writeUInt32LE(type === RATIONAL ? 1 : values.length, place + 4);
    if (bytes.length <= 4) bytes.copy(table, place + 8);
    else {
      table.writeUInt32LE(next, place + 8);
      const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
      outside.push(padded);
      next += padded.length;
    }
  }
  return Buffer.concat([table, ...outside]);
}
