import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import { BATCH, bringIn, chunks, makeVaultPlace, PERSON, sha256, type VaultPlace } from './fixture-vault.ts';
import type { OpenBatch, Vault } from './vault-types.ts';
import { verifyFolder } from './verify-folder.ts';

let place: VaultPlace;
let vault: Vault;
let staging = '';
beforeEach(async () => {
  place = await makeVaultPlace();
  vault = await place.open();
  staging = join(place.folder, 'staging', BATCH);
});
afterEach(() => place.remove());

async function onlyBatch(): Promise<OpenBatch> {
  return must((await vault.openBatches())[0], 'the batch is open');
}

describe('staging, after a kill', () => {
  it('has everything that was received and kept', async () => {
    await bringIn(vault, BATCH, ['a', 'b', 'a']);
    await vault.receive(BATCH, 3, 'c.tif', chunks('c'));
    const before = await onlyBatch();
    vault = await place.open();
    expect(await onlyBatch()).toEqual(before);
    expect(before).toMatchObject({
      id: BATCH,
      label: 'Ф. Р-5 Оп. 1 Д. 123',
      createdBy: PERSON,
      received: [{ no: 3, logicalPath: 'c.tif', sha256: sha256('c'), size: 1 }],
      kept: [
        { no: 0, state: 'stored', meta: { leaf: 0 } },
        { no: 1, state: 'stored' },
        { no: 2, state: 'known', sha256: sha256('a') },
      ],
    });
    await vault.keep(BATCH, 3, null);
    await vault.seal(BATCH);
    expect((await verifyFolder(place.folder)).findings).toEqual([]);
  });

  it('cuts a torn last receipt and goes on behind it', async () => {
    await bringIn(vault, BATCH, ['a']);
    await vault.close();
    await appendFile(join(staging, 'batch.jsonl'), '{"t":"received","no":1,"logi');
    vault = await place.open();
    expect((await onlyBatch()).kept).toHaveLength(1);
    await vault.receive(BATCH, 1, 'b', chunks('b'));
    vault = await place.open();
    expect((await onlyBatch()).received).toMatchObject([{ no: 1 }]);
  });

  it('removes parts that were never acknowledged, and no others', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const { path } = await vault.receive(BATCH, 0, 'a', chunks('a'));
    await vault.close();
    await writeFile(join(staging, 'parts', '1-00000000.part'), 'half of');
    vault = await place.open();
    expect(await readdir(join(staging, 'parts'))).toEqual([path.split('/').at(-1)]);
  });

  it('takes a rename without its receipt back', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const { path } = await vault.receive(BATCH, 0, 'a.tif', chunks('a'));
    await vault.close();
    await rename(path, join(staging, 'object', 'v1', 'content', 'f000000.tif'));
    vault = await place.open();
    expect(await onlyBatch()).toMatchObject({ received: [{ no: 0, path }], kept: [] });
    expect(await vault.keep(BATCH, 0, null)).toMatchObject({ state: 'stored' });
  });

  it('forgets a received part that is gone or short, so that it comes again', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const first = await vault.receive(BATCH, 0, 'a', chunks('long'));
    const second = await vault.receive(BATCH, 1, 'b', chunks('long too'));
    await vault.close();
    await writeFile(first.path, 'lon');
    await rm(second.path);
    vault = await place.open();
    expect((await onlyBatch()).received).toEqual([]);
  });

  it('refuses a part whose bytes have changed', async () => {
    await vault.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    const { path } = await vault.receive(BATCH, 0, 'a', chunks('first'));
    await vault.close();
    await writeFile(path, 'First');
    vault = await place.open();
    await expect(vault.keep(BATCH, 0, null)).rejects.toMatchObject({ code: 'VAULT_BYTES_CHANGED' });
  });

  it('keeps bytes aside that no receipt speaks of', async () => {
    await bringIn(vault, BATCH, ['a', 'b']);
    await vault.close();
    const receipts = await readFile(join(staging, 'batch.jsonl'), 'utf8');
    await writeFile(join(staging, 'batch.jsonl'), receipts.replaceAll('"no":0', '"no":"?"'));
    vault = await place.open();
    expect((await onlyBatch()).kept).toMatchObject([{ no: 1 }]);
    const [aside = ''] = await readdir(join(place.folder, 'unclaimed', BATCH));
    expect(await readFile(join(place.folder, 'unclaimed', BATCH, aside), 'utf8')).toBe('a');
  });

  it('does not write over a batch whose receipts cannot be read', async () => {
    await bringIn(vault, BATCH, ['a']);
    await vault.close();
    await writeFile(join(staging, 'batch.jsonl'), 'nothing of ours\n');
    vault = await place.open();
    expect(await vault.openBatches()).toEqual([]);
    const damaged = { code: 'VAULT_BATCH_DAMAGED' };
    await expect(vault.openBatch({ id: BATCH, label: '', createdBy: '' })).rejects.toMatchObject(damaged);
    await expect(vault.seal(BATCH)).rejects.toMatchObject(damaged);
    expect(await readdir(join(staging, 'object', 'v1', 'content'))).toHaveLength(1);
  });

  it('takes up a folder that was made and got no receipt', async () => {
    await vault.close();
    await mkdir(join(staging, 'parts'), { recursive: true });
    await writeFile(join(staging, 'batch.jsonl'), '{"t":"ba');
    vault = await place.open();
    await bringIn(vault, BATCH, ['a']);
    expect(await vault.seal(BATCH)).not.toBeNull();
  });

  it('does not seal without a kept file that is gone', async () => {
    await bringIn(vault, BATCH, ['a', 'b']);
    const { path } = must(await vault.locate(sha256('a')), 'kept');
    await rm(path);
    await expect(vault.seal(BATCH)).rejects.toMatchObject({ code: 'VAULT_FILE_LOST' });
    expect(await verifyFolder(place.folder)).toMatchObject({
      valid: false,
      findings: [{ code: 'VAULT_FILE_LOST' }],
    });
    await writeFile(path, 'a');
    expect(await vault.seal(BATCH)).not.toBeNull();
  });

  it('does not take away a batch that has its object and more', async () => {
    await bringIn(vault, BATCH, ['a']);
    await vault.seal(BATCH);
    await vault.close();
    await mkdir(join(staging, 'object', 'v1', 'content'), { recursive: true });
    await writeFile(join(staging, 'object', 'v1', 'content', 'f000009.tif'), 'other');
    vault = await place.open();
    expect(await vault.openBatches()).toEqual([]);
    expect(await readFile(join(staging, 'object', 'v1', 'content', 'f000009.tif'), 'utf8')).toBe('other');
  });
});

describe('the digest index', () => {
  beforeEach(async () => {
    await bringIn(vault, BATCH, ['a', 'b']);
    await vault.seal(BATCH);
    await vault.close();
  });
  const index = () => join(place.folder, 'index.db');

  it.each([
    ['missing', () => rm(index())],
    ['damaged', () => writeFile(index(), 'no database')],
    [
      'of another format',
      async () => {
        const database = openDatabase(index(), { broken: 'BROKEN' });
        database.exec('PRAGMA user_version = 0; DROP TABLE files;');
        database.close();
        await Promise.resolve();
      },
    ],
    [
      'without an object that is there',
      async () => {
        const database = openDatabase(index(), { broken: 'BROKEN' });
        database.exec('DELETE FROM objects');
        database.close();
        await Promise.resolve();
      },
    ],
    ['a folder', () => rm(index()).then(() => mkdir(index()))],
  ])('is made anew when it is %s', async (_how, spoil) => {
    await spoil();
    vault = await place.open();
    expect(await vault.locate(sha256('a'))).toMatchObject({ size: 1 });
  });

  it('forgets objects that are gone, and finds those that somebody put there', async () => {
    await rename(join(place.folder, 'ocfl'), join(place.folder, 'away'));
    vault = await place.open();
    expect(await vault.locate(sha256('a'))).toBeNull();
    await vault.close();
    await rm(join(place.folder, 'ocfl'), { recursive: true });
    await rename(join(place.folder, 'away'), join(place.folder, 'ocfl'));
    vault = await place.open();
    expect(await vault.locate(sha256('a'))).toMatchObject({ size: 1 });
    // Two files and batch.json.
    expect(await vault.rebuildIndex()).toEqual({ files: 3 });
    expect(await vault.locate(sha256('b'))).toMatchObject({ size: 1 });
  });

  it('reads the second copy of an inventory when the first is damaged', async () => {
    const inventory = must(
      (await readdir(place.folder, { recursive: true })).find((path) =>
        /[0-9a-f]\/inventory\.json$/u.test(path),
      ),
      'sealed',
    );
    await writeFile(join(place.folder, inventory), '{');
    await rm(index());
    vault = await place.open();
    expect(await vault.locate(sha256('a'))).toMatchObject({ size: 1 });
  });
});
