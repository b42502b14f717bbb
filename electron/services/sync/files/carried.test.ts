/** What a station carries for another one: it counts as long as the centre lacks it, and goes by the rules by which everything goes. */
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { objectPath } from '../../../../node/ocfl/storage-root.ts';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { verifyFolder } from '../../../../node/vault/verify-folder.ts';
import { must } from '../../../../shared/must.ts';
import {
  archiveOf,
  backUp,
  serverVault,
  text,
  useDesks,
  type Desk,
} from '../../../../test/fixtures/files-desks.ts';

const desks = useDesks();
const settled = (desk: Desk) => desks.centre().files.settled(archiveOf(desk));
const SCANS = [text(1), text(2)];

/** What lay on a disk: inventories, and files by their digests. */
type Disk = { readonly batches: readonly { batch: string; text: string }[]; readonly files: string[] };

let field: Desk;
let batch: string;
let disk: Disk;
/** The content of the batch that no record names. */
let about: string;

beforeEach(async () => {
  // Records name the scans and nothing else.
  desks.centre().named.clear();
  for (const scan of SCANS) desks.centre().named.add(shaOf(scan));
  field = await desks.open('field');
  field.isOnline = false;
  batch = await field.station.bringIn(SCANS);
  disk = await writeDisk(field);
  about = must(
    disk.files.map((file) => path.basename(file)).find((one) => !SCANS.map(shaOf).includes(one)),
    'batch.json',
  );
});

async function writeDisk({ files }: Desk): Promise<Disk> {
  const folder = await mkdtemp(path.join(desks.folder(), 'disk-'));
  const written = { batches: [] as { batch: string; text: string }[], files: [] as string[] };
  for await (const inventory of files.bundle.inventories()) written.batches.push(inventory);
  for await (const { sha256, source } of files.bundle.unsecured()) {
    await copyFile(source, path.join(folder, sha256));
    written.files.push(path.join(folder, sha256));
  }
  return written;
}

async function takeInventories({ files }: Desk, from = disk): Promise<void> {
  for (const one of from.batches) await files.bundle.takeInventory(one.batch, one.text);
}

/** As the sink of a bundle does it; answers what became of each. */
async function takeFiles({ files }: Desk, from = disk): Promise<string[]> {
  const became: string[] = [];
  for (const file of from.files) {
    const sha256 = path.basename(file);
    if (await files.bundle.has(sha256)) {
      became.push('known');
      continue;
    }
    const place = files.bundle.pathFor(sha256);
    await mkdir(path.dirname(place), { recursive: true });
    await copyFile(file, place);
    became.push(await files.bundle.takeCarried(sha256, place));
  }
  return became;
}

async function take(desk: Desk): Promise<string[]> {
  await takeInventories(desk);
  return takeFiles(desk);
}

const openRelay = (name = 'office') => desks.open(name, archiveOf(field));
const behind = async (desk: Desk) => (await desk.status()).behind.files;
const isHere = async (desk: Desk, sha256: string) => (await desk.station.vault.locate(sha256)) !== null;

/** The field station has a line again: its batch stands at the centre. */
async function bringToCentre(): Promise<void> {
  field.isOnline = true;
  expect(await field.round()).toBeNull();
  await settled(field);
  expect(await field.round()).toBeNull();
  expect(await behind(field)).toBe(0);
}

const dropAll = (desk: Desk) => desk.files.services['sync.files.drop']({ record: null });
const standing = () => verifyFolder(serverVault(desks.centre(), field));

describe('what a disk brings', () => {
  it('is not behind when the centre has the batch already: whatever comes first, and on the second time', async () => {
    await bringToCentre();
    await backUp(desks.centre(), field, batch);
    const office = await openRelay();
    await takeInventories(office);
    // The centre's word is heard, and no backup lacks the batch, before its files come.
    expect(await office.round()).toBeNull();
    expect(await takeFiles(office)).toEqual(['stored', 'stored', 'stored']);
    expect(await behind(office)).toBe(3);
    expect(await office.round()).toBeNull();
    expect(await behind(office)).toBe(0);
    expect(await take(office)).toEqual(['known', 'known', 'known']);
    expect(await office.round()).toBeNull();
    expect(await behind(office)).toBe(0);
  });

  it('goes on other disks until a backup of the centre has it, and may then go, as everything', async () => {
    const office = await openRelay();
    await take(office);
    expect(await office.round()).toBeNull();
    await settled(field);
    expect(await office.round()).toBeNull();
    expect(await standing()).toMatchObject({ valid: true, objects: 1 });
    expect(await behind(office)).toBe(0);
    expect(await dropAll(office)).toMatchObject({ files: 0 });
    expect((await writeDisk(office)).batches).toEqual(disk.batches);
    expect((await writeDisk(office)).files).toHaveLength(3);
    await backUp(desks.centre(), field, batch);
    expect(await office.round()).toBeNull();
    expect(await writeDisk(office)).toEqual({ batches: [], files: [] });
    expect(await dropAll(office)).toMatchObject({ files: 3, refused: 0 });
    expect(await isHere(office, about)).toBe(false);
    // Once more it is taken in, and has not to go anywhere.
    expect(await take(office)).toEqual(['stored', 'stored', 'stored']);
    expect(await office.round()).toBeNull();
    expect(await behind(office)).toBe(0);
    expect(await office.round()).toBeNull();
    expect(await writeDisk(office)).toEqual({ batches: [], files: [] });
  });

  it('is sent by one of two that carry it', async () => {
    const relays = [await openRelay('office'), await openRelay('hall')];
    for (const relay of relays) await take(relay);
    expect(await Promise.all(relays.map((relay) => relay.round()))).toEqual([null, null]);
    await settled(field);
    const before = desks.centre().received();
    for (const relay of relays) expect(await relay.round()).toBeNull();
    expect(await Promise.all(relays.map(behind))).toEqual([0, 0]);
    expect(await standing()).toMatchObject({ valid: true, objects: 1 });
    expect(desks.centre().received() - before).toBeLessThan(20_000);
  });

  it('is known when the program ended between the vault’s word and its own', async () => {
    await bringToCentre();
    const office = await openRelay();
    for (const file of disk.files) {
      const place = office.files.bundle.pathFor(path.basename(file));
      await mkdir(path.dirname(place), { recursive: true });
      await copyFile(file, place);
      await office.station.vault.hold(path.basename(file), (await readFile(file)).length, place);
    }
    await office.close();
    const again = await openRelay();
    expect(await again.round()).toBeNull();
    expect(await again.status()).toMatchObject({ behind: { files: 0 }, verified: { files: 3 } });
  });
});

describe('what the centre lacks', () => {
  it('stays, counts and goes on disks when it refused the batch, until another centre takes it', async () => {
    const url = `${desks.centre().url}/v1/a/${archiveOf(field)}/batches/${batch}`;
    const other = must(disk.batches[0], 'an inventory').text.replace('"message": "', '"message": "x');
    expect((await fetch(url, { method: 'PUT', body: other })).status).toBe(200);
    const office = await openRelay();
    await take(office);
    // Its scans count one by one; the other batch names the third file too.
    expect(await office.round()).toBeNull();
    await settled(field);
    expect(await office.round()).toBeNull();
    expect((await writeDisk(office)).batches).toEqual(disk.batches);
    await desks.loseCentre();
    for (const scan of SCANS) desks.centre().named.add(shaOf(scan));
    desks.centre().named.delete('*');
    expect(await office.round()).toBeNull();
    await settled(field);
    expect(await office.round()).toBeNull();
    expect(await behind(office)).toBe(0);
    const placed = await readFile(
      path.join(
        serverVault(desks.centre(), field),
        'ocfl',
        objectPath(`urn:uuid:${batch}`),
        'inventory.json',
      ),
      'utf8',
    );
    expect(placed).toBe(must(disk.batches[0], 'an inventory').text);
  });

  it('stays and counts when nothing there names it', async () => {
    const office = await openRelay();
    await takeFiles(office);
    expect(await office.round()).toBeNull();
    expect(await office.round()).toBeNull();
    expect(await behind(office)).toBe(1);
    expect(await dropAll(office)).toMatchObject({ files: 0 });
    expect(await isHere(office, about)).toBe(true);
    // Its inventory comes later, from another disk.
    await takeInventories(office);
    expect(await office.round()).toBeNull();
    expect(await behind(office)).toBe(0);
  });

  it('is given again to one that was set back before a backup held it, from what is carried alone', async () => {
    const office = await openRelay();
    await take(office);
    await field.close();
    expect(await office.round()).toBeNull();
    await settled(field);
    expect(await office.round()).toBeNull();
    await desks.loseCentre();
    desks.centre().named.delete('*');
    for (const scan of SCANS) desks.centre().named.add(shaOf(scan));
    expect(await office.round()).toBeNull();
    await settled(field);
    expect(await office.round()).toBeNull();
    expect(await standing()).toMatchObject({ valid: true, objects: 1 });
    expect(await behind(office)).toBe(0);
  });

  it('is mended by whoever carries it when it was damaged there', async () => {
    const office = await openRelay();
    await take(office);
    await bringToCentre();
    expect(await office.round()).toBeNull();
    const object = path.join(serverVault(desks.centre(), field), 'ocfl', objectPath(`urn:uuid:${batch}`));
    await writeFile(path.join(object, 'v1', 'content', 'batch.json'), 'rot');
    await desks.centre().files.scrub(archiveOf(field), { all: true });
    expect(await office.round()).toBeNull();
    expect(await standing()).toMatchObject({ valid: true });
    expect(await behind(office)).toBe(0);
  });

  it('is taken anew from the disk when it was damaged here', async () => {
    const office = await openRelay();
    await take(office);
    const place = must(await office.station.vault.locate(about), 'its place').path;
    const rot = await readFile(place);
    rot[3] = must(rot[3], 'a byte') ^ 1;
    await writeFile(place, rot);
    expect(await office.round()).toBeNull();
    expect(await office.status()).toMatchObject({ damaged: 1 });
    expect((await takeFiles(office)).sort()).toEqual(['known', 'known', 'stored']);
    expect(await office.round()).toBeNull();
    await settled(field);
    expect(await office.round()).toBeNull();
    expect(await office.status()).toMatchObject({ damaged: 0, behind: { files: 0 } });
    expect(await standing()).toMatchObject({ valid: true, objects: 1 });
  });
});
