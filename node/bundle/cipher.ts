/**
 * The encryption of a bundle's files: AES-256-GCM over pieces of 1 MiB, each bound to its place, to its file's name and to its
 * bundle. So a piece that was changed, moved, left out or cut off at the end is noticed before any of it is used, and a file of
 * any size passes through one piece of memory. The construction is that of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { TroubleError } from '../../shared/result.ts';
import { giveBack } from '../files/give-back.ts';

/** What a file is bound to. */
export type SealedPlace = {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly bundle: string;
  /** Of the file, below the bundle's folder. */
  readonly name: string;
};

const MAGIC = Buffer.from('QOIMA-B1', 'latin1');
const SALT_BYTES = 16;
const HEAD_BYTES = MAGIC.length + SALT_BYTES;
const PIECE_BYTES = 1 << 20;
const TAG_BYTES = 16;

/** How long a file of so many bytes is once it is encrypted. */
export function sealedSize(bytes: number): number {
  return HEAD_BYTES + bytes + TAG_BYTES * Math.max(1, Math.ceil(bytes / PIECE_BYTES));
}

/** Encrypts a stream of bytes; of a piece of the source nothing is looked at when the next one is asked for. */
export async function* sealBytes(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  place: SealedPlace,
): AsyncGenerator<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const key = fileKey(place, salt);
  yield Buffer.concat([MAGIC, salt]);
  for await (const { piece, no, isLast } of pieces(source, PIECE_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(no, isLast));
    yield cipher.update(piece);
    cipher.final(); // gives no bytes: what it is counted by has no blocks
    yield cipher.getAuthTag();
  }
}

/**
 * Decrypts what `sealBytes` made; nothing is given out that was not proved.
 *
 * @throws TroubleError BUNDLE_DAMAGED at the first piece that is not what was written
 */
export async function* openBytes(
  source: AsyncIterable<Uint8Array>,
  place: SealedPlace,
): AsyncGenerator<Uint8Array> {
  const damaged = (): TroubleError => new TroubleError('BUNDLE_DAMAGED', { name: place.name });
  let key: Uint8Array | null = null;
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    let head: Buffer = Buffer.alloc(0);
    for await (const bytes of source) {
      if (key !== null) {
        yield bytes;
        continue;
      }
      head = Buffer.concat([head, bytes]);
      if (head.length < HEAD_BYTES) continue;
      if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged();
      key = fileKey(place, head.subarray(MAGIC.length, HEAD_BYTES));
      yield head.subarray(HEAD_BYTES);
    }
  };
  for await (const { piece, no, isLast } of pieces(rest(), PIECE_BYTES + TAG_BYTES)) {
    if (key === null || piece.length < TAG_BYTES) throw damaged();
    const end = piece.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(no, isLast));
    decipher.setAuthTag(piece.subarray(end));
    let plain: Buffer;
    try {
      plain = decipher.update(piece.subarray(0, end));
      decipher.final();
    } catch {
      throw damaged();
    }
    if (plain.length > 0) yield plain;
  }
}

/**
 * Cuts a stream into equal pieces; the last one may be shorter, and is empty only when there was nothing at all. All lie in the same
 * memory, one after the other.
 */
async function* pieces(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly piece: Buffer; readonly no: number; readonly isLast: boolean }> {
  const memory = Buffer.allocUnsafeSlow(size);
  let length = 0;
  let no = 0;
  try {
    for await (const each of source) {
      for (let taken = 0; taken < each.length;) {
        // What fills a piece exactly waits: it may be the last one.
        if (length === size) {
          yield { piece: memory, no: no++, isLast: false };
          length = 0;
        }
        const count = Math.min(each.length - taken, size - length);
        memory.set(each.subarray(taken, taken + count), length);
        taken += count;
        length += count;
      }
    }
    yield { piece: memory.subarray(0, length), no, isLast: true };
  } finally {
    giveBack(memory);
  }
}

function fileKey({ key, bundle, name }: SealedPlace, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, `qoima-bundle-1\n${bundle}\n${name}`, 32));
}

/** Never the same twice under one key: the piece's number, and whether it is the last. */
function nonce(no: number, isLast: boolean): Uint8Array {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(no, 5, 6);
  bytes.writeUInt8(isLast ? 1 : 0, 11);
  return bytes;
}
