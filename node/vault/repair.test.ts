import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import type { Damage } from './audit-damage.ts';
import { verifyFolder } from './verify-folder.ts';
import { SCAN, flip, useOwnVault } from './fixture-audit.ts';

const own = useOwnVault();
const { inObject, damagesOf, repair } = own;

describe('a repair', () => {
  it('keeps the damaged bytes, whatever they are', async () => {
    flip(inObject(SCAN));
    const bytes = readFileSync(inObject(SCAN));
    const [repaired] = await repair(await damagesOf(), [own.backup]);
    expect(readFileSync(join(own.vault, must(repaired?.aside, 'a place aside'))).equals(bytes)).toBe(true);
    expect(repaired?.aside).toMatch(/^damaged\/[0-9a-f]{64}\/damaged-/u);
  });

  it('finds a scan by its bytes alone, under any name, among others of the same size', async () => {
    const disk = join(own.vault, '..', 'диск от фотографа', 'DCIM');
    cpSync(inObject(SCAN), join(disk, '100', 'IMG_0001.tif'), { recursive: true });
    const other = readFileSync(inObject(SCAN)).fill(65);
    writeFileSync(join(disk, '100', 'IMG_0000.tif'), other);
    flip(inObject(SCAN));
    const [repaired] = await repair(await damagesOf(), [join(disk, '..')]);
    expect(repaired).toMatchObject({ outcome: 'repaired', from: join(disk, '100', 'IMG_0001.tif') });
    expect(await damagesOf()).toEqual([]);
  });

  it('says that nothing good was found, and leaves the damaged bytes where they are', async () => {
    flip(inObject(SCAN));
    const bytes = readFileSync(inObject(SCAN));
    flip(join(own.backup, 'vault', inObject(SCAN).slice(own.vault.length + 1)), 1);
    expect(await repair(await damagesOf(), [own.backup])).toMatchObject([{ outcome: 'lost', aside: null }]);
    expect(readFileSync(inObject(SCAN)).equals(bytes)).toBe(true);
  });

  it('brings a whole object back, and none that is damaged itself', async () => {
    const object = inObject('');
    const place = object.slice(own.vault.length + 1).replace(/\/$/u, '');
    rmSync(object, { recursive: true });
    const missing: Damage = {
      code: 'OBJECT_MISSING',
      place,
      path: '',
      sha256: null,
      sha512: null,
      name: '',
      size: null,
    };
    expect(await repair([missing], [own.backup])).toMatchObject([{ outcome: 'repaired' }]);
    expect((await verifyFolder(own.vault)).findings).toEqual([]);
    rmSync(object, { recursive: true });
    flip(join(own.backup, 'vault', place, SCAN));
    expect(await repair([missing], [own.backup])).toMatchObject([
      { outcome: 'failed', code: 'REPAIR_SOURCE_DAMAGED' },
    ]);
    expect(existsSync(object)).toBe(false);
  });

  it('refuses a folder that is not there', async () => {
    await expect(repair([], [join(own.backup, 'no disk')])).rejects.toMatchObject({
      code: 'REPAIR_SOURCE_MISSING',
    });
  });
});
