/** Signatures of devices: Ed25519 over a prefix and the exact text of a claim. */
import { createPublicKey, verify } from 'node:crypto';

/** Whether `key` (32 bytes, base64url) signed `prefix + claim`. Nonsense of any kind is a no. */
export function isSignedBy(key: string, prefix: string, claim: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, Buffer.from(prefix + claim), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
