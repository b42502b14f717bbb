/** For tests: objects whose manifests, versions, digests and files are wrong, each in one way. */
import { createHash } from 'node:crypto';
import { edit, editVersion, touch, rootOf, state, manifest, type Fault } from './fixture-edits.ts';
import {
  DIGEST_A,
  DIGEST_B,
  draftObject,
  draftSmallObject,
  sha512,
  type InventoryDraft,
} from './fixture-object.ts';

export const FAULTS_OF_CONTENT: readonly Fault[] = [
  [
    'E041',
    'no manifest',
    () =>
      touch(
        edit((i) => {
          delete i.manifest;
          (i.versions as Record<string, Record<string, unknown>>)['v1'] = {
            ...(i.versions as Record<string, Record<string, unknown>>)['v1'],
            state: {},
          };
        }),
        (d) => delete d.files['v1/content/a.tif'],
      ),
  ],
  [
    'E041',
    'no versions block',
    () =>
      touch(
        edit((i) => delete i.versions),
        (d) => {
          delete d.inventories['v1'];
          delete d.files['v1/content/a.tif'];
        },
      ),
  ],
  [
    'E044',
    'versions that are a list',
    () =>
      touch(
        edit((i) => (i.versions = [])),
        (d) => {
          delete d.inventories['v1'];
          delete d.files['v1/content/a.tif'];
        },
      ),
  ],
  [
    'E106',
    'a manifest that is a list',
    () =>
      touch(
        edit((i) => {
          i.manifest = [];
          (i.versions as Record<string, Record<string, unknown>>)['v1'] = {
            ...(i.versions as Record<string, Record<string, unknown>>)['v1'],
            state: {},
          };
        }),
        (d) => delete d.files['v1/content/a.tif'],
      ),
  ],
  [
    'E042 E092',
    'a content path in no version',
    () => edit(manifest(['v1/content/a.tif', 'v9/content/a.tif', 'v1/content/none.tif'])),
  ],
  [
    'E046',
    'a version folder that is not named',
    () => touch(draftSmallObject(), (d) => (d.files['v2/content/b.tif'] = '')),
  ],
  [
    'E047',
    'a version that is text',
    () => edit((i) => ((i.versions as Record<string, unknown>)['v1'] = 'x')),
  ],
  ['E048', 'no date', () => editVersion((v) => delete v['created'])],
  ['E048', 'no state', () => editVersion((v) => delete v['state'])],
  ['E049', 'a date without a zone', () => editVersion((v) => (v['created'] = '2026-11-22T04:22:00'))],
  [
    'E049',
    'a day that is not in the calendar',
    () => editVersion((v) => (v['created'] = '2026-02-29T04:22:00Z')),
  ],
  [
    'E050',
    'a state with a digest of no file',
    () => editVersion((v) => (v['state'] = { [DIGEST_A]: ['a'], [DIGEST_B]: ['b'] })),
  ],
  [
    'E050',
    'a digest in other letters than the manifest',
    () => editVersion((v) => (v['state'] = { [DIGEST_A.toUpperCase()]: ['a'] })),
  ],
  ['E051', 'logical paths that are numbers', () => editVersion(state([1]))],
  ['E052', 'a logical path that climbs', () => editVersion(state(['a/../../b']))],
  ['E053', 'a logical path from the root', () => editVersion(state(['/etc/passwd']))],
  [
    'E054',
    'a user without a name',
    () => editVersion((v) => (v['user'] = { address: 'mailto:a@example.org' })),
  ],
  ['W007', 'no message', () => editVersion((v) => delete v['message'])],
  ['W008', 'a user without address', () => editVersion((v) => (v['user'] = { name: 'Aigul' }))],
  [
    'W009',
    'an address that is a street',
    () => editVersion((v) => (v['user'] = { name: 'Aigul', address: '1 Abay street' })),
  ],
  ['E094', 'a message that is a list', () => editVersion((v) => (v['message'] = ['x']))],
  ['E095', 'a logical path twice', () => editVersion(state(['a', 'a']))],
  ['E095', 'a logical path inside another', () => editVersion(state(['a', 'a-b', 'a/b']))],
  ['E056', 'an unknown fixity algorithm', () => edit((i) => (i.fixity = { rot13: {} }))],
  ['E057', 'a fixity block that is a list', () => edit((i) => (i.fixity = { md5: [] }))],
  ['E111', 'fixity that is a list', () => edit((i) => (i.fixity = []))],
  [
    'E093',
    'a wrong md5',
    () =>
      edit(
        (i) => (i.fixity = { md5: { [createHash('md5').update('x').digest('hex')]: ['v1/content/a.tif'] } }),
      ),
  ],
  [
    'E097',
    'an md5 twice',
    () =>
      edit((i) => {
        const md5 = createHash('md5').update('first leaf').digest('hex');
        i.fixity = { md5: { [md5]: ['v1/content/a.tif'], [md5.toUpperCase()]: ['v1/content/a.tif'] } };
      }),
  ],
  ['E058', 'no digest file', () => touch(draftObject(), (d) => (d.sidecars['inventory.json.sha512'] = null))],
  [
    'E060',
    'a digest file of another inventory',
    () =>
      touch(
        draftObject(),
        (d) => (d.sidecars['v1/inventory.json.sha512'] = `${sha512('x')} inventory.json\n`),
      ),
  ],
  [
    'E061',
    'a digest file in words',
    () => touch(draftObject(), (d) => (d.sidecars['inventory.json.sha512'] = 'sound')),
  ],
  [
    'E063',
    'no inventory',
    () =>
      touch(draftObject(), (d) => {
        delete d.inventories[''];
      }),
  ],
  [
    'E064',
    'a newest inventory that is not the object’s',
    () =>
      touch(draftObject(), (d) => {
        d.inventories[''] = { ...rootOf(d), fixity: {} };
      }),
  ],
  ['W010', 'a version without inventory', () => touch(draftObject(), (d) => delete d.inventories['v1'])],
  [
    'W011',
    'another message in an older inventory',
    () =>
      touch(draftObject(), (d) => {
        d.inventories['v1'] = JSON.parse(
          JSON.stringify(d.inventories['v1']).replace('"scans"', '"other"'),
        ) as InventoryDraft;
      }),
  ],
  [
    'E066',
    'another state in an older inventory',
    () =>
      touch(draftObject(), (d) => {
        d.inventories['v1'] = JSON.parse(
          JSON.stringify(d.inventories['v1']).replace('парақ 1', 'парақ 7'),
        ) as InventoryDraft;
      }),
  ],
  [
    'E103',
    'a first version of a newer specification',
    () =>
      touch(draftObject(), (d) => {
        for (const i of [d.inventories['v2'], d.inventories['']])
          (i as InventoryDraft).type = 'https://ocfl.io/1.0/spec/#inventory';
        delete d.files['0=ocfl_object_1.1'];
        d.files['0=ocfl_object_1.0'] = 'ocfl_object_1.0\n';
      }),
  ],
  [
    'E067',
    'a file among the extensions',
    () => touch(draftObject(), (d) => (d.files['extensions/note.txt'] = '')),
  ],
  [
    'W013',
    'an extension of no register',
    () => touch(draftObject(), (d) => d.folders.push('extensions/ours')),
  ],
  ['E090', 'a link', () => touch(draftObject(), (d) => (d.links['v1/content/link.tif'] = '/etc/passwd'))],
  ['E092', 'a changed file', () => touch(draftObject(), (d) => (d.files['v1/content/a.tif'] = 'first Leaf'))],
  [
    'E092',
    'a lost file',
    () =>
      touch(draftObject(), (d) => {
        delete d.files['v2/content/b.tif'];
      }),
  ],
  [
    'E092',
    'paths that are one text',
    () => touch(edit(manifest('v1/content/a.tif')), (d) => delete d.files['v1/content/a.tif']),
  ],
  [
    'E096',
    'a digest twice',
    () =>
      edit(
        (i) =>
          (i.manifest = { [DIGEST_A]: ['v1/content/a.tif'], [DIGEST_A.toUpperCase()]: ['v1/content/a.tif'] }),
      ),
  ],
  ['E023 E099', 'a content path that climbs', () => edit(manifest(['v1/content/../content/a.tif']))],
  ['E023 E100', 'a content path from the root', () => edit(manifest(['/v1/content/a.tif']))],
  ['E101', 'a content path twice', () => edit(manifest(['v1/content/a.tif', 'v1/content/a.tif']))],
  ['E102', 'a key of no meaning', () => edit((i) => (i['notes'] = ''))],
  [
    'E107',
    'a file that no version uses',
    () =>
      touch(draftObject(), (d) => {
        for (const i of [d.inventories['v2'], d.inventories['']]) {
          ((i as InventoryDraft).versions as Record<string, Record<string, unknown>>)['v2'] = {
            ...((i as InventoryDraft).versions as Record<string, Record<string, unknown>>)['v1'],
          };
        }
      }),
  ],
  [
    'W004',
    'sha256',
    () =>
      touch(
        edit((i) => {
          const digest = createHash('sha256').update('first leaf').digest('hex');
          i.digestAlgorithm = 'sha256';
          i.manifest = { [digest]: ['v1/content/a.tif'] };
          (i.versions as Record<string, Record<string, unknown>>)['v1'] = {
            ...(i.versions as Record<string, Record<string, unknown>>)['v1'],
            state: { [digest]: ['a'] },
          };
        }),
        (d) => d,
      ),
  ],
];
