/** A real small disk (tmpfs), filled for real. Needs the right to mount; says so where it has none. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeSpace } from '../files/free-space.ts';
import { BATCH, bringIn, chunks, makeVaultPlace, PERSON, sha256, type VaultPlace } from './fixture-vault.ts';
import type { Vault } from './vault-types.ts';
import { verifyFolder } from './verify-folder.ts';

const disk = mountSmallDisk();
if (disk === null) process.stdout.write('skipped: full-disk tests need the right to mount a tmpfs\n');

afterAll(() => {
  if (disk === null) return;
  execFileSync('umount', [disk]);
  rmdirSync(disk);
});

describe.skipIf(disk === null)('a vault on a full disk', () => {
  let place: VaultPlace;
  let vault: Vault;
  const filler = () => join(disk ?? '', 'filler');
  beforeEach(async () => {
    place = await makeVaultPlace(disk ?? '');
    vault = await place.open();
    await bringIn(vault, BATCH, ['kept before']);
  });
  afterEach(async () => {
    await rm(filler(), { force: true });
    await place.remove();
  });

  async function fill(): Promise<void> {
    await writeFile(filler(), '');
    for (const size of [1 << 20, 1 << 12]) {
      const bytes = Buffer.alloc(size);
      while ((await freeSpace(disk ?? '')) > 0) {
        try {
          await appendFile(filler(), bytes);
        } catch {
          break;
        }
      }
    }
  }

  async function isAsBefore(): Promise<void> {
    expect(await vault.locate(sha256('kept before'))).toMatchObject({ size: 11 });
    await rm(filler(), { force: true });
    await vault.receive(BATCH, 1, 'b', chunks('came after'));
    await vault.keep(BATCH, 1, null);
    expect(await vault.seal(BATCH)).not.toBeNull();
    expect(await vault.locate(sha256('came after'))).not.toBeNull();
    expect((await verifyFolder(place.folder)).findings).toEqual([]);
  }

  const parts = () => readdir(join(place.folder, 'staging', BATCH, 'parts'));

  it('says so while a stream comes in, removes the part, and goes on when there is room', async () => {
    const large = async function* () {
      for (;;) yield Buffer.alloc(1 << 20, 7);
    };
    await expect(vault.receive(BATCH, 1, 'b', large())).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await parts()).toEqual([]);
    await isAsBefore();
  });

  it('says so before it begins to copy a file that has no room', async () => {
    const source = join(tmpdir(), `large-${process.pid}`);
    await writeFile(source, Buffer.alloc(40 << 20));
    await expect(vault.receiveFile(BATCH, 1, 'b', source)).rejects.toMatchObject({ code: 'DISK_FULL' });
    await rm(source);
    expect(await parts()).toEqual([]);
    await isAsBefore();
  });

  it('says so for the smallest file, for a new batch, and for sealing', async () => {
    await fill();
    await expect(vault.receive(BATCH, 1, 'b', chunks('x'.repeat(9000)))).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    await expect(vault.seal(BATCH)).rejects.toMatchObject({ code: 'DISK_FULL' });
    const other = BATCH.replace('c', 'd');
    await expect(vault.openBatch({ id: other, label: '', createdBy: PERSON })).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    await isAsBefore();
  });

  it('leaves a received file received when its receipt finds no room, and lets it be dropped', async () => {
    const meta = { text: 'ұзын '.repeat(2000) };
    await vault.receive(BATCH, 1, 'b', chunks('waits'));
    await fill();
    await expect(vault.keep(BATCH, 1, meta)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await parts()).toHaveLength(1);
    await vault.drop(BATCH, 1);
    expect(await parts()).toEqual([]);
    await isAsBefore();
  });

  it('can be opened and read', async () => {
    await fill();
    vault = await place.open();
    await isAsBefore();
  });
});

function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmdirSync(folder);
    return null;
  }
}
