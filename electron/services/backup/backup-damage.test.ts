/** Bytes that change in a backup: found, named, mended. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStation, rowsOf } from '../../../test/fixtures/backup-station.ts';
import { codeOf, flip, SCAN, useBackupWorld } from '../../../test/fixtures/backup-world.ts';
import { verifyFolder } from '../../../node/vault/verify-folder.ts';
import { must } from '../../../shared/must.ts';

const world = useBackupWorld();

describe('a byte changed in the backup', () => {
  const PLACES = {
    'a scan': [SCAN, 'BACKUP_BYTES_CHANGED'],
    'an inventory': ['vault/ocfl/**/[0-9a-f]*/inventory.json', 'BACKUP_BYTES_CHANGED'],
    'the digest of an inventory': ['vault/ocfl/**/v1/inventory.json.sha512', 'BACKUP_BYTES_CHANGED'],
    'a file of an open batch': ['open/*/*', 'BACKUP_BYTES_CHANGED'],
  } as const;

  test.each(Object.entries(PLACES))(
    'in %s is found, named, and mended by the next backup',
    async (_name, [pattern, code]) => {
      flip(world.one(pattern));
      expect(await codeOf(world.restore())).toBe('BACKUP_DAMAGED');
      expect(readdirSync(world.place)).not.toContain('restored');
      const report = await world.rehearse();
      expect(report.ok).toBe(false);
      expect(report.damaged).toEqual([{ where: expect.any(String), code }]);
      await world.backup();
      expect(await world.rehearse()).toMatchObject({ ok: true });
      expect(await verifyFolder(join(world.target, 'vault'))).toMatchObject({ valid: true });
    },
  );

  test('is found and mended by a backup that reads everything', async () => {
    flip(world.one(SCAN));
    expect((await world.backup()).repaired).toBe(0);
    expect((await world.backup({ verify: true })).repaired).toBe(1);
    expect(await world.restore()).toMatchObject({ isEqual: true });
  });

  test('costs that file and nothing else when the rest is wanted', async () => {
    flip(world.one(SCAN));
    const report = await world.restore({ partial: true });
    expect(report).toMatchObject({ isEqual: false, files: 7, objects: 2 });
    expect(report.damaged).toHaveLength(1);
    expect(rowsOf(report.folder)).toEqual(rowsOf(world.data));
  });

  test('in the journal leads to the one before, when the rest is wanted', async () => {
    const station = await openStation(world.data);
    await station.bringIn(['кейінгі']);
    await station.close();
    const { n } = await world.backup();
    flip(
      join(
        world.target,
        'journal',
        must(readdirSync(join(world.target, 'journal')).sort().at(-1), 'a journal'),
      ),
    );
    expect(await codeOf(world.restore())).toBe('BACKUP_DAMAGED');
    const report = await world.restore({ partial: true });
    expect(report.n).toBeLessThan(n);
    expect(report.damaged).toMatchObject([{ code: 'BACKUP_BYTES_CHANGED' }]);
  });

  test('is none where a first backup was cut before its last step: it is complete', async () => {
    rmSync(join(world.target, 'backup.json'));
    expect(await world.restore()).toMatchObject({ isEqual: true, damaged: [] });
    await world.backup();
    expect(existsSync(join(world.target, 'backup.json'))).toBe(true);
  });

  test('in the manifest is seen, and its copy takes its place', async () => {
    flip(join(world.target, 'backup.json'));
    expect(await world.restore()).toMatchObject({
      isEqual: true,
      damaged: [{ code: 'BACKUP_MANIFEST_DAMAGED' }],
    });
    await world.backup();
    rmSync(join(world.target, 'history'), { recursive: true });
    writeFileSync(join(world.target, 'backup.json'), '{');
    expect(await codeOf(world.restore({ folder: join(world.place, 'again') }))).toBe(
      'BACKUP_MANIFEST_DAMAGED',
    );
    expect(await codeOf(world.backup())).toBe('BACKUP_MANIFEST_DAMAGED');
  });
});
