/** What a store of a machine's secrets must do, whether the system seals them or they lie in files of their owner's alone. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeDeviceSecret, readDeviceSecret } from '../../electron/services/sync/device-key.ts';
import { openSecrets, type Sealer, type SecretStore } from '../../electron/services/sync/secret-store.ts';

/** `open` gives the sealer as it is after the program is started again. */
export function secretStoreSuite(name: string, sealerOf: () => Promise<Sealer | null>): void {
  describe(`secrets, ${name}`, () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'qoima-secrets-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const open = async (): Promise<SecretStore> => openSecrets({ folder, sealer: await sealerOf() });
    const files = (): string[] => readdirSync(folder).sort();

    test('are there again after the program was started anew, and nobody else may read the file', async () => {
      const store = await open();
      expect(await store.read('device')).toEqual({ ok: true, value: null });
      await store.write('device', 'құпия');
      await store.write('proxy', 'басқа');
      const again = await open();
      expect(await again.read('device')).toEqual({ ok: true, value: 'құпия' });
      expect(await again.read('proxy')).toEqual({ ok: true, value: 'басқа' });
      expect(files()).toHaveLength(2);
      for (const file of files()) expect(statSync(path.join(folder, file)).mode & 0o077).toBe(0);
      const isSealed = (await sealerOf()) !== null;
      for (const file of files())
        expect(/құпия|басқа/u.test(readFileSync(path.join(folder, file), 'utf8'))).toBe(!isSealed);
    });

    test('are replaced whole, removed, and set aside without being lost', async () => {
      const store = await open();
      await store.write('proxy', 'one');
      await store.write('proxy', 'two');
      expect(await store.read('proxy')).toEqual({ ok: true, value: 'two' });
      expect(files()).toHaveLength(1);
      await store.setAside('proxy');
      expect(await store.read('proxy')).toEqual({ ok: true, value: null });
      expect(files()).toHaveLength(1);
      await store.write('proxy', 'three');
      await store.remove('proxy');
      expect(await (await open()).read('proxy')).toEqual({ ok: true, value: null });
      await store.setAside('proxy');
      await store.remove('proxy');
    });

    test('in the file of an earlier program are taken over', async () => {
      writeFileSync(path.join(folder, 'device.json'), 'бұрынғы', { mode: 0o600 });
      expect(await (await open()).read('device')).toEqual({ ok: true, value: 'бұрынғы' });
      expect(await (await open()).read('device')).toEqual({ ok: true, value: 'бұрынғы' });
      expect(files()).toHaveLength(1);
    });

    test('that a program without seals wrote later count, and what was there before is kept', async () => {
      await (await open()).write('device', 'бірінші');
      const plain = openSecrets({ folder, sealer: null });
      await plain.setAside('device');
      await plain.write('device', 'екінші');
      expect(await (await open()).read('device')).toEqual({ ok: true, value: 'екінші' });
      expect(files().filter((file) => file.endsWith('.aside'))).toHaveLength(1);
    });

    test('that were sealed for somebody else are told, and kept when a new one takes their place', async () => {
      writeFileSync(path.join(folder, 'device.sealed'), 'of another machine');
      const store = await open();
      expect(await store.read('device')).toMatchObject({ ok: false, code: 'SECRET_UNREADABLE' });
      expect(await readDeviceSecret(store)).toMatchObject({ ok: false, code: 'DEVICE_KEY_UNREADABLE' });
      const made = await makeDeviceSecret(store);
      expect(await readDeviceSecret(await open())).toEqual({ ok: true, value: made });
      const aside = files().find((file) => file.endsWith('.aside')) ?? '';
      expect(readFileSync(path.join(folder, aside), 'utf8')).toBe('of another machine');
    });

    test('that are damaged are told', async () => {
      const store = await open();
      await makeDeviceSecret(store);
      const [file = ''] = files();
      writeFileSync(path.join(folder, file), readFileSync(path.join(folder, file)).fill(7, 3, 40));
      expect(await readDeviceSecret(await open())).toMatchObject({
        ok: false,
        code: 'DEVICE_KEY_UNREADABLE',
      });
    });
  });
}
