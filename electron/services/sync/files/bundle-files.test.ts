/** What a disk takes of a station's files, and what another station makes of it. */
import { existsSync } from 'node:fs';
import { mkdir, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { verifyFolder } from '../../../../node/vault/verify-folder.ts';
import {
  archiveOf,
  backUp,
  serverVault,
  text,
  useDesks,
  type Desk,
} from '../../../../test/fixtures/files-desks.ts';

const desks = useDesks();

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

const digests = async (desk: Desk) => (await all(desk.files.bundle.unsecured())).map(({ sha256 }) => sha256);

it('takes all that is stored here at that moment, without a line, and less when a receipt says so', async () => {
  const desk = await desks.open('a');
  desk.isOnline = false;
  const batch = await desk.station.bringIn([text(1)]);
  await desk.station.bringIn([text(2)], { open: true });
  expect(await digests(desk)).toEqual(expect.arrayContaining([shaOf(text(1)), shaOf(text(2))]));
  expect((await all(desk.files.bundle.inventories())).map((one) => one.batch)).toEqual([batch]);
  await desk.station.bringIn([text(3)]);
  expect(await digests(desk)).toContain(shaOf(text(3)));
  const verified = [shaOf(text(1)), shaOf(text(2))];
  await desk.files.bundle.takeReceipt({ generation: 'g1', verified, durable: [shaOf(text(1))] });
  const left = await digests(desk);
  expect(left).not.toContain(shaOf(text(1)));
  expect(left).toContain(shaOf(text(2)));
});

it('tells where a scan lies by now when its batch was sealed meanwhile', async () => {
  const desk = await desks.open('a');
  desk.isOnline = false;
  const batch = await desk.station.bringIn([text(1)], { open: true });
  const [file] = await all(desk.files.bundle.unsecured());
  await desk.station.vault.seal(batch);
  expect(existsSync(file?.source ?? '')).toBe(false);
  const now = await desk.files.bundle.pathOf(shaOf(text(1)));
  expect(existsSync(now ?? '')).toBe(true);
});

it('is carried on to the centre by another station: its scans, and its batches as they are', async () => {
  const field = await desks.open('field');
  field.isOnline = false;
  const carried = await field.station.bringIn([text(1), text(2)]);
  const office = await desks.open('office', archiveOf(field));
  for (const { batch, text: inventory } of await all(field.files.bundle.inventories()))
    await office.files.bundle.takeInventory(batch, inventory);
  for (const { sha256, source } of await all(field.files.bundle.unsecured())) {
    const place = office.files.bundle.pathFor(sha256);
    await mkdir(path.dirname(place), { recursive: true });
    await copyFile(source, place);
    expect(await office.files.bundle.takeCarried(sha256, place)).toBe('stored');
    expect(await office.files.bundle.has(sha256)).toBe(true);
  }
  // What the office carries on goes on its own disks too.
  expect(await digests(office)).toContain(shaOf(text(2)));
  desks.centre().named.clear();
  expect(await office.round()).toBeNull();
  await desks.centre().files.settled(archiveOf(field));
  expect(await verifyFolder(serverVault(desks.centre(), field))).toMatchObject({ valid: true, objects: 1 });
  await office.round();
  // The centre may still be set back: until a backup of it has the batch, further disks carry it too.
  expect((await all(office.files.bundle.inventories())).map(({ batch }) => batch)).toEqual([carried]);
  await backUp(desks.centre(), field, carried);
  await office.round();
  expect(await all(office.files.bundle.inventories())).toEqual([]);
  // The field station hears of it over its own line, and sends nothing.
  field.isOnline = true;
  const before = desks.centre().received();
  await field.round();
  expect((await field.status()).behind.files).toBe(0);
  expect(desks.centre().received() - before).toBeLessThan(20_000);
});
