import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draftSmallObject, writeDraft } from '../../node/ocfl/fixture-object.ts';
import { initStorageRoot, objectPath } from '../../node/ocfl/storage-root.ts';
import { LOOSE_PLACE } from '../files/blobs.ts';
import { openStateDb } from '../files/state-db.ts';
import { archiveTarget } from './backup-folder.ts';
import { makeServer, restoreTo, type ServerWorld } from './fixture-server.ts';

const OBJECT = objectPath('urn:uuid:0190d1b2-0000-7000-8000-000000000001');
const LOOSE = 'ab'.repeat(32);
const LATER = 'cd'.repeat(32);

let place: string;
let target: string;
let world: ServerWorld;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'qoima-server-files-'));
  target = join(place, 'target');
  world = await makeServer(join(place, 'server'));
  world.author.create({ title: 'іс' });
  await world.push();
  const { archiveFolder } = world;
  await initStorageRoot(join(archiveFolder, 'vault', 'ocfl'));
  await writeDraft(join(archiveFolder, 'vault', 'ocfl', OBJECT), draftSmallObject());
  put(`files/loose/ab/${LOOSE}`, 'бос');
  put('files/inventories/0190d1b2-0000-7000-8000-000000000002.json', '{}');
  put('files/generation', 'of this server');
  put('files/uploads/half.part', 'half');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function put(path: string, text: string): void {
  const to = join(world.archiveFolder, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

function isBacked(...names: string[]): boolean[] {
  const state = openStateDb(join(world.archiveFolder, 'files', 'state.db'));
  try {
    return names.map((name) => state.isBacked(name));
  } finally {
    state.close();
  }
}

test('files go into the backup once, and the server hears which of them are there', async () => {
  expect(isBacked(OBJECT, `${LOOSE_PLACE}/${LOOSE}`)).toEqual([false, false]);
  const [first] = (await world.backup(target)).archives;
  expect(first).toMatchObject({ objects: 1, files: 1, loose: 2, damaged: [] });
  expect(first?.copied.files).toBeGreaterThanOrEqual(3);
  expect(isBacked(OBJECT, `${LOOSE_PLACE}/${LOOSE}`, `${LOOSE_PLACE}/${LATER}`)).toEqual([true, true, false]);

  put(`files/loose/cd/${LATER}`, 'кейін');
  const [second] = (await world.backup(target)).archives;
  expect(second).toMatchObject({ loose: 3, copied: { files: 1 } });
  expect(isBacked(`${LOOSE_PLACE}/${LATER}`)).toEqual([true]);
});

test('what rots in the backup is copied again when everything is read; what went into a batch leaves it', async () => {
  await world.backup(target);
  const copy = join(archiveTarget(target, world.archive), 'files', 'loose', 'ab', LOOSE);
  writeFileSync(copy, readFileSync(copy).fill(0));
  expect((await world.backup(target)).archives[0]?.copied.files).toBe(0);
  expect((await world.backup(target, { verify: true })).archives[0]?.copied.files).toBe(1);
  expect(readFileSync(copy, 'utf8')).toBe('бос');
  rmSync(join(world.archiveFolder, 'files', 'loose', 'ab', LOOSE));
  // The manifest before this one still names it.
  await world.backup(target);
  expect(readdirSync(dirname(copy))).toEqual([LOOSE]);
  await world.backup(target);
  expect(readdirSync(dirname(copy))).toEqual([]);
});

test('a restore brings them, but not what belonged to that server alone; what is damaged is named', async () => {
  await world.backup(target);
  const whole = join(place, 'whole');
  expect(await restoreTo(target, whole)).toMatchObject({ damaged: [], archives: [{ objects: 1, files: 1 }] });
  const there = join(whole, 'archives', world.archive);
  expect(readFileSync(join(there, 'vault', 'ocfl', OBJECT, 'v1/content/a.tif'), 'utf8')).toBe('first leaf');
  expect(readFileSync(join(there, 'files', 'loose', 'ab', LOOSE), 'utf8')).toBe('бос');
  expect(readdirSync(join(there, 'files')).sort()).toEqual(['inventories', 'loose']);

  const scan = join(archiveTarget(target, world.archive), 'vault', 'ocfl', OBJECT, 'v1/content/a.tif');
  writeFileSync(scan, 'first loaf');
  await expect(restoreTo(target, join(place, 'broken'))).rejects.toThrow('BACKUP_DAMAGED');
  const partial = await restoreTo(target, join(place, 'partial'), { partial: true });
  expect(partial.damaged).toEqual([
    {
      where: `archives/${world.archive}/vault/ocfl/${OBJECT}/v1/content/a.tif`,
      code: 'BACKUP_BYTES_CHANGED',
    },
  ]);
});
