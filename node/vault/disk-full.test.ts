/** A real small disk, filled for real. */
import { mkdtempSync, rmdirSync } from 'node:fs';
import { appendFile, cp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { objectPath } from '../ocfl/storage-root.ts';
import { findSmallDisk } from '../../test/fixtures/small-disk.ts';
import { readDropped } from './dropped.ts';
import { BATCH, bringIn, chunks, makeVaultPlace, PERSON, sha256, type VaultPlace } from './fixture-vault.ts';
import { objectIdOf } from './seal-batch.ts';
import type { Vault } from './vault-types.ts';
import { verifyFolder } from './verify-folder.ts';

const disk = findSmallDisk(24);

describe.skipIf(disk === null)('a vault on a full disk', () => {
  let place: VaultPlace;
  let vault: Vault;
  let mount: string;
  beforeAll(() => {
    mount = mkdtempSync(join(tmpdir(), 'small-disk-'));
    disk?.mount(mount);
  });
  afterAll(() => {
    disk?.unmount(mount);
    rmdirSync(mount);
  });
  beforeEach(async () => {
    place = await makeVaultPlace(mount);
    vault = await place.open();
    await bringIn(vault, BATCH, ['kept before']);
  });
  afterEach(async () => {
    disk?.free(mount);
    await place.remove();
  });

  async function isAsBefore(): Promise<void> {
    expect(await vault.locate(sha256('kept before'))).toMatchObject({ size: 11 });
    disk?.free(mount);
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
    disk?.fill(mount);
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
    disk?.fill(mount);
    await expect(vault.keep(BATCH, 1, meta)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await parts()).toHaveLength(1);
    await vault.drop(BATCH, 1);
    expect(await parts()).toEqual([]);
    await isAsBefore();
  });

  it('takes a batch back whose coming back was not noted, and knows it from then on', async () => {
    await vault.seal(BATCH);
    const object = join(place.folder, 'ocfl', objectPath(objectIdOf(BATCH)));
    const copy = join(mount, 'copy');
    await cp(object, copy, { recursive: true });
    expect(await vault.release(BATCH)).toBe(true);
    // Up to the end of the disk's own block, so that the next line takes room.
    const notes = join(place.folder, 'dropped.jsonl');
    await appendFile(notes, '\n'.repeat(4096 - ((await stat(notes)).size % 4096)));
    disk?.fill(mount);
    await expect(vault.adopt(copy, BATCH)).rejects.toMatchObject({ code: 'DISK_FULL' });
    disk?.free(mount);
    await cp(object, copy, { recursive: true });
    expect(await vault.adopt(copy, BATCH)).toBe('known');
    expect(await vault.locate(sha256('kept before'))).toMatchObject({ size: 11 });
    expect([...(await readDropped(place.folder))]).toEqual([]);
  });

  it('can be opened and read', async () => {
    disk?.fill(mount);
    vault = await place.open();
    await isAsBefore();
  });
});
