/** Every kind of damage is found under its own code and made good again; nothing that is whole is ever called damaged. */
import {
  appendFileSync,
  cpSync,
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
import { beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { auditBatch } from './audit-batch.ts';
import { auditObject } from './audit-object.ts';
import type { Audited, Damage } from './audit-damage.ts';
import { batchPlaces, objectPlaces } from './audit-places.ts';
import { createAuditReader } from './audit-reader.ts';
import { OPEN, SCANS, useSoundVault } from './fixture-sound.ts';
import { BATCH, chunks, makeVaultPlace, PERSON, sha256 } from './fixture-vault.ts';
import { repairVault, type Repaired } from './repair-vault.ts';
import { verifyFolder } from './verify-folder.ts';

const copySound = useSoundVault();
/** This test's own vault, and a copy of the sound one as a backup has it. */
let vault: string;
let backup: string;

beforeEach(async () => {
  ({ vault, backup } = await copySound());
});

async function auditAll(of = vault): Promise<Audited[]> {
  const reader = createAuditReader();
  const audited: (Audited | null)[] = [];
  for await (const place of objectPlaces(of)) audited.push(await auditObject(of, place, reader));
  for (const place of await batchPlaces(of)) audited.push(await auditBatch(of, place, reader));
  return audited.filter((one) => one !== null);
}

const damagesOf = async () => (await auditAll()).flatMap(({ damages }) => damages);
const codes = (damages: readonly Damage[]) => damages.map(({ code, path }) => `${code} ${path}`).sort();
const inObject = (path: string) =>
  join(vault, must(globSync('ocfl/???/???/???/*', { cwd: vault })[0], 'an object'), path);
const inBatch = (path: string) => join(vault, 'staging', OPEN, path);

function flip(path: string, at = 3): void {
  const bytes = readFileSync(path);
  bytes[at] = must(bytes[at], 'a byte') ^ 1;
  writeFileSync(path, bytes);
}

function repair(damages: readonly Damage[], folders: readonly string[] = []): Promise<Repaired[]> {
  return repairVault({ vault, damages, folders, reader: createAuditReader() });
}

const SCAN = 'v1/content/f000001.tif';
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
      renameSync(inObject(SCAN), join(vault, '..', 'elsewhere'));
      symlinkSync(join(vault, '..', 'elsewhere'), inObject(SCAN));
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
    const audited = await auditAll();
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
    const repaired = await repair(damages, isOwn === true ? [] : [backup]);
    expect(repaired.filter(({ outcome }) => outcome !== 'repaired' && outcome !== 'aside')).toEqual([]);
    expect(await damagesOf()).toEqual([]);
    expect((await verifyFolder(vault)).findings).toEqual([]);
    expect(existsSync(join(vault, 'repair'))).toBe(false);
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
    const files = globSync('ocfl/???/???/???/*/**/*', { cwd: vault, withFileTypes: true })
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

describe('a repair', () => {
  it('keeps the damaged bytes, whatever they are', async () => {
    flip(inObject(SCAN));
    const bytes = readFileSync(inObject(SCAN));
    const [repaired] = await repair(await damagesOf(), [backup]);
    expect(readFileSync(join(vault, must(repaired?.aside, 'a place aside'))).equals(bytes)).toBe(true);
    expect(repaired?.aside).toMatch(/^damaged\/[0-9a-f]{64}\/damaged-/u);
  });

  it('finds a scan by its bytes alone, under any name, among others of the same size', async () => {
    const disk = join(vault, '..', 'диск от фотографа', 'DCIM');
    cpSync(inObject(SCAN), join(disk, '100', 'IMG_0001.tif'), { recursive: true });
    const other = readFileSync(inObject(SCAN)).fill(65);
    writeFileSync(join(disk, '100', 'IMG_0000.tif'), other);
    flip(inObject(SCAN));
    const [repaired] = await repair(await damagesOf(), [join(disk, '..')]);
    expect(repaired).toMatchObject({ outcome: 'repaired', from: join(disk, '100', 'IMG_0001.tif') });
    expect(await damagesOf()).toEqual([]);
  });

  it('says that nothing good was found, and leaves the damaged bytes where they are', async () => {
    flip(inObject(SCAN));
    const bytes = readFileSync(inObject(SCAN));
    flip(join(backup, 'vault', inObject(SCAN).slice(vault.length + 1)), 1);
    expect(await repair(await damagesOf(), [backup])).toMatchObject([{ outcome: 'lost', aside: null }]);
    expect(readFileSync(inObject(SCAN)).equals(bytes)).toBe(true);
  });

  it('brings a whole object back, and none that is damaged itself', async () => {
    const object = inObject('');
    const place = object.slice(vault.length + 1).replace(/\/$/u, '');
    rmSync(object, { recursive: true });
    const missing: Damage = {
      code: 'OBJECT_MISSING',
      place,
      path: '',
      sha256: null,
      sha512: null,
      name: '',
      size: null,
    };
    expect(await repair([missing], [backup])).toMatchObject([{ outcome: 'repaired' }]);
    expect((await verifyFolder(vault)).findings).toEqual([]);
    rmSync(object, { recursive: true });
    flip(join(backup, 'vault', place, SCAN));
    expect(await repair([missing], [backup])).toMatchObject([
      { outcome: 'failed', code: 'REPAIR_SOURCE_DAMAGED' },
    ]);
    expect(existsSync(object)).toBe(false);
  });

  it('refuses a folder that is not there', async () => {
    await expect(repair([], [join(backup, 'no disk')])).rejects.toMatchObject({
      code: 'REPAIR_SOURCE_MISSING',
    });
  });
});

it('never calls damaged what is being received, kept and sealed meanwhile', async () => {
  const place = await makeVaultPlace();
  const busy = await place.open();
  const station = { isBusy: true };
  const alarms: Damage[] = [];
  let audits = 0;
  const auditing = (async () => {
    while (station.isBusy) {
      alarms.push(...(await auditAll(place.folder)).flatMap(({ damages }) => damages));
      audits++;
    }
  })();
  for (let batch = 0; batch < 12; batch++) {
    const id = BATCH.replace(/.{2}$/u, String(10 + batch));
    await busy.openBatch({ id, label: '', createdBy: PERSON });
    await Promise.all(
      [0, 1, 2, 3].map(async (no) => {
        await busy.receive(id, no, `${no}.tif`, chunks(`${batch} ${no} `.repeat(5000)));
        if (no === 3) return busy.drop(id, no);
        await busy.keep(id, no, null);
      }),
    );
    await busy.seal(id);
  }
  station.isBusy = false;
  await auditing;
  expect(audits).toBeGreaterThan(2);
  expect(alarms).toEqual([]);
  await place.remove();
});

describe('the rate of reading', () => {
  it('is kept over all files together, and asked for an end before each piece', async () => {
    let clock = 0;
    const options = {
      bytesPerSecond: 1e6,
      now: () => clock,
      wait: (ms: number) => Promise.resolve((clock += ms)),
    };
    const reader = createAuditReader(options);
    const file = join(vault, '..', 'large');
    writeFileSync(file, Buffer.alloc(3_000_000));
    await reader.digest(file, 'sha512');
    await reader.digest(file, 'sha512');
    expect(clock).toBeGreaterThan(5900);
    expect(clock).toBeLessThan(6100);
    expect(reader.read()).toBe(6_000_000);
    const goOn = () => {
      throw new Error('told to end');
    };
    await expect(createAuditReader({ goOn }).digest(file, 'sha512')).rejects.toThrow('told to end');
  });
});
