/** One image file directory of a TIFF: its entries and their numbers, in either byte order, classic or BigTIFF. */
import type { ByteSource } from './byte-source.ts';

export type TiffLayout = { readonly littleEndian: boolean; readonly big: boolean };

export type TiffEntry = {
  readonly tag: number;
  readonly type: number;
  /** How many values; the file says it, so nothing is allocated by it. */
  readonly count: number;
  /** Where the values begin: inside the entry when they fit there. */
  readonly at: number;
};

export type TiffDirectory = {
  readonly entries: ReadonlyMap<number, TiffEntry>;
  /** Offset of the next directory; 0 at the end. */
  readonly next: number;
};

/** A structure that no TIFF writer makes (`BROKEN`) or that runs out of the file (`TRUNCATED`). */
export class TiffError extends Error {
  readonly code: 'BROKEN' | 'TRUNCATED';

  constructor(code: 'BROKEN' | 'TRUNCATED', why: string) {
    super(why);
    this.name = 'TiffError';
    this.code = code;
  }
}

/** Bytes per value by type number (TIFF 6.0, BigTIFF); types that are not here are unknown. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** Types whose values are whole numbers that are not negative: BYTE, SHORT, LONG, IFD, LONG8, IFD8. */
const WHOLE_TYPES = new Set([1, 3, 4, 13, 16, 18]);

/** A classic directory counts its entries in 16 bits; no sound BigTIFF has more either. */
const MAX_ENTRIES = 65_535;

/** Reads the header: layout and the offset of the first directory. */
export function readTiffHeader(source: ByteSource): { layout: TiffLayout; first: number } {
  const head = source.read(0, 16);
  if (head.length < 8) throw new TiffError('TRUNCATED', 'the header is not complete');
  const littleEndian = head[0] === 0x49;
  const view = viewOf(head);
  const version = view.getUint16(2, littleEndian);
  if (version === 42) {
    return { layout: { littleEndian, big: false }, first: view.getUint32(4, littleEndian) };
  }
  if (head.length < 16) throw new TiffError('TRUNCATED', 'the header is not complete');
  if (view.getUint16(4, littleEndian) !== 8 || view.getUint16(6, littleEndian) !== 0) {
    throw new TiffError('BROKEN', 'not a header of BigTIFF');
  }
  return { layout: { littleEndian, big: true }, first: toOffset(view.getBigUint64(8, littleEndian)) };
}

/** Reads the directory at `offset`. Of a tag that stands twice the first counts, as with libtiff. */
export function readTiffDirectory(source: ByteSource, layout: TiffLayout, offset: number): TiffDirectory {
  const { littleEndian, big } = layout;
  const [countBytes, entryBytes, wordBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const head = source.read(offset, countBytes);
  if (head.length < countBytes)
    throw new TiffError('TRUNCATED', `a directory at ${offset} is beyond the end`);
  const count = big ? wordAt(viewOf(head), 0, layout) : viewOf(head).getUint16(0, littleEndian);
  if (count === 0) throw new TiffError('BROKEN', `the directory at ${offset} is empty`);
  if (count > MAX_ENTRIES) throw new TiffError('BROKEN', `the directory at ${offset} has too many entries`);

  const tableBytes = count * entryBytes;
  const table = source.read(offset + countBytes, tableBytes + wordBytes);
  // Some writers end the file with the last directory and leave the pointer out; a part of a pointer is a cut.
  const hasNext = table.length > tableBytes;
  if (table.length < tableBytes || (hasNext && table.length < tableBytes + wordBytes)) {
    throw new TiffError('TRUNCATED', `the directory at ${offset} is not complete`);
  }
  const view = viewOf(table);
  const entries = new Map<number, TiffEntry>();
  for (let at = 0; at < tableBytes; at += entryBytes) {
    const tag = view.getUint16(at, littleEndian);
    if (entries.has(tag)) continue;
    const type = view.getUint16(at + 2, littleEndian);
    const values = wordAt(view, at + 4, layout);
    const valueAt = at + 4 + wordBytes;
    const fits = (TYPE_BYTES[type] ?? 0) * values <= wordBytes;
    const inside = offset + countBytes + valueAt;
    entries.set(tag, { tag, type, count: values, at: fits ? inside : wordAt(view, valueAt, layout) });
  }
  return { entries, next: hasNext ? wordAt(view, tableBytes, layout) : 0 };
}

/** A count or an offset: 32 bits in a classic TIFF, 64 in a BigTIFF. */
function wordAt(view: DataView, at: number, { littleEndian, big }: TiffLayout): number {
  return big ? toOffset(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
}

/** A tag's first `limit` numbers; null when the directory has not got the tag. */
export function readList(
  source: ByteSource,
  layout: TiffLayout,
  directory: TiffDirectory,
  tag: number,
  limit: number,
): number[] | null {
  const entry = directory.entries.get(tag);
  if (entry === undefined) return null;
  if (entry.count === 0) throw new TiffError('BROKEN', `tag ${tag} has no value`);
  return readWholeNumbers(source, layout, entry, 0, limit);
}

/** A tag's first number; null when the directory has not got the tag. */
export function readScalar(
  source: ByteSource,
  layout: TiffLayout,
  directory: TiffDirectory,
  tag: number,
): number | null {
  return readList(source, layout, directory, tag, 1)?.[0] ?? null;
}

/** The whole numbers of an entry from `from` on, at most `limit`. Throws when the entry is of another type or not in the file. */
export function readWholeNumbers(
  source: ByteSource,
  layout: TiffLayout,
  entry: TiffEntry,
  from: number,
  limit: number,
): number[] {
  if (!WHOLE_TYPES.has(entry.type)) throw new TiffError('BROKEN', `tag ${entry.tag} has type ${entry.type}`);
  const bytesEach = TYPE_BYTES[entry.type] ?? 1;
  const wanted = Math.min(limit, entry.count - from);
  const bytes = source.read(entry.at + from * bytesEach, wanted * bytesEach);
  if (bytes.length < wanted * bytesEach) {
    throw new TiffError('TRUNCATED', `the values of tag ${entry.tag} are not in the file`);
  }
  const view = viewOf(bytes);
  const numbers: number[] = [];
  for (let index = 0; index < wanted; index++) {
    const at = index * bytesEach;
    if (bytesEach === 1) numbers.push(view.getUint8(at));
    else if (bytesEach === 2) numbers.push(view.getUint16(at, layout.littleEndian));
    else if (bytesEach === 4) numbers.push(view.getUint32(at, layout.littleEndian));
    else numbers.push(toOffset(view.getBigUint64(at, layout.littleEndian)));
  }
  return numbers;
}

/** A 64-bit number as ours; what is too large for it is larger than any file, and stays so. */
function toOffset(value: bigint): number {
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
