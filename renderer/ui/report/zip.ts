/** A zip of a few texts, as office files are; no more of the format than that takes. */
import { crc32 } from '../../../shared/crc32.ts';

type Entry = { readonly name: string; readonly text: string };

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
const VERSION = 20;
const DEFLATED = 8;
/** 1980-01-01: the same content makes the same bytes. */
const DATE = 0x21;

/** The parts of the file, in their order. */
export async function zip(entries: readonly Entry[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, text } of entries) {
    const bytes = new TextEncoder().encode(text);
    const packed = await deflate(bytes);
    const path = new TextEncoder().encode(name);
    const shared = [
      numbers(2, VERSION, 0, DEFLATED, 0, DATE),
      numbers(4, crc32(bytes), packed.length, bytes.length),
      numbers(2, path.length, 0),
    ];
    const local = [numbers(4, LOCAL), ...shared, path, packed];
    central.push(
      numbers(4, CENTRAL),
      numbers(2, VERSION),
      ...shared,
      numbers(2, 0, 0, 0),
      numbers(4, 0, at),
      path,
    );
    parts.push(...local);
    at += lengthOf(local);
  }
  const end = [
    numbers(4, END),
    numbers(2, 0, 0, entries.length, entries.length),
    numbers(4, lengthOf(central), at),
    numbers(2, 0),
  ];
  return [...parts, ...central, ...end];
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Each value in so many bytes, the lowest first. */
function numbers(width: 2 | 4, ...values: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    values.flatMap((value) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff)),
  );
}
