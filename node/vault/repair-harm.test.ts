/** A repair does no harm, whenever it is killed and whatever lies in its way. */
import {
  existsSync,
  globSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { runUntilKilled } from '../../test/torture/run-until-killed.ts';
import { auditObject } from './audit-object.ts';
import { damageSchema, frameDamage, type Damage } from './audit-damage.ts';
import { createAuditReader, type AuditReader } from './audit-reader.ts';
import { auditBatch } from './audit-batch.ts';
import { OPEN, useSoundVault } from './fixture-sound.ts';
import { repairVault } from './repair-vault.ts';
import { verifyFolder } from './verify-folder.ts';

const CHILD = fileURLToPath(new URL('../../test/torture/repair-kill-child.ts', import.meta.url));
const CONTENT = 'v1/content';
const SCAN = `${CONTENT}/f000001.tif`;
const ROTTEN = 'бүлінген';

const copySound = useSoundVault();
/** This test's own vault, and a copy of the sound one as a backup has it. */
let vault: string;
let backup: string;
let place: string;

beforeEach(async () => {
  ({ vault, backup } = await copySound());
  place = must(globSync('ocfl/???/???/???/*', { cwd: vault })[0], 'an object');
});

const inObject = (path: string) => join(vault, place, path);
const reader = createAuditReader();
const damagesOf = async () => (await auditObject(vault, place, reader))?.damages ?? null;
const repair = (damages: readonly Damage[], own: AuditReader = reader) =>
  repairVault({ vault, damages, folders: [backup], reader: own });
const gone = () => frameDamage('OBJECT_MISSING', place, '');

it.each(['copied', 'kept aside', 'in place'])(
  'killed at “%s” it has lost nothing, and is made again',
  async (step) => {
    const bytes = readFileSync(inObject(SCAN));
    writeFileSync(inObject(SCAN), ROTTEN);
    const damages = must(await damagesOf(), 'an object');
    expect(await killedAt(step, damages)).toBe(true);
    // Never a third thing in the place, and never nothing.
    expect([ROTTEN, bytes.toString()]).toContain(readFileSync(inObject(SCAN), 'utf8'));
    const left = must(await damagesOf(), 'an object');
    expect((await repair(left)).every(({ outcome }) => outcome === 'repaired')).toBe(true);
    expect(await damagesOf()).toEqual([]);
    expect((await verifyFolder(vault)).findings).toEqual([]);
    const kept = globSync('damaged/*/*', { cwd: vault }).map((name) =>
      readFileSync(join(vault, name), 'utf8'),
    );
    expect(new Set(kept)).toEqual(new Set([ROTTEN]));
    expect(existsSync(join(vault, 'repair'))).toBe(false);
  },
);

it.each(['copied', 'in place'])(
  'killed at “%s” while it brings a whole object it is made again',
  async (step) => {
    rmSync(inObject(''), { recursive: true });
    expect(await killedAt(step, [gone()])).toBe(true);
    expect(await damagesOf()).toEqual(step === 'copied' ? null : []);
    // What the book does not know yet is asked for once more.
    expect(await repair([gone()])).toMatchObject([{ outcome: 'repaired' }]);
    expect((await verifyFolder(vault)).findings).toEqual([]);
    expect(existsSync(join(vault, 'repair'))).toBe(false);
  },
);

it('does not follow a link in the place of a folder, and takes it away neither', async () => {
  const elsewhere = join(vault, '..', 'басқа диск');
  renameSync(inObject(CONTENT), elsewhere);
  symlinkSync(elsewhere, inObject(CONTENT));
  writeFileSync(join(elsewhere, 'f000001.tif'), ROTTEN);
  const repaired = await repair(must(await damagesOf(), 'an object'));
  expect(new Set(repaired.map(({ code }) => code))).toEqual(new Set(['WRONG_KIND_OF_FILE']));
  expect(readFileSync(inObject(SCAN), 'utf8')).toBe(ROTTEN);
  expect(lstatSync(inObject(CONTENT)).isSymbolicLink()).toBe(true);
  expect(globSync('damaged/**', { cwd: vault })).toEqual([]);
});

it('makes nothing in staging for a batch that was sealed meanwhile', async () => {
  const batch = `staging/${OPEN}`;
  writeFileSync(join(vault, batch, 'object', CONTENT, 'f000000.tif'), ROTTEN);
  const damages = must(await auditBatch(vault, batch, reader), 'a batch').damages;
  renameSync(join(vault, batch, 'object'), join(vault, '..', 'sealed'));
  expect(damages).toHaveLength(1);
  expect(await repair(damages)).toMatchObject([{ outcome: 'failed', code: 'FILE_MISSING' }]);
  expect(existsSync(join(vault, batch, 'object'))).toBe(false);
});

it('brings an object itself and not a link to it', async () => {
  const there = join(backup, 'vault', place);
  renameSync(there, join(backup, 'moved'));
  symlinkSync(join(backup, 'moved'), there);
  rmSync(inObject(''), { recursive: true });
  expect(await repair([gone()])).toMatchObject([{ outcome: 'repaired' }]);
  expect(lstatSync(join(vault, place)).isDirectory()).toBe(true);
  expect(await damagesOf()).toEqual([]);
});

it('puts nothing in the place that changed after it was found sound', async () => {
  writeFileSync(inObject(SCAN), ROTTEN);
  const damages = must(await damagesOf(), 'an object');
  const source = join(backup, 'vault', place, SCAN);
  const digest: AuditReader['digest'] = async (path, algorithm) => {
    const found = await reader.digest(path, algorithm);
    if (path === source) writeFileSync(source, readFileSync(source).fill(65));
    return found;
  };
  expect(await repair(damages, { ...reader, digest })).toMatchObject([
    { outcome: 'failed', code: 'REPAIR_NOT_VERIFIED', aside: null },
  ]);
  expect(readFileSync(inObject(SCAN), 'utf8')).toBe(ROTTEN);
});

it('believes no event that leads out of the vault', () => {
  const damage = frameDamage('FILE_EXTRA', 'ocfl/abc/def/012/object', 'v1/content/Thumbs.db');
  expect(damageSchema.safeParse(damage).success).toBe(true);
  expect(damageSchema.safeParse({ ...damage, path: '' }).success).toBe(true);
  expect(damageSchema.safeParse({ ...damage, place: '', path: '' }).success).toBe(true);
  expect(damageSchema.safeParse({ ...damage, place: `staging/${OPEN}` }).success).toBe(true);
  for (const path of ['../../x', 'v1/../../x', '/etc/passwd', 'a/./b', '..\\x', '\\\\server\\x'])
    expect(damageSchema.safeParse({ ...damage, path }).success, path).toBe(false);
  for (const where of ['/home', '..', 'ocfl/../..', 'damaged/x', 'C:/x', 'ocfl/C:/x'])
    expect(damageSchema.safeParse({ ...damage, place: where }).success, where).toBe(false);
});

function killedAt(step: string, damages: readonly Damage[]): Promise<boolean> {
  return runUntilKilled({
    child: CHILD,
    args: [vault, backup, JSON.stringify(damages)],
    at: { REPAIR_KILL_AT: step },
    waitMs: 0,
    deadlineMs: 60_000,
  });
}
