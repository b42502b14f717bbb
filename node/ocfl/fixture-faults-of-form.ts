/** For tests: objects whose folders, names and heads are wrong, each in one way. */
import { createHash } from 'node:crypto';
import { edit, touch, rootOf, renamed, type Fault } from './fixture-edits.ts';
import { DIGEST_A, DIGEST_B, draftObject, type InventoryDraft } from './fixture-object.ts';

export const FAULTS_OF_FORM: readonly Fault[] = [
  ['E001', 'a file of no use', () => touch(draftObject(), (d) => (d.files['thumbs.db'] = ''))],
  ['E001', 'a folder of no use', () => touch(draftObject(), (d) => d.folders.push('cache'))],
  ['E003', 'no declaration', () => touch(draftObject(), (d) => delete d.files['0=ocfl_object_1.1'])],
  [
    'E003',
    'two declarations',
    () => touch(draftObject(), (d) => (d.files['0=ocfl_object_1.0'] = 'ocfl_object_1.0\n')),
  ],
  [
    'E004',
    'a version of OCFL that there is not',
    () =>
      touch(draftObject(), (d) => {
        delete d.files['0=ocfl_object_1.1'];
        d.files['0=ocfl_object_7.1'] = 'ocfl_object_7.1\n';
      }),
  ],
  [
    'E007',
    'a declaration without its newline',
    () => touch(draftObject(), (d) => (d.files['0=ocfl_object_1.1'] = 'ocfl_object_1.1')),
  ],
  ['E038', 'a type of another version', () => edit((i) => (i.type = 'https://ocfl.io/1.0/spec/#inventory'))],
  ['E038', 'a type of nothing', () => edit((i) => (i.type = 'https://example.org'))],
  [
    'E008',
    'no versions',
    () =>
      touch(
        edit((i) => {
          i.versions = {};
          i.manifest = {};
        }),
        (d) => {
          delete d.files['v1/content/a.tif'];
          delete d.inventories['v1'];
        },
      ),
  ],
  ['E009', 'versions that start at 2', () => renamed('v1', 'v2')],
  [
    'E010',
    'a version folder that is missing',
    () =>
      touch(draftObject(), (d) => {
        const versions = rootOf(d).versions as Record<string, unknown>;
        versions['v3'] = versions['v2'];
        rootOf(d).head = 'v3';
      }),
  ],
  [
    'E012 E013 W001',
    'padding that changes',
    () =>
      touch(renamed('v1', 'v01'), (d) => {
        const inventory = structuredClone(rootOf(d));
        const versions = inventory.versions as Record<string, unknown>;
        versions['v002'] = versions['v01'];
        inventory.head = 'v002';
        d.inventories = { v01: d.inventories['v01'] ?? '', v002: inventory, '': inventory };
      }),
  ],
  ['W001', 'padded names', () => renamed('v1', 'v0001')],
  ['E001 E104', 'a version named otherwise', () => renamed('v1', 'first')],
  ['E015', 'a file beside the content', () => touch(draftObject(), (d) => (d.files['v1/note.txt'] = ''))],
  ['W002', 'a folder beside the content', () => touch(draftObject(), (d) => d.folders.push('v1/other'))],
  [
    'W003',
    'an empty content folder',
    () =>
      touch(draftObject(), (d) => {
        const versions = rootOf(d).versions as Record<string, unknown>;
        versions['v3'] = versions['v2'];
        rootOf(d).head = 'v3';
        d.inventories['v3'] = rootOf(d);
        d.folders.push('v3/content');
      }),
  ],
  [
    'E017',
    'a contentDirectory of two folders',
    () =>
      edit((i) => {
        i.contentDirectory = 'content/inner';
      }),
  ],
  ['E018', 'a contentDirectory that leads out', () => edit((i) => (i.contentDirectory = '..'))],
  ['E108', 'a contentDirectory that is no name', () => edit((i) => (i.contentDirectory = 7))],
  [
    'E019',
    'a contentDirectory that comes with the second version',
    () =>
      touch(draftObject(), (d) => {
        for (const i of [d.inventories['v2'], d.inventories['']])
          (i as InventoryDraft).contentDirectory = 'stuff';
        delete d.files['v2/content/b.tif'];
        d.files['v2/stuff/b.tif'] = 'second leaf';
        for (const i of [d.inventories['v2'], d.inventories['']]) {
          (i as InventoryDraft).manifest = {
            [DIGEST_A]: ['v1/content/a.tif'],
            [DIGEST_B]: ['v2/stuff/b.tif'],
          };
        }
      }),
  ],
  [
    'E023',
    'a file that no manifest has',
    () => touch(draftObject(), (d) => (d.files['v2/content/c.tif'] = 'c')),
  ],
  [
    'E023',
    'a file that only the manifest of its version lacks',
    () =>
      touch(draftObject(), (d) => {
        d.files['v1/content/c.tif'] = 'second leaf';
        for (const i of [d.inventories['v2'], d.inventories['']]) {
          (i as InventoryDraft).manifest = {
            [DIGEST_A]: ['v1/content/a.tif'],
            [DIGEST_B]: ['v2/content/b.tif', 'v1/content/c.tif'],
          };
        }
      }),
  ],
  [
    'E024',
    'an empty folder in the content',
    () => touch(draftObject(), (d) => d.folders.push('v1/content/empty')),
  ],
  [
    'E025',
    'md5 for everything',
    () =>
      touch(
        edit((i) => {
          const md5 = createHash('md5').update('first leaf').digest('hex');
          i.digestAlgorithm = 'md5';
          i.manifest = { [md5]: ['v1/content/a.tif'] };
          (i.versions as Record<string, Record<string, unknown>>)['v1'] = {
            ...(i.versions as Record<string, Record<string, unknown>>)['v1'],
            state: { [md5]: ['a'] },
          };
        }),
        (d) => d,
      ),
  ],
  ['E033', 'an inventory that is not JSON', () => touch(draftObject(), (d) => (d.inventories[''] = '{'))],
  ['E033', 'an inventory that is a list', () => touch(draftObject(), (d) => (d.inventories[''] = '[]'))],
  ['E036', 'no id', () => edit((i) => delete i.id)],
  ['E036', 'no type', () => edit((i) => delete i.type)],
  ['E036', 'no head', () => edit((i) => delete i.head)],
  ['E037', 'an id that is no text', () => edit((i) => (i.id = 7))],
  ['W005', 'an id that is no URI', () => edit((i) => (i.id = 'fonds 1'))],
  [
    'E037 E110',
    'an id that changes',
    () => touch(draftObject(), (d) => ((d.inventories['v1'] as InventoryDraft).id = 'urn:other')),
  ],
  [
    'E040',
    'a head that is not the newest',
    () =>
      touch(draftObject(), (d) => {
        for (const i of [d.inventories['v2'], d.inventories['']]) (i as InventoryDraft).head = 'v1';
      }),
  ],
  ['E040', 'a head that is a number', () => edit((i) => (i.head = 1))],
];
