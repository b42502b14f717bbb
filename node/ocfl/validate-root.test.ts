import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftSmallObject, writeDraft, type InventoryDraft } from './fixture-object.ts';
import { initStorageRoot, objectPath, objectPaths, placeObject, sweepEmptyFolders } from './storage-root.ts';
import { validateStorageRoot } from './validate-root.ts';

const ID = 'urn:uuid:0190d1b2-0000-7000-8000-000000000001';
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocfl-root-'));
  await initStorageRoot(root);
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function putObject(path: string, id = ID): Promise<void> {
  const draft = draftSmallObject();
  for (const inventory of Object.values(draft.inventories)) (inventory as InventoryDraft).id = id;
  await writeDraft(join(root, path), draft);
}

async function codes(): Promise<string> {
  return (await validateStorageRoot(root)).findings.map(({ code }) => code).join(' ');
}

it('finds nothing in a root of ours, empty or with objects', async () => {
  expect(await validateStorageRoot(root)).toEqual({ findings: [], objects: 0 });
  await putObject(objectPath(ID));
  await putObject(objectPath('urn:other'), 'urn:other');
  expect(await validateStorageRoot(root)).toEqual({ findings: [], objects: 2 });
});

it('says in which object a fault is', async () => {
  await putObject(objectPath(ID));
  await writeFile(join(root, objectPath(ID), 'v1', 'content', 'a.tif'), 'other bytes');
  const { findings } = await validateStorageRoot(root);
  expect(findings).toEqual([{ code: 'E092', where: [`${objectPath(ID)}: v1/content/a.tif`], times: 1 }]);
});

const FAULTS: readonly (readonly [codes: string, what: string, make: () => Promise<unknown>])[] = [
  ['E069', 'no declaration', () => rm(join(root, '0=ocfl_1.1'))],
  ['E076', 'two declarations', () => writeFile(join(root, '0=ocfl_1.0'), 'ocfl_1.0\n')],
  [
    'E079 E080',
    'a version that there is not',
    () => rename(join(root, '0=ocfl_1.1'), join(root, '0=ocfl_2.0')),
  ],
  ['E080', 'a declaration of other content', () => writeFile(join(root, '0=ocfl_1.1'), 'ocfl_1.1')],
  ['E070', 'a layout file without its keys', () => writeFile(join(root, 'ocfl_layout.json'), '{}')],
  ['E070', 'a layout file that is not JSON', () => writeFile(join(root, 'ocfl_layout.json'), '{')],
  [
    'E071',
    'a layout of no register',
    () => writeFile(join(root, 'ocfl_layout.json'), '{"extension":"ours","description":"ours"}'),
  ],
  ['E072 E085 E088', 'a folder of files', () => putFile('staging/batch.jsonl')],
  ['E072 E084', 'a file on the way to an object', () => putFile(`${objectPath(ID).slice(0, 3)}/note.txt`)],
  ['E073 E088', 'an empty folder', () => mkdir(join(root, 'abc'))],
  ['E083', 'an object that lies elsewhere', () => putObject('aaa/bbb/ccc/object', 'urn:other')],
  ['E037 E083', 'an object twice', () => putObject('aaa/bbb/ccc/object')],
  ['E083 W015', 'an object at the top', () => putObject('object', 'urn:other')],
  ['E090', 'a link', () => symlink('/', join(root, 'all'))],
  ['E112', 'a file among the extensions', () => putFile('extensions/note.txt')],
  ['W016', 'an extension of no register', () => mkdir(join(root, 'extensions', 'ours'))],
  ['', 'a file that it does not understand', () => putFile('readme.txt')],
];

async function putFile(path: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), '');
}

describe('a storage root with one object and one fault', () => {
  it.each(FAULTS)('%s: %s', async (expected, _what, make) => {
    await putObject(objectPath(ID));
    await make();
    expect(await codes()).toBe(expected);
  });

  it('E081: an object that is newer than its root', async () => {
    await putObject(objectPath(ID));
    await rm(join(root, '0=ocfl_1.1'));
    await writeFile(join(root, '0=ocfl_1.0'), 'ocfl_1.0\n');
    expect(await codes()).toBe('E081');
  });
});

describe('placing objects', () => {
  it('places an object once, and says when one lies there', async () => {
    const from = join(root, '..', `${root}-object`);
    await writeDraft(from, draftSmallObject());
    expect(await placeObject(root, from, ID)).toBe(true);
    await writeDraft(from, draftSmallObject());
    expect(await placeObject(root, from, ID)).toBe(false);
    const paths: string[] = [];
    for await (const path of objectPaths(root)) paths.push(path);
    expect(paths).toEqual([objectPath(ID)]);
    expect(await codes()).toBe('');
    await rm(from, { recursive: true });
  });

  it('leaves no empty folders behind when it fails', async () => {
    await expect(placeObject(root, join(root, 'none'), ID)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(await codes()).toBe('');
  });

  it('sweeps the empty folders of a kill and no others', async () => {
    await putObject(objectPath(ID));
    await mkdir(join(root, 'abc', 'def', '012'), { recursive: true });
    await mkdir(join(root, objectPath(ID).slice(0, 3), 'fff'));
    await sweepEmptyFolders(root);
    expect(await codes()).toBe('');
  });
});
