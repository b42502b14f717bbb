/** Ed25519 signatures of devices over bytes. */
import { createPublicKey, verify } from 'node:crypto';

/** Whether `signature` (base64url) is that of `key` (32 bytes, base64url) over `bytes`. Nonsense of any kind is a no. */
export function isSignatureOf(key: string, bytes: Uint8Array, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, bytes, publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
