import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { silentLog } from '../../node/log.ts';
import { must } from '../../shared/must.ts';
import type { PullPage } from '../../shared/sync/wire/messages.ts';
import { findSmallDisk, NO_SMALL_DISK } from '../../test/fixtures/small-disk.ts';
import { folderIn, makeServer, pushAll, type ServerWorld } from '../backup/fixture-server.ts';
import { LOG_FILE, readArchiveFile } from './archive-file.ts';
import { createArchives, type Archives, type ArchivesDeps } from './archives.ts';
import { createDirectoryAdmin } from './directory-admin.ts';
import type { OpenDirectory, Session } from './directory-calls.ts';
import { openDirectoryFile } from './directory-file.ts';
import { openDirectory } from './directory.ts';
import type { ArchiveHandle } from './open-archive.ts';
import { verifyLog } from './verify-log.ts';

let place: string;
let world: ServerWorld;
let directory: OpenDirectory;
let archives: Archives;
let session: Session;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'qoima-archives-'));
  await open(join(place, 'server'));
});

afterEach(async () => {
  await archives.close();
  await directory.close();
  rmSync(place, { recursive: true, force: true });
});

async function open(folder: string, limits: ArchivesDeps['limits'] = {}): Promise<void> {
  world = await makeServer(folder);
  const directoryPath = join(folder, 'server.db');
  directory = openDirectory({ path: directoryPath });
  archives = createArchives({
    folderOf: folderIn(folder),
    directory,
    directoryPath,
    log: silentLog(),
    limits,
  });
  const device = must(await directory.device(world.caller.device), 'the device');
  const person = must(await directory.account(world.caller.person), 'the person');
  session = { archive: world.archive, device, person, grants: ['*'] };
}

const opened = async (id = world.archive): Promise<ArchiveHandle> =>
  must(await archives.open(id), 'the archive');

async function pushThrough(handle: ArchiveHandle): Promise<number> {
  const wire = { ...handle.calls(session), snapshotPart: () => Promise.reject(new Error('as files')) };
  return pushAll(wire, world.author, world.caller.device, world.keys);
}

test('an archive grows, tells so, and is read from the beginning; strangers are none', async () => {
  const handle = await opened();
  expect(await archives.open(newId())).toBeNull();
  const heads: number[] = [];
  handle.onGrowth((head) => heads.push(head));
  const file = 'ab'.repeat(32);
  world.author.create({ title: 'бірінші', file: { sha256: file } }, 'document');
  for (let i = 0; i < 250; i++) world.author.create({ title: `іс ${i}` });
  expect(await pushThrough(handle)).toBe(251);
  expect(heads).toEqual([100, 200, 251]);
  expect(handle.head()).toBe(251);
  const page = await handle.calls(session).pull({ cursor: null, limit: 1000, mine: [] });
  expect((page as { value: PullPage }).value.entries).toHaveLength(251);
  expect(await handle.standing()).toMatchObject({ head: 251, durable: 0, withheld: 0 });
  expect(await handle.named([file, 'cd'.repeat(32)])).toEqual([
    { sha256: file, device: world.caller.device },
  ]);
});

test('a snapshot is made once for all who begin, and its parts lie in files', async () => {
  for (let i = 0; i < 30; i++) world.author.create({ title: `іс ${i}` });
  const handle = await opened();
  await pushThrough(handle);
  const [first, second] = await Promise.all([
    handle.calls(session).snapshot(null),
    handle.calls(session).snapshot(null),
  ]);
  expect(first).toEqual(second);
  if (!first.ok) throw new Error(first.code);
  expect(first.value).toMatchObject({ records: 30, cursor: { srv: 30 } });
  const part = await handle.snapshotPart(first.value.id, 0);
  expect(part?.size).toBe(first.value.parts[0]?.bytes);
  expect(readdirSync(join(world.archiveFolder, 'snapshots'))).toEqual([first.value.id]);
  expect(await handle.snapshotPart(newId(), 0)).toBeNull();
});

test('what nobody asks for is closed, and opened again', async () => {
  world.author.create({ title: 'іс' });
  const handle = await opened();
  await pushThrough(handle);
  expect(handle.isOpen).toBe(true);
  await handle.close();
  expect(handle.isOpen).toBe(false);
  world.author.create({ title: 'тағы' });
  expect(await pushThrough(handle)).toBe(2);
});

test('only so many archives have threads at a time; the one that was idle longest makes room', async () => {
  await archives.close();
  await directory.close();
  await open(join(place, 'two'), { mostOpen: 1 });
  const db = openDirectoryFile(join(place, 'two', 'server.db'));
  const admin = createDirectoryAdmin(db);
  const { code } = admin.makeCode(admin.addArchive('Other').no, 7);
  db.close();
  const other = newId();
  const key = 'k'.repeat(43);
  expect(await directory.enrol({ code, key, name: 'Desk 2', machine: 'm', archive: other })).toMatchObject({
    ok: true,
  });
  const [first, second] = [await opened(), await opened(other)];
  await first.standing();
  await second.standing();
  expect([first.isOpen, second.isOpen]).toEqual([false, true]);
  await Promise.all([first.standing(), second.standing(), first.standing()]);
  expect(first.head() + second.head()).toBe(0);
});

describe('trouble', () => {
  test('a damaged file is told as maintenance and taken for no empty archive', async () => {
    const handle = await opened();
    const log = join(world.archiveFolder, LOG_FILE);
    world.author.create({ title: 'іс' });
    await pushThrough(handle);
    await handle.close();
    const bytes = readFileSync(log);
    writeFileSync(log, 'no database at all, and long enough to be looked at');
    const answer = await handle.calls(session).pull({ cursor: null, limit: 10, mine: [] });
    expect(answer).toMatchObject({ ok: false, code: 'MAINTENANCE' });
    // Put back in its place it is used again, without the server being started anew.
    writeFileSync(log, bytes);
    expect(await pushThrough(handle)).toBe(1);
  });

  test('a log that is gone is not replaced by an empty one', async () => {
    world.author.create({ title: 'іс' });
    const handle = await opened();
    await pushThrough(handle);
    await handle.calls(session).snapshot(null);
    await handle.close();
    rmSync(join(world.archiveFolder, LOG_FILE));
    expect(await handle.calls(session).pull({ cursor: null, limit: 10, mine: [] })).toMatchObject({
      code: 'MAINTENANCE',
    });
    expect(existsSync(join(world.archiveFolder, LOG_FILE))).toBe(false);
  });

  test('nor is one whose whole disk is not there, after the server was started anew', async () => {
    world.author.create({ title: 'іс' });
    await pushThrough(await opened());
    await archives.close();
    rmSync(world.archiveFolder, { recursive: true });
    const folder = join(place, 'server');
    const again = createArchives({
      folderOf: folderIn(folder),
      directory,
      directoryPath: join(folder, 'server.db'),
      log: silentLog(),
    });
    await expect(again.open(world.archive)).rejects.toThrow('MAINTENANCE');
    expect(existsSync(world.archiveFolder)).toBe(false);
    const db = openDirectoryFile(join(folder, 'server.db'));
    createDirectoryAdmin(db).beginAnew(1);
    db.close();
    expect(await pushThrough(must(await again.open(world.archive), 'the archive'))).toBe(1);
    await again.close();
  });

  const disk = findSmallDisk(16);
  test.skipIf(disk === null)(
    `a full disk refuses, and everything goes on when there is room (${NO_SMALL_DISK})`,
    async () => {
      const small = must(disk, 'a small disk');
      const folder = join(place, 'small');
      small.mount(folder);
      try {
        await archives.close();
        await directory.close();
        await open(join(folder, 'server'));
        const handle = await opened();
        for (let i = 0; i < 300; i++) world.author.create({ title: `іс ${i}`, scope: 'х'.repeat(2000) });
        const first = world.author.segment(0, 100);
        const push = (segment = first) => handle.calls(session).push({ segments: [segment] });
        expect(await push()).toMatchObject({ ok: true });
        small.fill(folder);
        expect(await push(world.author.segment(100, 100))).toMatchObject({ code: 'INSUFFICIENT_STORAGE' });
        // What was confirmed is still read.
        const page = await handle.calls(session).pull({ cursor: null, limit: 1000, mine: [] });
        expect(page).toMatchObject({ ok: true, value: { head: 100 } });
        small.free(folder);
        expect(await pushThrough(handle)).toBe(300);
        await archives.close();
        const db = readArchiveFile(join(world.archiveFolder, LOG_FILE));
        expect(verifyLog(db, { states: true })).toMatchObject({ entries: 300, codes: [] });
        db.close();
      } finally {
        await archives.close();
        await directory.close();
        small.unmount(folder);
      }
    },
  );
});
