/** Every kind of damage is found under its own code and made good again. */
import {
  appendFileSync,
  existsSync,
  globSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import type { Damage } from './audit-damage.ts';
import { SCANS } from './fixture-sound.ts';
import { sha256 } from './fixture-vault.ts';
import { verifyFolder } from './verify-folder.ts';
import { auditAll, SCAN, flip, useOwnVault } from './fixture-audit.ts';

const own = useOwnVault();
const { inObject, inBatch, damagesOf, repair } = own;
const codes = (damages: readonly Damage[]) => damages.map(({ code, path }) => `${code} ${path}`).sort();

const STAGED = 'object/v1/content/f000000.tif';
type Kind = { name: string; harm: () => void; found: readonly string[]; isOwn?: true };
const KINDS: readonly Kind[] = [
  { name: 'a byte flipped in a scan', harm: () => flip(inObject(SCAN)), found: [`FILE_CHANGED ${SCAN}`] },
  { name: 'a scan cut short', harm: () => truncateSync(inObject(SCAN), 5), found: [`FILE_CUT ${SCAN}`] },
  { name: 'a scan of no bytes', harm: () => truncateSync(inObject(SCAN), 0), found: [`FILE_CUT ${SCAN}`] },
  {
    name: 'a scan grown longer',
    harm: () => appendFileSync(inObject(SCAN), 'x'),
    found: [`FILE_CHANGED ${SCAN}`],
  },
  { name: 'a scan gone', harm: () => rmSync(inObject(SCAN)), found: [`FILE_MISSING ${SCAN}`] },
  {
    name: 'a link in the place of a scan',
    harm: () => {
      renameSync(inObject(SCAN), join(own.vault, '..', 'elsewhere'));
      symlinkSync(join(own.vault, '..', 'elsewhere'), inObject(SCAN));
    },
    found: [`FILE_MISSING ${SCAN}`],
  },
  {
    name: 'the batch’s own description changed',
    harm: () => flip(inObject('v1/content/batch.json'), 40),
    found: ['FILE_CHANGED v1/content/batch.json'],
  },
  {
    name: 'a file that does not belong',
    harm: () => writeFileSync(inObject('v1/content/Thumbs.db'), 'x'),
    found: ['FILE_EXTRA v1/content/Thumbs.db'],
    isOwn: true,
  },
  {
    name: 'the inventory changed',
    harm: () => flip(inObject('inventory.json'), 200),
    found: ['INVENTORY_DAMAGED inventory.json'],
    isOwn: true,
  },
  {
    name: 'the inventory of the version cut',
    harm: () => truncateSync(inObject('v1/inventory.json'), 100),
    found: ['INVENTORY_DAMAGED v1/inventory.json'],
    isOwn: true,
  },
  {
    name: 'the inventory gone',
    harm: () => rmSync(inObject('inventory.json')),
    found: ['INVENTORY_MISSING inventory.json'],
    isOwn: true,
  },
  {
    name: 'both inventories changed',
    harm: () => {
      for (const path of ['inventory.json', 'v1/inventory.json']) flip(inObject(path), 200);
    },
    found: ['INVENTORY_DAMAGED inventory.json', 'INVENTORY_DAMAGED v1/inventory.json'],
  },
  {
    name: 'a digest file changed',
    harm: () => flip(inObject('inventory.json.sha512')),
    found: ['SIDECAR_DAMAGED inventory.json.sha512'],
    isOwn: true,
  },
  {
    name: 'a digest file emptied',
    harm: () => writeFileSync(inObject('inventory.json.sha512'), ''),
    found: ['SIDECAR_DAMAGED inventory.json.sha512'],
    isOwn: true,
  },
  {
    name: 'both digest files gone',
    harm: () => {
      for (const path of ['inventory.json.sha512', 'v1/inventory.json.sha512']) rmSync(inObject(path));
    },
    found: ['SIDECAR_MISSING inventory.json.sha512', 'SIDECAR_MISSING v1/inventory.json.sha512'],
    isOwn: true,
  },
  {
    name: 'the declaration changed',
    harm: () => writeFileSync(inObject('0=ocfl_object_1.1'), 'x'),
    found: ['DECLARATION_DAMAGED 0=ocfl_object_1.1'],
    isOwn: true,
  },
  {
    name: 'the declaration gone',
    harm: () => rmSync(inObject('0=ocfl_object_1.1')),
    found: ['DECLARATION_DAMAGED 0=ocfl_object_1.1'],
    isOwn: true,
  },
  { name: 'a staged scan changed', harm: () => flip(inBatch(STAGED)), found: [`FILE_CHANGED ${STAGED}`] },
  { name: 'a staged scan cut', harm: () => truncateSync(inBatch(STAGED), 1), found: [`FILE_CUT ${STAGED}`] },
  { name: 'a staged scan gone', harm: () => rmSync(inBatch(STAGED)), found: [`FILE_MISSING ${STAGED}`] },
];

describe('an audit', () => {
  it('calls a whole vault whole, and counts what it has read', async () => {
    const audited = await auditAll(own.vault);
    expect(audited.map(({ files, damages }) => ({ files, damages }))).toEqual([
      { files: 4, damages: [] },
      { files: 2, damages: [] },
    ]);
    expect(audited.map(({ label }) => label)).toEqual(['Ф. Р-5 Оп. 1 Д. 123', 'Ф. Р-5 Оп. 1 Д. 123']);
  });

  it.each(KINDS)('finds $name, and it is repaired', async ({ harm, found, isOwn }) => {
    harm();
    const damages = await damagesOf();
    expect(codes(damages)).toEqual(found);
    const repaired = await repair(damages, isOwn === true ? [] : [own.backup]);
    expect(repaired.filter(({ outcome }) => outcome !== 'repaired' && outcome !== 'aside')).toEqual([]);
    expect(await damagesOf()).toEqual([]);
    expect((await verifyFolder(own.vault)).findings).toEqual([]);
    expect(existsSync(join(own.vault, 'repair'))).toBe(false);
  });

  it('finds receipts of an open batch that cannot be read', async () => {
    const lines = readFileSync(inBatch('batch.jsonl'), 'utf8').split('\n');
    lines[1] = `#${lines[1] ?? ''}`;
    writeFileSync(inBatch('batch.jsonl'), lines.join('\n'));
    expect(codes(await damagesOf())).toEqual(['RECEIPTS_DAMAGED batch.jsonl']);
  });

  it('names what was lost: its own name, its digests, its size', async () => {
    flip(inObject(SCAN));
    expect(await damagesOf()).toMatchObject([
      {
        name: 'іс 123/парақ 1.TIF',
        sha256: sha256(must(SCANS[1], 'a scan')),
        size: Buffer.byteLength(SCANS[1] ?? ''),
      },
    ]);
  });

  it('misses no flipped byte, wherever in an object it lies', async () => {
    const files = globSync('ocfl/???/???/???/*/**/*', { cwd: own.vault, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        async (file, where) => {
          const before = readFileSync(file);
          flip(file, Math.floor(where * before.length));
          const found = await damagesOf();
          writeFileSync(file, before);
          // A digest file may say its digest in either case of letters, and have any white space around it.
          if (!file.endsWith('.sha512')) expect(found.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
