import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PIECE_BYTES } from '../files/hash-file.ts';
import { must } from '../../shared/must.ts';
import {
  ARCHIVE,
  BATCH,
  bringIn,
  chunks,
  makeVaultPlace,
  PERSON,
  sha256,
  type VaultPlace,
} from './fixture-vault.ts';
import type { Vault } from './vault-types.ts';
import { verifyFolder } from './verify-folder.ts';

const OTHER = BATCH.replace('c', 'd');
let place: VaultPlace;
let vault: Vault;
beforeEach(async () => {
  place = await makeVaultPlace();
  vault = await place.open();
});
afterEach(() => place.remove());

async function contentOf(text: string): Promise<string | null> {
  const found = await vault.locate(sha256(text));
  return found === null ? null : readFile(found.path, 'utf8');
}

describe('a file on its way', () => {
  it('is received with its digests, kept, sealed, and found at every stage after keeping', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const received = await vault.receive(BATCH, 0, 'a.tif', chunks('first ', 'leaf'));
    expect(received).toMatchObject({ sha256: sha256('first leaf'), size: 10 });
    expect(await readFile(received.path, 'utf8')).toBe('first leaf');
    expect(await contentOf('first leaf')).toBeNull();
    expect(await vault.keep(BATCH, 0, null)).toMatchObject({ state: 'stored', sha256: received.sha256 });
    expect(await contentOf('first leaf')).toBe('first leaf');
    expect(await vault.seal(BATCH)).toEqual({ object: `urn:uuid:${BATCH}` });
    expect(await contentOf('first leaf')).toBe('first leaf');
    expect(await readdir(join(place.folder, 'staging'))).toEqual([]);
    expect(await verifyFolder(place.folder)).toMatchObject({ valid: true, findings: [], objects: 1 });
  });

  it.each([0, 1, PIECE_BYTES, 9 * PIECE_BYTES + 1])('of %i bytes comes through whole', async (length) => {
    const bytes = randomBytes(length);
    const source = join(place.folder, 'source');
    await writeFile(source, bytes);
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const streamed = await vault.receive(BATCH, 0, 'a', createReadStream(source));
    const copied = await vault.receiveFile(BATCH, 1, 'b', source);
    expect(streamed).toMatchObject({ sha256: sha256(bytes), size: length });
    expect(copied).toMatchObject({ sha256: sha256(bytes), sha512: streamed.sha512, size: length });
    expect((await readFile(streamed.path)).equals(bytes)).toBe(true);
  });

  it('can be dropped, again and again, and is not in the object', async () => {
    await bringIn(vault, BATCH, ['kept']);
    const { path } = await vault.receive(BATCH, 1, 'b', chunks('dropped'));
    await vault.drop(BATCH, 1);
    await vault.drop(BATCH, 1);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await vault.seal(BATCH);
    expect(await contentOf('dropped')).toBeNull();
  });

  it('is replaced when it is received again, and not once it is kept', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    await vault.receive(BATCH, 0, 'a', chunks('cut'));
    await vault.receive(BATCH, 0, 'a', chunks('whole'));
    expect((await vault.keep(BATCH, 0, null)).sha256).toBe(sha256('whole'));
    expect(await readdir(join(place.folder, 'staging', BATCH, 'parts'))).toEqual([]);
    await expect(vault.receive(BATCH, 0, 'a', chunks('late'))).rejects.toMatchObject({
      code: 'VAULT_FILE_KEPT',
    });
    await expect(vault.drop(BATCH, 0)).rejects.toMatchObject({ code: 'VAULT_FILE_KEPT' });
  });

  it('leaves nothing behind when its sender breaks off, and the sender’s error comes through', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const broken = async function* () {
      yield randomBytes(3 * PIECE_BYTES);
      throw new Error('the window went away');
    };
    await expect(vault.receive(BATCH, 0, 'a', broken())).rejects.toThrow('the window went away');
    expect(await readdir(join(place.folder, 'staging', BATCH, 'parts'))).toEqual([]);
    await vault.receive(BATCH, 0, 'a', chunks('again'));
  });

  it('is refused when the disk gives back other bytes, and can come again', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const { path } = await vault.receive(BATCH, 0, 'a', chunks('first leaf'));
    await writeFile(path, 'first Leaf');
    await expect(vault.keep(BATCH, 0, null)).rejects.toMatchObject({ code: 'VAULT_BYTES_CHANGED' });
    expect(await contentOf('first leaf')).toBeNull();
    await vault.receive(BATCH, 0, 'a', chunks('first leaf'));
    expect(await vault.keep(BATCH, 0, null)).toMatchObject({ state: 'stored' });
  });

  it('comes in beside others of its batch', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const texts = Array.from({ length: 12 }, (_, no) => `leaf ${no} `.repeat(100_000));
    await Promise.all(
      texts.map(async (text, no) => {
        await vault.receive(BATCH, no, 'the same name.tif', chunks(text));
        await vault.keep(BATCH, no, null);
      }),
    );
    await vault.seal(BATCH);
    for (const text of texts) expect(await contentOf(text)).toBe(text);
    expect((await verifyFolder(place.folder)).findings).toEqual([]);
  });
});

describe('the same bytes twice', () => {
  it('are known within a batch, and the object names both', async () => {
    await bringIn(vault, BATCH, ['same', 'other']);
    await vault.receive(BATCH, 2, 'again.tif', chunks('same'));
    expect(await vault.keep(BATCH, 2, { leaf: 2 })).toMatchObject({ state: 'known', sha256: sha256('same') });
    await vault.seal(BATCH);
    const { path } = must(await vault.locate(sha256('same')), 'sealed');
    const object = join(path, '..', '..', '..');
    const inventory = JSON.parse(await readFile(join(object, 'inventory.json'), 'utf8')) as {
      manifest: Record<string, string[]>;
      versions: { v1: { state: Record<string, string[]> } };
    };
    expect(Object.values(inventory.manifest).flat()).toHaveLength(3);
    expect(Object.values(inventory.versions.v1.state).flat().sort()).toEqual([
      'again.tif',
      'batch.json',
      'іс 123/парақ 0.TIF',
      'іс 123/парақ 1.TIF',
    ]);
    expect((await verifyFolder(place.folder)).findings).toEqual([]);
  });

  it('are known from other batches, open and sealed, and the batch says where they lie', async () => {
    await bringIn(vault, BATCH, ['open', 'sealed']);
    await bringIn(vault, OTHER, ['open']);
    await vault.seal(BATCH);
    await vault.receive(OTHER, 1, 'b.tif', chunks('sealed'));
    expect(await vault.keep(OTHER, 1, null)).toMatchObject({ state: 'known' });
    await vault.seal(OTHER);
    expect((await verifyFolder(place.folder)).findings).toEqual([]);
    const batchJson = (await readdir(place.folder, { recursive: true })).filter((path) =>
      path.endsWith('batch.json'),
    );
    const texts = await Promise.all(batchJson.map((path) => readFile(join(place.folder, path), 'utf8')));
    const second = must(
      texts
        .map((text) => JSON.parse(text) as { batch: string; files: unknown[] })
        .find(({ batch }) => batch === OTHER),
      'both are sealed',
    );
    expect(second.files).toMatchObject([
      {
        no: 0,
        heldIn: { object: `urn:uuid:${BATCH}`, path: 'v1/content/f000000.tif' },
        sha256: sha256('open'),
      },
      {
        no: 1,
        originalPath: 'b.tif',
        heldIn: { object: `urn:uuid:${BATCH}`, path: 'v1/content/f000001.tif' },
      },
    ]);
  });

  it('are stored anew when the copy in the vault has rotted', async () => {
    await bringIn(vault, BATCH, ['first leaf']);
    await vault.seal(BATCH);
    const { path } = must(await vault.locate(sha256('first leaf')), 'sealed');
    await writeFile(path, 'first Leaf');
    await vault.openBatch({ id: OTHER, label: '', createdBy: PERSON });
    await vault.receive(OTHER, 0, 'a', chunks('first leaf'));
    expect(await vault.keep(OTHER, 0, null)).toMatchObject({ state: 'stored' });
  });

  it('at the same moment: one is stored, the other known', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    for (const no of [0, 1, 2]) await vault.receive(BATCH, no, 'a', chunks('same'));
    const kept = await Promise.all([0, 1, 2].map((no) => vault.keep(BATCH, no, null)));
    expect(kept.map(({ state }) => state).sort()).toEqual(['known', 'known', 'stored']);
  });
});

describe('asking again', () => {
  it('gives the same answers for keeping and sealing', async () => {
    await bringIn(vault, BATCH, ['a']);
    expect(await vault.keep(BATCH, 0, null)).toMatchObject({ state: 'stored', sha256: sha256('a') });
    const sealed = await vault.seal(BATCH);
    expect(await vault.seal(BATCH)).toEqual(sealed);
    vault = await place.open();
    expect(await vault.seal(BATCH)).toEqual(sealed);
    await expect(vault.openBatch({ id: BATCH, label: '', createdBy: PERSON })).rejects.toMatchObject({
      code: 'VAULT_BATCH_SEALED',
    });
  });

  it('seals an empty batch into nothing', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    expect(await vault.seal(BATCH)).toBeNull();
    expect(await vault.seal(BATCH)).toBeNull();
    expect(await readdir(join(place.folder, 'staging'))).toEqual([]);
  });
});

describe('what does not go', () => {
  it('sealing while a file is undecided', async () => {
    await bringIn(vault, BATCH, ['a']);
    await vault.receive(BATCH, 1, 'b', chunks('b'));
    await expect(vault.seal(BATCH)).rejects.toMatchObject({ code: 'VAULT_FILES_UNDECIDED' });
    await vault.keep(BATCH, 1, null);
    expect(await vault.seal(BATCH)).not.toBeNull();
  });

  it('files of batches and numbers that there are not', async () => {
    await expect(vault.receive(OTHER, 0, 'a', chunks('a'))).rejects.toMatchObject({
      code: 'VAULT_NO_SUCH_BATCH',
    });
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    await expect(vault.keep(BATCH, 7, null)).rejects.toMatchObject({ code: 'VAULT_NO_SUCH_FILE' });
  });

  it('two hands on one file', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    let release = (): void => undefined;
    const slow = async function* () {
      yield Buffer.from('a');
      await new Promise<void>((resolve) => (release = resolve));
    };
    const first = vault.receive(BATCH, 0, 'a', slow());
    await expect.poll(() => readdir(join(place.folder, 'staging', BATCH, 'parts'))).toHaveLength(1);
    await expect(vault.receive(BATCH, 0, 'a', chunks('b'))).rejects.toMatchObject({
      code: 'VAULT_FILE_BUSY',
    });
    await expect(vault.seal(BATCH)).rejects.toMatchObject({ code: 'VAULT_FILE_BUSY' });
    release();
    expect((await first).size).toBe(1);
  });

  it.each([
    ['FILE_MISSING', 'none'],
    ['WRONG_KIND_OF_FILE', '.'],
  ])('%s: a source that is no file', async (code, source) => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    await expect(vault.receiveFile(BATCH, 0, 'a', join(place.folder, source))).rejects.toMatchObject({
      code,
    });
    expect(await readdir(join(place.folder, 'staging', BATCH, 'parts'))).toEqual([]);
  });
});

describe('another vault than expected', () => {
  it('of another archive is refused', async () => {
    await expect(place.open(ARCHIVE.replace('a', 'e'))).rejects.toMatchObject({ code: 'VAULT_FOREIGN' });
  });

  it('of a newer program is refused', async () => {
    const path = join(place.folder, 'vault.json');
    const file = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...file, format: 2 }));
    await expect(place.open()).rejects.toMatchObject({ code: 'VAULT_NEWER' });
  });

  it.each(['lost', 'damaged'])('without its vault.json (%s) is known by its objects', async (how) => {
    await bringIn(vault, BATCH, ['a']);
    await vault.seal(BATCH);
    const path = join(place.folder, 'vault.json');
    const before = JSON.parse(await readFile(path, 'utf8')) as { vault: string };
    const spoil = () => (how === 'lost' ? rm(path) : writeFile(path, '{'));
    await spoil();
    vault = await place.open();
    expect(await contentOf('a')).toBe('a');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ vault: before.vault, archive: ARCHIVE });
    await spoil();
    await expect(place.open(ARCHIVE.replace('a', 'e'))).rejects.toMatchObject({ code: 'VAULT_FOREIGN' });
  });
});
