/** Hash chains: each replica's over its ops, and the server log's over its entries; hashes as bytes and as text. */

/** SHA-256 over the parts one after another; of a text over its UTF-8. */
export type Hash = (...parts: readonly HashPart[]) => Uint8Array;
export type HashPart = Uint8Array | string;

const HASH_BYTES = 32;

/** The hash before the first link. */
export const CHAIN_START: Uint8Array = new Uint8Array(HASH_BYTES);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** The bytes of a text of hexadecimal digits; what is none becomes 0, so check texts from elsewhere before. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The first half, as cursors and pulls have it. */
export function shortHash(hash: Uint8Array | string): string {
  return (typeof hash === 'string' ? hash : toHex(hash)).slice(0, 16);
}

export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of an op's bytes; back by `textBytes` it gives the same bytes. @throws TypeError when they are no UTF-8 */
export function opText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** What a device signs when it seals a replica's place: the archive, the replica, the number and the chain hash there. */
export function sealText(
  archive: string,
  seal: { readonly replica: string; readonly seq: number; readonly hash: string },
): Uint8Array<ArrayBuffer> {
  return encoder.encode(`qoima-seal-1\n${archive}\n${seal.replica}\n${seal.seq}\n${seal.hash}`);
}
