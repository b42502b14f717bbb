/** SHA-256 of a short text, at once and everywhere: the browser's own answers only later. For names, not for files. */

const ROUND = Uint32Array.from(primes(64), (prime) => fractionOf(Math.cbrt(prime)));
const START = primes(8).map((prime) => fractionOf(Math.sqrt(prime)));
const BLOCK = 64;

/** The digest of the text's UTF-8 bytes, as 64 hex digits. */
export function sha256Hex(text: string): string {
  const hash = Uint32Array.from(START);
  const bytes = padded(new TextEncoder().encode(text));
  for (let at = 0; at < bytes.length; at += BLOCK) mix(hash, new DataView(bytes.buffer, at, BLOCK));
  return [...hash].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** A one, zeros, and the length in bits, up to whole blocks. */
function padded(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((text.length + 9) / BLOCK) * BLOCK);
  bytes.set(text);
  bytes[text.length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, text.length * 8);
  return bytes;
}

/** Of one block; used again for the next. */
const words = new Uint32Array(64);
const word = (i: number): number => words[i] ?? 0;

function mix(hash: Uint32Array, block: DataView): void {
  for (let i = 0; i < 16; i += 1) words[i] = block.getUint32(i * 4);
  for (let i = 16; i < 64; i += 1)
    words[i] =
      smallOf(word(i - 2), 17, 19, 10) + word(i - 7) + smallOf(word(i - 15), 7, 18, 3) + word(i - 16);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + bigOf(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + (ROUND[i] ?? 0) + word(i)) | 0;
    const two = (bigOf(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) hash[i] = (hash[i] ?? 0) + value;
}

function bigOf(x: number, a: number, b: number, c: number): number {
  return turned(x, a) ^ turned(x, b) ^ turned(x, c);
}

function smallOf(x: number, a: number, b: number, c: number): number {
  return turned(x, a) ^ turned(x, b) ^ (x >>> c);
}

function turned(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by));
}

/** The first 32 bits behind the point. */
function fractionOf(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
