/** For tests: a sound vault that each test may damage a copy of. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { must } from '../../shared/must.ts';
import { BATCH, bringIn, makeVaultPlace, type VaultPlace } from './fixture-vault.ts';

/** The batch that is still open; the other one is an object. */
export const OPEN = BATCH.replace('c', 'd');

/** In the object. */
export const SCANS = ['бірінші парақ', 'екінші парақ, ұзынырақ', 'үшінші'];

/** Makes it once for a file of tests; each call answers a copy of it, and another as a backup has it, until the test ends. */
export function useSoundVault(): () => Promise<{ vault: string; backup: string }> {
  let sound: VaultPlace | undefined;
  let own: string | undefined;
  beforeAll(async () => {
    sound = await makeVaultPlace();
    const opened = await sound.open();
    await bringIn(opened, BATCH, SCANS);
    await opened.seal(BATCH);
    await bringIn(opened, OPEN, ['ашық бума', 'тағы бір']);
    await (await sound.open()).close();
  });
  afterAll(() => sound?.remove());
  afterEach(async () => {
    if (own !== undefined) await rm(own, { recursive: true, force: true });
  });
  return async () => {
    own = await mkdtemp(join(tmpdir(), 'sound-'));
    const [vault, backup] = [join(own, 'vault'), join(own, 'backup')];
    const { folder } = must(sound, 'made before all tests');
    await cp(folder, vault, { recursive: true });
    await cp(folder, join(backup, 'vault'), { recursive: true });
    return { vault, backup };
  };
}
