/**
 * The key that tells the centre which machine speaks: Ed25519, made here, never leaving this data folder. A backup does not have it:
 * a folder that was restored elsewhere is another machine and connects anew.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile } from '../../../node/files/json-file.ts';
import { writeSecretFile } from './secret-file.ts';

export type DeviceKey = {
  /** 32 bytes in base64url, as the centre knows it. */
  readonly publicKey: string;
  /** A signature in base64url. */
  sign(what: Uint8Array | string): string;
};

export const DEVICE_FILE = 'device.json';

const fileSchema = z.strictObject({
  v: z.literal(1),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

/** The key of a data folder, made the first time. A damaged file is set aside; the machine is then unknown to its centre. */
export async function openDeviceKey(folder: string): Promise<DeviceKey> {
  const path = join(folder, DEVICE_FILE);
  const read = await readJsonFile(path, fileSchema);
  if (read.ok) {
    const { crv, x, d } = read.value;
    return deviceKey(createPrivateKey({ key: { kty: 'OKP', crv, x, d }, format: 'jwk' }));
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x, d } = privateKey.export({ format: 'jwk' });
  await writeSecretFile(path, { v: 1, crv: 'Ed25519', x, d });
  return deviceKey(privateKey);
}

function deviceKey(key: KeyObject): DeviceKey {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: x,
    sign: (what) => sign(null, Buffer.from(what), key).toString('base64url'),
  };
}
