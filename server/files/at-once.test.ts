/** Two at once with the same file or batch: what one of them does between two steps of the other. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../node/log.ts';
import { objectPath } from '../../node/ocfl/storage-root.ts';
import { frameDamage } from '../../node/vault/audit-damage.ts';
import {
  ARCHIVE,
  bringIn,
  makeVaultPlace,
  sha256 as shaOf,
  type VaultPlace,
} from '../../node/vault/fixture-vault.ts';
import { createHashCrew } from '../../node/vault/hash-crew.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { TroubleError } from '../../shared/result.ts';
import { uploadId } from '../../shared/sync/files/wire-files.ts';
import { openArchiveFiles, type ArchiveFiles } from './archive-files.ts';
import { BYTES, digest, send, useCentre } from './fixture-centre.ts';
import { createBlobs } from './blobs.ts';
import { openFolders, shelved } from './folders.ts';
import { createOpenArchives } from './open-archives.ts';
import { openStateDb } from './state-db.ts';
import { takeWhole } from './take-upload.ts';
import { createUploads } from './uploads.ts';

const OTHER_DEVICE = '0190d1b2-0000-7000-8000-0000000000d2';
const world = useCentre();
const { at, centre, up, upload } = world;
let place: VaultPlace;
let vault: Vault;
let batch: string;

beforeAll(async () => {
  place = await makeVaultPlace();
  vault = await place.open();
});
afterAll(() => place.remove());
beforeEach(() => (batch = newId()));

async function sealed(texts: readonly string[]): Promise<Buffer> {
  await bringIn(vault, batch, [...texts]);
  await vault.seal(batch);
  return readFile(path.join(place.folder, 'ocfl', objectPath(`urn:uuid:${batch}`), 'inventory.json'));
}
const put = async (bytes: Uint8Array) => (await send('PUT', at(`batches/${batch}`), {}, bytes)).json();
const batchState = async () => (await fetch(at(`batches/${batch}`))).json();
const bytesOf = async (sha256: string) => readFile((await vault.locate(sha256))?.path ?? '');

test('a file that comes while its batch is being begun counts as come', async () => {
  const texts = Array.from({ length: 60 }, (_none, i) => `парақ ${i} ${batch}`);
  const inventory = await sealed(texts);
  const all = Object.keys((JSON.parse(inventory.toString()) as { fixity: { sha256: object } }).fixity.sha256);
  // All but some are there; these come while the inventory is being looked through.
  const late = all.slice(0, 20);
  for (const sha256 of all.slice(20)) await upload(await bytesOf(sha256));
  const bytes = await Promise.all(late.map(bytesOf));
  await Promise.all([put(inventory), ...bytes.map((one) => upload(one))]);
  await centre().files.settled(ARCHIVE);
  expect(await batchState()).toMatchObject({ state: 'placed' });
});

test('a file that two stations send lies in its batch and nowhere else', async () => {
  const text = `екі рет ${batch}`;
  const inventory = await sealed([text]);
  const bytes = Buffer.from(text);
  const other = up(digest(bytes), 'bbbbbbbbbbbbbbbbbbbbbbbbbb');
  const headers = { ...BYTES, 'x-device': OTHER_DEVICE };
  await send('POST', other, { ...headers, 'upload-length': String(bytes.length) }, bytes.subarray(0, 3));
  const { missing } = (await put(inventory)) as { missing: string[] };
  for (const sha256 of missing) await upload(await bytesOf(sha256));
  await centre().files.settled(ARCHIVE);
  expect(await batchState()).toMatchObject({ state: 'placed' });
  const sent = await send('PATCH', other, { ...headers, 'upload-offset': '3' }, bytes.subarray(3));
  expect(sent.headers.get('qoima-verified')).toBe(digest(bytes));
  expect(existsSync(path.join(world.folder(), 'files', 'loose', shaOf(text).slice(0, 2), shaOf(text)))).toBe(
    false,
  );
});

test('an upload is not given up while bytes of it arrive, and takes none while it is', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'uploads-'));
  try {
    const uploads = createUploads({ folder, now: Date.now, keptFree: 0 });
    const id = uploadId(shaOf('x'), 'aaaaaaaaaaaaaaaaaaaaaaaaaa');
    const begun = await uploads.begin(id, 10, OTHER_DEVICE);
    let gone: Promise<unknown> = Promise.resolve();
    const bytes = async function* () {
      yield Buffer.from('01234');
      await gone;
      yield Buffer.from('56789');
    };
    gone = uploads.remove(id, OTHER_DEVICE);
    const added = uploads.add(id, OTHER_DEVICE, 0, bytes());
    expect([begun.ok, await gone, await added]).toMatchObject([
      true,
      { ok: true },
      { code: 'UPLOAD_LOCKED' },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a file whose answer a full disk swallowed is told to the batch that waits for it', async () => {
  const text = `диск толған ${batch}`;
  const inventory = await sealed([text]);
  const folder = await mkdtemp(path.join(tmpdir(), 'full-'));
  const thread = new URL('../../node/vault/vault-thread.ts', import.meta.url);
  const crew = createHashCrew(thread);
  const files = await openArchiveFiles({
    archive: ARCHIVE,
    folder,
    vaultThread: thread,
    settle: (file, size) => crew.settle(file, size),
    log: silentLog(),
    now: Date.now,
    keptFree: 0,
  });
  try {
    const opened = { files, named: async () => new Map() };
    const begun = await files.batches.begin(batch, inventory);
    const take = async (sha256: string) => {
      const bytes = await bytesOf(sha256);
      const file = { id: uploadId(sha256, 'carried'), sha256, size: bytes.length, device: OTHER_DEVICE };
      return takeWhole(
        opened,
        file,
        (async function* () {
          yield bytes;
        })(),
      );
    };
    const full = vi.spyOn(files.state.marks, 'move').mockImplementation(() => {
      throw new TroubleError('DISK_FULL');
    });
    const missing = begun.ok ? begun.value.missing : [];
    for (const sha256 of missing) expect(await take(sha256)).toMatchObject({ code: 'INSUFFICIENT_STORAGE' });
    full.mockRestore();
    for (const sha256 of missing) expect(await take(sha256)).toMatchObject({ ok: true });
    await files.batches.idle();
    expect(await files.batches.state(batch)).toMatchObject({ state: 'placed' });
  } finally {
    await files.close();
    crew.close();
    await rm(folder, { recursive: true });
  }
});

/** Loose files beside a vault that says where it has each. */
async function looseBeside(locate: Vault['locate']) {
  const folder = await mkdtemp(path.join(tmpdir(), 'loose-'));
  const folders = await openFolders(folder);
  const state = openStateDb(folders.state);
  const settle = async () => Promise.reject(new Error('nothing is taken'));
  const blobs = createBlobs({ folders, vault: { locate }, state, settle });
  const file = shelved(folders.loose, shaOf('x'));
  await mkdir(path.dirname(file));
  const close = async () => {
    state.close();
    await rm(folder, { recursive: true });
  };
  return { blobs, state, file, close };
}

test('a file that goes into its batch while it is asked for has its whole length, or is not by itself any more', async () => {
  const { blobs, file, close } = await looseBeside(async () => null);
  const sizes = new Set<number | undefined>();
  for (let i = 0; i < 300; i++) {
    await writeFile(file, 'x');
    const [found] = await Promise.all([blobs.find(shaOf('x')), unlink(file)]);
    sizes.add(found?.size);
  }
  expect(sizes).not.toContain(0);
  await close();
});

test('a second copy stays while the one in the vault is damaged', async () => {
  const { blobs, state, file, close } = await looseBeside(async () => ({ path: 'in its batch', size: 1 }));
  await writeFile(file, 'x');
  const damage = { ...frameDamage('FILE_CHANGED', 'ab/cd', 'v1/content/x'), sha256: shaOf('x') };
  state.scrubbed('ab/cd', '2026-11-23T00:00:00.000Z', { files: 1, bytes: 1, damages: [damage] });
  await blobs.removeSpare(shaOf('x'));
  expect(existsSync(file)).toBe(true);
  state.mended('ab/cd', 'v1/content/x');
  await blobs.removeSpare(shaOf('x'));
  expect(existsSync(file)).toBe(false);
  await close();
});

test('an archive that is being closed is opened again only afterwards', async () => {
  let open = 0;
  let most = 0;
  const archives = createOpenArchives(async () => {
    most = Math.max(most, ++open);
    return { close: async () => void (await wait(20), open--) } as unknown as ArchiveFiles;
  }, Date.now);
  await archives.use('a');
  const released = archives.release('a');
  await archives.use('a');
  await released;
  await archives.closeAll();
  expect([open, most]).toEqual([0, 1]);
});

test('two stations that were told more than is here hear of one new beginning', async () => {
  const wanted = async (query = '') =>
    (await (await fetch(at(`files/wanted${query}`))).json()) as { generation: string };
  const { generation } = await wanted();
  const ask = () => wanted(`?generation=${generation}&mark=9999-abc`);
  const heard = await Promise.all([ask(), ask(), ask()]);
  const after = await wanted();
  expect(after.generation).not.toBe(generation);
  expect(heard.map((one) => one.generation)).toEqual([1, 2, 3].map(() => after.generation));
});
