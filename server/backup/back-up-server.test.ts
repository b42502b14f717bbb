import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import { TroubleError } from '../../shared/result.ts';
import { LOG_FILE, metaOf, openExistingArchiveFile, readArchiveFile } from '../store/archive-file.ts';
import { findSmallDisk, NO_SMALL_DISK } from '../../test/fixtures/small-disk.ts';
import { DIRECTORY_FILE, openDirectoryFile } from '../store/directory-file.ts';
import { createAuthor, newDeviceKeys } from '../store/fixture-author.ts';
import { rebuildStates } from '../store/rebuild-states.ts';
import { verifyLog } from '../store/verify-log.ts';
import { archiveTarget } from './backup-folder.ts';
import {
  folderIn,
  makeServer,
  openService,
  placeOf,
  pushAll,
  restoreTo,
  type ServerWorld,
} from './fixture-server.ts';
import { readServerManifest } from './server-manifest.ts';

let top: string;
let place: string;
let target: string;
let world: ServerWorld;

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'qoima-server-backup-'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));
beforeEach(async () => {
  place = mkdtempSync(join(top, 'test-'));
  target = join(place, 'target');
  world = await makeServer(join(place, 'server'));
  const first = world.author.create({ title: 'Жер дауы' });
  for (let i = 0; i < 150; i++) world.author.create({ title: `іс ${i}` });
  world.author.set(first, { title: 'Жер дауы туралы' });
  await world.push();
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof TroubleError ? error.code : String(error)),
  );

function check(folder: string) {
  const db = readArchiveFile(join(folderIn(folder)(world.archive), LOG_FILE));
  try {
    return { ...verifyLog(db, { states: true }), epoch: metaOf(db, 'epoch'), durable: metaOf(db, 'durable') };
  } finally {
    db.close();
  }
}

describe('a backup of a server', () => {
  test('holds what the server holds, read again, and tells the server so', async () => {
    expect(check(world.folder)).toMatchObject({ entries: 152, records: 151, codes: [], durable: 0 });
    const report = await world.backup(target);
    expect(report.archives).toMatchObject([{ head: 152, records: 151, damaged: [] }]);
    expect(check(world.folder)).toMatchObject({ durable: 152, codes: [] });
    const hello = await world.serve((wire) => placeOf(wire, world.author));
    expect(hello).toMatchObject({ seq: 152, durable: 152 });
  });

  test('is made beside a server that writes, and again with what came since', async () => {
    const { service, close } = openService(world.folder, world.archive);
    try {
      const wire = service.as(world.caller);
      for (let i = 0; i < 400; i++) world.author.create({ title: `кейін ${i}` });
      const [, pushed] = await Promise.all([
        world.backup(target),
        pushAll(wire, world.author, world.caller.device, world.keys),
      ]);
      expect(pushed).toBe(552);
      const report = await world.backup(target, { verify: true });
      expect(report.archives[0]?.head).toBe(552);
    } finally {
      close();
    }
  });

  test('is refused where it would harm another one, and in the server itself', async () => {
    const other = await makeServer(join(place, 'other'));
    await other.push();
    await world.backup(target);
    expect(await codeOf(other.backup(target))).toBe('BACKUP_FOREIGN');
    expect(await codeOf(world.backup(join(world.folder, 'backup')))).toBe('BACKUP_INSIDE_DATA');
    expect(await codeOf(world.backup(join(place, 'no', 'disk')))).toBe('BACKUP_TARGET_MISSING');
    writeFileSync(join(place, 'letters.txt'), 'somebody’s');
    expect(await codeOf(world.backup(place))).toBe('BACKUP_FOREIGN');
  });

  test('that knows more than the server is left as it is', async () => {
    cpSync(world.folder, join(place, 'older'), { recursive: true });
    for (let i = 0; i < 10; i++) world.author.create({ title: `жаңа ${i}` });
    await world.push();
    await world.backup(target);
    const manifest = await readServerManifest(target);
    rmSync(world.folder, { recursive: true });
    cpSync(join(place, 'older'), world.folder, { recursive: true });
    expect(await codeOf(world.backup(target))).toBe('BACKUP_AHEAD');
    expect(await readServerManifest(target)).toEqual(manifest);
    // When the station has brought back what was lost, the same folder is good again.
    await world.push();
    expect((await world.backup(target)).archives[0]?.head).toBe(162);
  });

  test('of a log that is not sound is refused, and the one before stays', async () => {
    await world.backup(target);
    const manifest = await readServerManifest(target);
    const db = openExistingArchiveFile(join(world.archiveFolder, LOG_FILE));
    db.exec("UPDATE ops SET text = replace(text, 'іс 7', 'іс 8') WHERE seq = 9");
    db.close();
    expect(await codeOf(world.backup(target))).toBe('BACKUP_UNSOUND');
    expect(await readServerManifest(target)).toEqual(manifest);
    expect(check(world.folder).codes).toContain('CHAIN_BROKEN');
  });

  test('of one archive leaves the others in the backup as they were', async () => {
    await world.backup(target);
    const before = await readServerManifest(target);
    world.author.create({ title: 'кейін' });
    await world.push();
    expect((await world.backup(target, { only: new Set() })).archives).toEqual([]);
    const manifest = await readServerManifest(target);
    expect(manifest?.archives).toEqual(before?.archives);
    expect(manifest?.directory).not.toEqual(before?.directory);
    const folder = join(place, 'restored');
    expect(await restoreTo(target, folder, { only: world.archive })).toMatchObject({
      archives: [{ head: 152 }],
    });
    expect(await codeOf(restoreTo(target, join(place, 'x'), { only: 'Other' }))).toBe('ARCHIVE_UNKNOWN');
  });

  const disk = findSmallDisk(8);
  test.skipIf(disk === null)(
    `on a disk that gets full is refused, and the one before stays (${NO_SMALL_DISK})`,
    async () => {
      const small = must(disk, 'a small disk');
      const folder = join(place, 'stick');
      small.mount(folder);
      try {
        await world.backup(join(folder, 'backup'));
        world.author.create({ title: 'кейін' });
        await world.push();
        small.fill(folder);
        expect(await codeOf(world.backup(join(folder, 'backup')))).toBe('DISK_FULL');
        expect(check(world.folder).durable).toBe(152);
        expect(await restoreTo(join(folder, 'backup'), join(place, 'restored'))).toMatchObject({
          damaged: [],
          archives: [{ head: 152 }],
        });
        small.free(folder);
        expect((await world.backup(join(folder, 'backup'))).archives[0]?.head).toBe(153);
      } finally {
        small.unmount(folder);
      }
    },
  );
});

describe('a restore', () => {
  test('gives the same log in a new life, and the station brings what came after', async () => {
    await world.backup(target);
    for (let i = 0; i < 120; i++) world.author.create({ title: `кейін ${i}` });
    await world.push();
    const before = check(world.folder);
    const folder = join(place, 'restored');
    const report = await restoreTo(target, folder);
    expect(report).toMatchObject({ damaged: [], archives: [{ head: 152, records: 151 }] });
    const after = check(folder);
    expect(after).toMatchObject({ entries: 152, durable: 152, codes: [] });
    expect(after.epoch).not.toBe(before.epoch);

    const { service, close } = openService(folder, world.archive);
    try {
      expect(await pushAll(service.as(world.caller), world.author, world.caller.device, world.keys)).toBe(
        272,
      );
    } finally {
      close();
    }
    expect(check(folder)).toMatchObject({ entries: 272, records: 271, codes: [] });
  });

  test('refuses a folder that is not empty and a source that is none', async () => {
    await world.backup(target);
    expect(await codeOf(restoreTo(target, world.folder))).toBe('RESTORE_NOT_EMPTY');
    expect(await codeOf(restoreTo(target, join(target, 'inside')))).toBe('RESTORE_INSIDE_BACKUP');
    expect(await codeOf(restoreTo(world.folder, join(place, 'x')))).toBe('BACKUP_MISSING');
  });

  test('has its folder for itself: of two at once one is done, whole, and the other refused', async () => {
    await world.backup(target);
    const folder = join(place, 'restored');
    const codes = await Promise.all([1, 2].map(() => codeOf(restoreTo(target, folder))));
    expect(codes.sort()).toEqual(['RESTORE_NOT_EMPTY', 'ok']);
    expect(check(folder)).toMatchObject({ entries: 152, codes: [] });
  });

  test('of a damaged backup leaves nothing behind; what is sound of it is given when asked for', async () => {
    await world.backup(target);
    world.author.create({ title: 'соңғы' });
    await world.push();
    await world.backup(target);
    const { journal } = JSON.parse(
      readFileSync(join(archiveTarget(target, world.archive), 'backup.json'), 'utf8'),
    ) as {
      journal: { file: string };
    };
    const log = join(archiveTarget(target, world.archive), journal.file);
    const bytes = readFileSync(log);
    bytes[bytes.length - 5000] = (bytes[bytes.length - 5000] ?? 0) ^ 1;
    writeFileSync(log, bytes);
    const folder = join(place, 'restored');
    expect(await codeOf(restoreTo(target, folder))).toBe('BACKUP_DAMAGED');
    expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined();
    const report = await restoreTo(target, folder, { partial: true });
    expect(report.damaged).toHaveLength(1);
    // The backup before stands in for it.
    expect(must(report.archives[0], 'the archive').head).toBe(152);
    expect(check(folder).codes).toEqual([]);
  });

  test('opens the time in which others’ work comes back without a seal, or does not', async () => {
    const foreign = createAuthor(world.archive, world.caller.person);
    foreign.create({ title: 'бөтен' });
    await world.backup(target);
    const until = new Date(Date.now() + 60_000).toISOString();
    const epochs = new Set<unknown>([check(world.folder).epoch]);
    for (const [name, recoveryUntil, withheld] of [
      ['with', until, 0],
      ['without', null, 1],
    ] as const) {
      const folder = join(place, name);
      await restoreTo(target, folder, { recoveryUntil });
      // Each is a life of its own: what one of them says later is not true of the other.
      expect(epochs.has(check(folder).epoch)).toBe(false);
      epochs.add(check(folder).epoch);
      const { service, close } = openService(folder, world.archive);
      try {
        // No device of the archive has signed it.
        const answer = await service.as(world.caller).push({ segments: [foreign.segment(0)] });
        expect(answer).toMatchObject({ ok: true });
        if (answer.ok) expect(answer.value.withheld).toHaveLength(withheld);
      } finally {
        close();
      }
    }
  });
});

test('an archive that had lived elsewhere is brought whole by the station that founds it, and by no other', async () => {
  const { folder, archive, caller } = await makeServer(join(place, 'second'));
  const foreign = createAuthor(archive, caller.person);
  foreign.create({ title: 'бұрынғы серверден' });
  const other = enrolSecond(folder, archive);
  const { service, close } = openService(folder, archive);
  try {
    const byOther = await service.as({ ...caller, device: other }).push({ segments: [foreign.segment(0)] });
    expect(byOther).toMatchObject({ ok: true, value: { withheld: [{ code: 'UNSEALED' }] } });
    const second = createAuthor(archive, caller.person);
    second.create({ title: 'бұрынғы серверден' });
    const byFounder = await service.as(caller).push({ segments: [second.segment(0)] });
    expect(byFounder).toMatchObject({ ok: true, value: { withheld: [] } });
  } finally {
    close();
  }
});

test('rows that were changed are found and made anew from the changes', async () => {
  const db = openExistingArchiveFile(join(world.archiveFolder, LOG_FILE));
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

/** One more device, which joined. */
function enrolSecond(folder: string, archive: string): string {
  const db = openDirectoryFile(join(folder, DIRECTORY_FILE));
  try {
    const id = newId();
    db.prepare(
      'INSERT INTO devices (id, archive, name, key, machine, enrolled) SELECT ?, no, ?, ?, ?, ? FROM archives WHERE id = ?',
    ).run(id, 'Desk 2', newDeviceKeys().key, 'm2', new Date().toISOString(), archive);
    return id;
  } finally {
    db.close();
  }
}
