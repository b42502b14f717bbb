/** SHA-256 as the rules of sync take it. */
import { createHash } from 'node:crypto';

/** Over the parts one after another. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
