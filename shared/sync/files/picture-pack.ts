/**
 * Many small pictures in one body: for each its head as JSON behind four bytes of length (big end first), then its bytes. A
 * line with a delay of 300 ms carries hundreds of thumbnails in the time of one.
 */
import { MOST_PACK_BYTES, pictureHeadSchema, type PictureHead } from './wire-files.ts';

const LENGTH_BYTES = 4;
const MOST_HEAD_BYTES = 1024;

export type PackedPicture = { readonly head: PictureHead; readonly bytes: Uint8Array };

/** The bytes of one picture in a pack. */
export function packPicture({ head, bytes }: PackedPicture): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const packed = new Uint8Array(LENGTH_BYTES + text.length + bytes.length);
  new DataView(packed.buffer).setUint32(0, text.length);
  packed.set(text, LENGTH_BYTES);
  packed.set(bytes, LENGTH_BYTES + text.length);
  return packed;
}

/**
 * The pictures of a pack as they come. Ends quietly where the pack was cut off; throws a RangeError for what is no pack, and
 * for one of more than `mostBytes`.
 */
export async function* unpackPictures(
  pieces: AsyncIterable<Uint8Array>,
  mostBytes = MOST_PACK_BYTES,
): AsyncGenerator<PackedPicture> {
  const waiting = createWaiting();
  let total = 0;
  let head: PictureHead | null = null;
  for await (const piece of pieces) {
    total += piece.length;
    if (total > mostBytes) throw new RangeError('the pack is too large');
    waiting.add(piece);
    for (;;) {
      head ??= takeHead(waiting);
      if (head === null || waiting.length() < head.bytes) break;
      yield { head, bytes: waiting.take(head.bytes) };
      head = null;
    }
  }
}

type Waiting = {
  add(piece: Uint8Array): void;
  length(): number;
  peek(length: number): Uint8Array;
  take(length: number): Uint8Array;
};

function takeHead(waiting: Waiting): PictureHead | null {
  if (waiting.length() < LENGTH_BYTES) return null;
  const first = waiting.peek(LENGTH_BYTES);
  const length = new DataView(first.buffer, first.byteOffset).getUint32(0);
  if (length > MOST_HEAD_BYTES) throw new RangeError('not a pack of pictures');
  if (waiting.length() < LENGTH_BYTES + length) return null;
  waiting.take(LENGTH_BYTES);
  const parsed = pictureHeadSchema.safeParse(parse(waiting.take(length)));
  if (!parsed.success) throw new RangeError('not a pack of pictures');
  return parsed.data;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** Pieces joined only when something is taken out of them. */
function createWaiting(): Waiting {
  let pieces: Uint8Array[] = [];
  let total = 0;

  function join(): Uint8Array {
    const [first] = pieces;
    if (first !== undefined && pieces.length === 1) return first;
    const joined = new Uint8Array(total);
    let place = 0;
    for (const piece of pieces) {
      joined.set(piece, place);
      place += piece.length;
    }
    pieces = [joined];
    return joined;
  }

  return {
    add(piece) {
      pieces.push(piece);
      total += piece.length;
    },
    length: () => total,
    peek: (length) => join().subarray(0, length),
    take(length) {
      const joined = join();
      pieces = [joined.subarray(length)];
      total -= length;
      // A copy of its own, whatever kind of array the pieces are.
      return new Uint8Array(joined.subarray(0, length));
    },
  };
}
