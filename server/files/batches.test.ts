/** Batches over HTTP: an inventory comes, then what it names, and the batch stands; or it never does. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { objectPath } from '../../node/ocfl/storage-root.ts';
import {
  ARCHIVE,
  bringIn,
  makeVaultPlace,
  sha256 as shaOf,
  type VaultPlace,
} from '../../node/vault/fixture-vault.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { verifyFolder } from '../../node/vault/verify-folder.ts';
import { must } from '../../shared/must.ts';
import { codeOf, send, useCentre } from './fixture-centre.ts';

const world = useCentre();
const { at, centre, reopen, stateOf, upload } = world;

/** The station's vault; each test has a batch of its own in it. */
let place: VaultPlace;
let vault: Vault;
let batch: string;
let texts: string[];

beforeAll(async () => {
  place = await makeVaultPlace();
  vault = await place.open();
});
afterAll(() => place.remove());
beforeEach(async () => {
  batch = newId();
  texts = ['бірінші парақ', 'екінші парақ', 'үшінші'].map((text) => `${text} ${batch}`);
  await bringIn(vault, batch, texts);
  await vault.seal(batch);
});

const inventoryFile = () =>
  path.join(place.folder, 'ocfl', objectPath(`urn:uuid:${batch}`), 'inventory.json');
const put = async (bytes: Uint8Array) => send('PUT', at(`batches/${batch}`), {}, bytes);
const serverVault = () => path.join(world.folder(), 'vault');

async function sendAll(missing: readonly string[]): Promise<void> {
  for (const sha256 of missing) await upload(await readFile(must(await vault.locate(sha256), 'a file').path));
}

test('a batch comes by its inventory and its bytes, and stands as the very same object', async () => {
  const inventory = await readFile(inventoryFile());
  // What only the inventory names may come too.
  centre().named.clear();
  const begun = (await (await put(inventory)).json()) as { state: string; missing: string[] };
  expect(begun).toMatchObject({ state: 'waiting' });
  expect(begun.missing.length).toBe(texts.length + 1);
  await sendAll(begun.missing);
  await centre().files.settled(ARCHIVE);
  expect(await (await fetch(at(`batches/${batch}`))).json()).toMatchObject({
    state: 'placed',
    durable: false,
  });
  expect(await verifyFolder(serverVault())).toMatchObject({ valid: true, findings: [] });
  const same = await fetch(at(`batches/${batch}/inventory`));
  expect(Buffer.from(await same.arrayBuffer()).equals(inventory)).toBe(true);
  expect(await (await put(inventory)).json()).toMatchObject({ state: 'placed' });
  // Its bytes are found in their new place, and nowhere else.
  expect((await fetch(at(`blobs/${shaOf(texts[0] ?? '')}`), { method: 'HEAD' })).status).toBe(200);
  await centre().files.backedUp(ARCHIVE, [objectPath(`urn:uuid:${batch}`)]);
  centre().named.add('*');
  expect(await stateOf(shaOf(texts[0] ?? ''))).toMatchObject({ durable: [shaOf(texts[0] ?? '')] });
});

test('what a batch that stands holds is told of though no record names it, and taken again when it is damaged', async () => {
  const begun = (await (await put(await readFile(inventoryFile()))).json()) as { missing: string[] };
  await sendAll(begun.missing);
  await centre().files.settled(ARCHIVE);
  const about = must(
    begun.missing.find((sha256) => !texts.map(shaOf).includes(sha256)),
    'batch.json',
  );
  const bytes = await readFile(must(await vault.locate(about), 'its place').path);
  centre().named.clear();
  expect(await stateOf(about)).toMatchObject({ missing: [], verified: [about], durable: [] });
  await upload(bytes);
  await centre().files.backedUp(ARCHIVE, [objectPath(`urn:uuid:${batch}`)]);
  expect(await stateOf(about)).toMatchObject({ verified: [about], durable: [about] });
  const object = path.join(serverVault(), 'ocfl', objectPath(`urn:uuid:${batch}`));
  await writeFile(path.join(object, 'v1', 'content', 'batch.json'), 'spoilt by its disk');
  await centre().files.scrub(ARCHIVE, { all: true });
  expect(await stateOf(about)).toMatchObject({ missing: [about], verified: [] });
  await upload(bytes);
  expect((await verifyFolder(serverVault())).valid).toBe(true);
});

test('a batch waits over a restart of the server, and needs only what is missing', async () => {
  await upload(Buffer.from(texts[0] ?? ''));
  const begun = (await (await put(await readFile(inventoryFile()))).json()) as { missing: string[] };
  expect(begun.missing).not.toContain(shaOf(texts[0] ?? ''));
  await reopen();
  const after = (await (await fetch(at(`batches/${batch}`))).json()) as { missing: string[] };
  expect(new Set(after.missing)).toEqual(new Set(begun.missing));
  await sendAll(after.missing);
  await centre().files.settled(ARCHIVE);
  expect(await (await fetch(at(`batches/${batch}`))).json()).toMatchObject({ state: 'placed' });
});

test('a batch of the same id with other content is refused, and its scans stay', async () => {
  const inventory = await readFile(inventoryFile());
  const begun = (await (await put(inventory)).json()) as { missing: string[] };
  await sendAll(begun.missing);
  await centre().files.settled(ARCHIVE);
  const other = Buffer.from(inventory.toString().replace('"message": "', '"message": "x'));
  expect(await (await put(other)).json()).toMatchObject({ state: 'refused', code: 'VAULT_OBJECT_EXISTS' });
  expect((await verifyFolder(serverVault())).valid).toBe(true);
});

test('a batch whose digests lie is refused when it is put together; its bytes stay by themselves', async () => {
  const inventory = JSON.parse(await readFile(inventoryFile(), 'utf8')) as {
    fixity: { sha256: Record<string, string[]> };
  };
  const [first, second] = Object.keys(inventory.fixity.sha256);
  const { [first ?? '']: a, [second ?? '']: b } = inventory.fixity.sha256;
  Object.assign(inventory.fixity.sha256, { [first ?? '']: b, [second ?? '']: a });
  const begun = (await (await put(Buffer.from(JSON.stringify(inventory)))).json()) as { missing: string[] };
  await sendAll(begun.missing);
  await centre().files.settled(ARCHIVE);
  expect(await (await fetch(at(`batches/${batch}`))).json()).toMatchObject({
    state: 'refused',
    code: 'VAULT_OBJECT_INVALID',
  });
  expect((await fetch(at(`blobs/${shaOf(texts[1] ?? '')}`), { method: 'HEAD' })).status).toBe(200);
  // Sent as it should be, it is taken.
  await put(await readFile(inventoryFile()));
  await centre().files.settled(ARCHIVE);
  expect(await (await fetch(at(`batches/${batch}`))).json()).toMatchObject({ state: 'placed' });
});

test.each([
  [
    'leads out of its folder',
    (text: string) => text.replaceAll('v1/content/f000000.tif', 'v1/content/../../../../x'),
  ],
  ['is another batch’s', (text: string) => text.replaceAll(batch, newId())],
  ['names a file without its sha256', (text: string) => text.replace('"sha256"', '"sha999"')],
  ['is no JSON', (text: string) => text.slice(1)],
])('a batch whose inventory %s is refused', async (_name, change) => {
  const text = await readFile(inventoryFile(), 'utf8');
  expect(await codeOf(await put(Buffer.from(change(text))))).toEqual([422, 'BATCH_REFUSED']);
  expect((await fetch(at(`batches/${batch}`))).status).toBe(404);
});

test('a batch that is damaged there is wanted again, and what is sent goes into its place', async () => {
  const begun = (await (await put(await readFile(inventoryFile()))).json()) as { missing: string[] };
  await sendAll(begun.missing);
  await centre().files.settled(ARCHIVE);
  const object = path.join(serverVault(), 'ocfl', objectPath(`urn:uuid:${batch}`));
  await writeFile(path.join(object, 'v1', 'content', 'f000001.tif'), 'spoilt by its disk');
  const report = await centre().files.scrub(ARCHIVE, { all: true });
  expect(report.damages.map(({ code }) => code)).toEqual(['FILE_CUT']);
  const sha256 = shaOf(texts[1] ?? '');
  expect(await (await fetch(at('files/wanted'))).json()).toMatchObject({ wanted: [sha256] });
  expect((await fetch(at(`blobs/${sha256}`))).status).toBe(404);
  await upload(Buffer.from(texts[1] ?? ''));
  expect((await verifyFolder(serverVault())).valid).toBe(true);
  expect(await (await fetch(at('files/wanted'))).json()).toMatchObject({ wanted: [] });
  expect(await centre().files.scrub(ARCHIVE, { all: true })).toMatchObject({ damages: [], whole: true });
});
