/** The samples of one row of a TIFF, of any whole number of bits, as shades from 0 to 255. */

export type RowLayout = {
  readonly bits: number;
  /** Samples that stand together: all of a pixel, or one when each colour has its own plane. */
  readonly together: number;
  readonly littleEndian: boolean;
  readonly signed: boolean;
  /** Each sample is the difference to the one before it. */
  readonly isDifference: boolean;
};

/** Reads `count` samples of the row that begins at `from`, as they stand. */
export function readRow(bytes: Uint8Array, from: number, count: number, layout: RowLayout): Float64Array {
  const { bits, together, isDifference } = layout;
  const row = new Float64Array(count);
  const read = bits % 8 === 0 ? wholeBytes(bytes, from, layout) : someBits(bytes, from, bits);
  const range = 2 ** bits;
  for (let index = 0; index < count; index++) {
    const value = read(index);
    row[index] = isDifference && index >= together ? (value + (row[index - together] ?? 0)) % range : value;
  }
  return row;
}

/** A sample as a shade. */
export function shadeOf(value: number, { bits, signed }: RowLayout): number {
  const most = 2 ** bits - 1;
  const half = 2 ** (bits - 1);
  const lifted = signed ? (value + half) % (most + 1) : value;
  return Math.round((lifted * 255) / most);
}

function wholeBytes(
  bytes: Uint8Array,
  from: number,
  { bits, littleEndian }: RowLayout,
): (index: number) => number {
  const each = bits / 8;
  return (index) => {
    const at = from + index * each;
    let value = 0;
    for (let byte = 0; byte < each; byte++) {
      value = value * 256 + (bytes[littleEndian ? at + each - 1 - byte : at + byte] ?? 0);
    }
    return value;
  };
}

/** Bits from the highest on, without gaps inside a row. */
function someBits(bytes: Uint8Array, from: number, bits: number): (index: number) => number {
  return (index) => {
    let value = 0;
    let left = bits;
    let place = index * bits;
    while (left > 0) {
      const inByte = place % 8;
      const taken = Math.min(8 - inByte, left);
      const byte = bytes[from + Math.floor(place / 8)] ?? 0;
      value = value * 2 ** taken + ((byte >> (8 - inByte - taken)) & ((1 << taken) - 1));
      place += taken;
      left -= taken;
    }
    return value;
  };
}
