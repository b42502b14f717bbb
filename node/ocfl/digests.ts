/** Digest algorithms by their OCFL names. */
import { createHash, type Hash } from 'node:crypto';
import { readPieces } from '../files/hash-file.ts';

const OPENSSL_NAMES: ReadonlyMap<string, string> = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['sha512', 'sha512'],
  ['blake2b-512', 'blake2b512'],
  ['sha512/256', 'sha512-256'],
]);

/** Named in extensions 0001 and 0009 but not computed here; a validator ignores them (E028). */
const IGNORED = new Set(['blake2b-160', 'blake2b-256', 'blake2b-384', 'crc32', 'size']);

/** In the specification's list or in an extension's. */
export function isKnownAlgorithm(name: string): boolean {
  return OPENSSL_NAMES.has(name) || IGNORED.has(name);
}

export function isComputable(name: string): boolean {
  return OPENSSL_NAMES.has(name);
}

/** A hash of an algorithm that `isComputable`. */
export function createDigest(name: string): Hash {
  return createHash(OPENSSL_NAMES.get(name) ?? name);
}

/** Reads a file once; gives each algorithm's digest in lower-case hexadecimal. Algorithms that cannot be computed are left out. */
export async function digestFile(path: string, algorithms: Iterable<string>): Promise<Map<string, string>> {
  const hashes = [...new Set(algorithms)]
    .filter(isComputable)
    .map((name) => [name, createDigest(name)] as const);
  await readPieces(path, (bytes) => {
    for (const [, hash] of hashes) hash.update(bytes);
  });
  return new Map(hashes.map(([name, hash]) => [name, hash.digest('hex')]));
}
