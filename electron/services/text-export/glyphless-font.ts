/**
 * A font of empty glyphs, all of one width: what a PDF's invisible text is set in. It takes no picture of any letter, only the
 * room of each, so it holds every alphabet in 300 bytes. TrueType, https://learn.microsoft.com/typography/opentype/spec/.
 */

/** Of each letter, of a thousand units to the height. */
export const GLYPH_WIDTH = 500;

const UNITS = 1000;
const GLYPHS = 2;

/** The font's file. */
export function glyphlessFont(): Buffer {
  return fontFile([
    ['glyf', Buffer.alloc(4)],
    ['head', head()],
    ['hhea', hhea()],
    // Advance width and left side bearing of each glyph.
    ['hmtx', shorts([GLYPH_WIDTH, 0, GLYPH_WIDTH, 0])],
    // Where each glyph begins and ends: all of them are of no length.
    ['loca', shorts([0, 0, 0])],
    ['maxp', Buffer.concat([longs([0x10000]), shorts([GLYPHS, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])])],
  ]);
}

function head(): Buffer {
  return Buffer.concat([
    longs([0x10000, 0x10000, 0, 0x5f0f3cf5]),
    shorts([0, UNITS]),
    Buffer.alloc(16),
    shorts([0, 0, 0, 0, 0, 8, 2, 0, 0]),
  ]);
}

function hhea(): Buffer {
  return Buffer.concat([
    longs([0x10000]),
    shorts([UNITS, 0, 0, GLYPH_WIDTH, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, GLYPHS]),
  ]);
}

function fontFile(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const start = Buffer.concat([
    longs([0x10000]),
    shorts([tables.length, power * 16, Math.log2(power), tables.length * 16 - power * 16]),
  ]);
  let at = start.length + tables.length * 16;
  const records: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const [tag, body] of tables) {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    records.push(Buffer.from(tag, 'latin1'), longs([checksum(padded), at, body.length]));
    bodies.push(padded);
    at += padded.length;
  }
  return Buffer.concat([start, ...records, ...bodies]);
}

function checksum(padded: Buffer): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}

function shorts(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [at, number] of numbers.entries()) bytes.writeInt16BE(number, at * 2);
  return bytes;
}

function longs(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, at * 4);
  return bytes;
}
