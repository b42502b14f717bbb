import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOG_FILE, openExistingArchiveFile } from '../store/archive-file.ts';
import { must } from '../../shared/must.ts';
import { findSmallDisk, NO_SMALL_DISK } from '../../test/fixtures/small-disk.ts';
import { rebuildStates } from '../store/rebuild-states.ts';
import { verifyLog } from '../store/verify-log.ts';
import { codeOf, useBackedServer } from './fixture-backed-server.ts';
import { makeServer, openService, placeOf, pushAll, restoreTo } from './fixture-server.ts';
import { readServerManifest } from './server-manifest.ts';

const own = useBackedServer();

describe('a backup of a server', () => {
  test('holds what the server holds, read again, and tells the server so', async () => {
    expect(own.check(own.world.folder)).toMatchObject({ entries: 152, records: 151, codes: [], durable: 0 });
    const report = await own.world.backup(own.target);
    expect(report.archives).toMatchObject([{ head: 152, records: 151, damaged: [] }]);
    expect(own.check(own.world.folder)).toMatchObject({ durable: 152, codes: [] });
    const hello = await own.world.serve((wire) => placeOf(wire, own.world.author));
    expect(hello).toMatchObject({ seq: 152, durable: 152 });
  });

  test('is made beside a server that writes, and again with what came since', async () => {
    const { service, close } = openService(own.world.folder, own.world.archive);
    try {
      const wire = service.as(own.world.caller);
      for (let i = 0; i < 400; i++) own.world.author.create({ title: `кейін ${i}` });
      const [, pushed] = await Promise.all([
        own.world.backup(own.target),
        pushAll(wire, own.world.author, own.world.caller.device, own.world.keys),
      ]);
      expect(pushed).toBe(552);
      const report = await own.world.backup(own.target, { verify: true });
      expect(report.archives[0]?.head).toBe(552);
    } finally {
      close();
    }
  });

  test('is refused where it would harm another one, and in the server itself', async () => {
    const other = await makeServer(join(own.place, 'other'));
    await other.push();
    await own.world.backup(own.target);
    expect(await codeOf(other.backup(own.target))).toBe('BACKUP_FOREIGN');
    expect(await codeOf(own.world.backup(join(own.world.folder, 'backup')))).toBe('BACKUP_INSIDE_DATA');
    expect(await codeOf(own.world.backup(join(own.place, 'no', 'disk')))).toBe('BACKUP_TARGET_MISSING');
    writeFileSync(join(own.place, 'letters.txt'), 'somebody’s');
    expect(await codeOf(own.world.backup(own.place))).toBe('BACKUP_FOREIGN');
  });

  test('that knows more than the server is left as it is', async () => {
    cpSync(own.world.folder, join(own.place, 'older'), { recursive: true });
    for (let i = 0; i < 10; i++) own.world.author.create({ title: `жаңа ${i}` });
    await own.world.push();
    await own.world.backup(own.target);
    const manifest = await readServerManifest(own.target);
    rmSync(own.world.folder, { recursive: true });
    cpSync(join(own.place, 'older'), own.world.folder, { recursive: true });
    expect(await codeOf(own.world.backup(own.target))).toBe('BACKUP_AHEAD');
    expect(await readServerManifest(own.target)).toEqual(manifest);
    // When the station has brought back what was lost, the same folder is good again.
    await own.world.push();
    expect((await own.world.backup(own.target)).archives[0]?.head).toBe(162);
  });

  test('of a log that is not sound is refused, and the one before stays', async () => {
    await own.world.backup(own.target);
    const manifest = await readServerManifest(own.target);
    const db = openExistingArchiveFile(join(own.world.archiveFolder, LOG_FILE));
    db.exec("UPDATE ops SET text = replace(text, 'іс 7', 'іс 8') WHERE seq = 9");
    db.close();
    expect(await codeOf(own.world.backup(own.target))).toBe('BACKUP_UNSOUND');
    expect(await readServerManifest(own.target)).toEqual(manifest);
    expect(own.check(own.world.folder).codes).toContain('CHAIN_BROKEN');
  });

  test('of one archive leaves the others in the backup as they were', async () => {
    await own.world.backup(own.target);
    const before = await readServerManifest(own.target);
    own.world.author.create({ title: 'кейін' });
    await own.world.push();
    expect((await own.world.backup(own.target, { only: new Set() })).archives).toEqual([]);
    const manifest = await readServerManifest(own.target);
    expect(manifest?.archives).toEqual(before?.archives);
    expect(manifest?.directory).not.toEqual(before?.directory);
    const folder = join(own.place, 'restored');
    expect(await restoreTo(own.target, folder, { only: own.world.archive })).toMatchObject({
      archives: [{ head: 152 }],
    });
    expect(await codeOf(restoreTo(own.target, join(own.place, 'x'), { only: 'Other' }))).toBe(
      'ARCHIVE_UNKNOWN',
    );
  });

  const disk = findSmallDisk(8);
  test.skipIf(disk === null)(
    `on a disk that gets full is refused, and the one before stays (${NO_SMALL_DISK})`,
    async () => {
      const small = must(disk, 'a small disk');
      const folder = join(own.place, 'stick');
      small.mount(folder);
      try {
        await own.world.backup(join(folder, 'backup'));
        own.world.author.create({ title: 'кейін' });
        await own.world.push();
        small.fill(folder);
        expect(await codeOf(own.world.backup(join(folder, 'backup')))).toBe('DISK_FULL');
        expect(own.check(own.world.folder).durable).toBe(152);
        expect(await restoreTo(join(folder, 'backup'), join(own.place, 'restored'))).toMatchObject({
          damaged: [],
          archives: [{ head: 152 }],
        });
        small.free(folder);
        expect((await own.world.backup(join(folder, 'backup'))).archives[0]?.head).toBe(153);
      } finally {
        small.unmount(folder);
      }
    },
  );
});

test('rows that were changed are found and made anew from the changes', async () => {
  const db = openExistingArchiveFile(join(own.world.archiveFolder, LOG_FILE));
  try {
    db.exec("UPDATE records SET doc = replace(doc, 'іс 7', 'іс 70') WHERE doc LIKE '%іс 7\"%'");
    db.exec("DELETE FROM records WHERE doc LIKE '%іс 9\"%'");
    expect(verifyLog(db, { states: true }).codes).toEqual(['STATE_DIFFERS', 'STATE_MISSING']);
    expect(rebuildStates(db)).toEqual({ records: 151, changed: 2, removed: 0 });
    expect(verifyLog(db, { states: true }).codes).toEqual([]);
    db.exec('UPDATE log SET kind = 1 WHERE srv = 40');
    expect(verifyLog(db, { states: false }).codes).toEqual(['LOG_CHANGED']);
  } finally {
    db.close();
  }
});
