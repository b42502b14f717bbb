/**
 * The key that tells the centre which machine speaks: Ed25519, made here, never leaving this machine. A backup does not have it:
 * a folder that was restored elsewhere is another machine and connects anew.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretStore } from './secret-store.ts';

export type DeviceKey = {
  /** 32 bytes in base64url, as the centre knows it. */
  readonly publicKey: string;
  /** A signature in base64url. */
  sign(what: Uint8Array | string): string;
};

const secretSchema = z.strictObject({
  v: z.literal(1),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});
/** The key as it is kept, and handed to the thread that signs with it. */
export type DeviceSecret = z.infer<typeof secretSchema>;

/** Null: there is none yet. Errors: DEVICE_KEY_UNREADABLE (damaged, or sealed for somebody else). @throws TroubleError a disk code */
export async function readDeviceSecret(
  secrets: SecretStore,
): Promise<Result<DeviceSecret | null, 'DEVICE_KEY_UNREADABLE'>> {
  const read = await secrets.read('device');
  if (!read.ok) return fail('DEVICE_KEY_UNREADABLE');
  if (read.value === null) return ok(null);
  const secret = secretOf(read.value);
  return secret === null ? fail('DEVICE_KEY_UNREADABLE') : ok(secret);
}

/** A new key in the place of whatever was there, which is kept under another name; it is on the disk when this resolves. */
export async function makeDeviceSecret(secrets: SecretStore): Promise<DeviceSecret> {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const secret: DeviceSecret = { v: 1, crv: 'Ed25519', x, d };
  await secrets.setAside('device');
  await secrets.write('device', `${JSON.stringify(secret, null, 1)}\n`);
  return secret;
}

export function deviceKey({ crv, x, d }: DeviceSecret): DeviceKey {
  const key = createPrivateKey({ key: { kty: 'OKP', crv, x, d }, format: 'jwk' });
  const { x: publicKey = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey,
    sign: (what) => sign(null, Buffer.from(what), key).toString('base64url'),
  };
}

/** Null when it is no key of ours, or no sound one. */
function secretOf(text: string): DeviceSecret | null {
  try {
    const secret = secretSchema.parse(JSON.parse(text));
    return deviceKey(secret).publicKey === secret.x ? secret : null;
  } catch {
    return null;
  }
}
