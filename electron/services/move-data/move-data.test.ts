/** Data moved from folder to folder: real files, a real small disk. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { filesOf, openStation, rowsOf } from '../../../test/fixtures/backup-station.ts';
import { codeOf, flip, SCAN, useBackupWorld } from '../../../test/fixtures/backup-world.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { verifyFolder } from '../../../node/vault/verify-folder.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import {
  chooseDataFolder,
  notSwitchedOf,
  profileFolder,
  settleMove,
  withDataFolder,
} from '../data-folder.ts';
import { takeLock } from '../lock.ts';
import { readMoved, readMoving, readPointer, writeMoved, writeMoving, writePointer } from './marks.ts';
import { beginMove, moveData, precopy, switchOver, type MoveOptions } from './move-data.ts';

const world = useBackupWorld();

function move(options: Partial<MoveOptions> = {}) {
  return moveData({ from: world.data, to: join(world.place, 'new'), ...options });
}

function lockCode(folder: string): string {
  try {
    takeLock(folder, { host: 'cli', address: null, since: new Date().toISOString() }).release();
    return 'none';
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
}

test('brings everything, keeps the old folder, and shuts it', async () => {
  writeFileSync(join(world.data, 'settings.json'), '{"v":1,"language":"kk"}');
  mkdirSync(join(world.data, 'vault/cache/ab'), { recursive: true });
  writeFileSync(join(world.data, 'vault/cache/ab/thumb.jpg'), 'picture');
  mkdirSync(join(world.data, 'rehearsal/left'), { recursive: true });
  const before = rowsOf(world.data);
  const scans = filesOf(join(world.data, 'vault/ocfl'));
  const staged = filesOf(join(world.data, 'vault/staging'));
  const to = join(world.place, 'new');
  expect(await move()).toMatchObject({ from: world.data, to, objects: 2, records: before.records.length });
  expect(rowsOf(to)).toEqual(before);
  expect(filesOf(join(to, 'vault/ocfl'))).toEqual(scans);
  expect(filesOf(join(to, 'vault/staging'))).toEqual(staged);
  expect(readFileSync(join(to, 'settings.json'), 'utf8')).toContain('kk');
  expect(existsSync(join(to, 'vault/cache/ab/thumb.jpg'))).toBe(true);
  expect(readdirSync(to).filter((name) => /moving|rehearsal|\.new/.test(name))).toEqual([]);
  // The old folder has all it had, and one mark more.
  expect(filesOf(join(world.data, 'vault/ocfl'))).toEqual(scans);
  expect(readMoved(world.data)).toMatchObject({ to });
  expect(lockCode(world.data)).toBe('DATA_FOLDER_MOVED');
  expect(await codeOf(world.backup({ target: join(world.place, 'other target') }))).toBe('DATA_FOLDER_MOVED');
  expect(lockCode(to)).toBe('none');
  const station = await openStation(to);
  await station.bringIn(['жаңа жерде']);
  expect(await station.journal.verify()).toMatchObject({ ok: true });
  await station.close();
  expect((await verifyFolder(join(to, 'vault'))).findings).toEqual([]);
});

// Windows has no such modes of files.
test.skipIf(process.platform === 'win32')('nobody may read more of it than before', async () => {
  const secret = join(world.data, 'web-secret');
  writeFileSync(secret, 'ab', { mode: 0o600 });
  chmodSync(world.data, 0o700);
  const jobs = new DatabaseSync(join(world.data, 'jobs.db'));
  jobs.exec('CREATE TABLE jobs (id TEXT)');
  jobs.close();
  chmodSync(join(world.data, 'jobs.db'), 0o600);
  const { to } = await move();
  const modes = ['web-secret', 'jobs.db', '.'].map((name) => statSync(join(to, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o700]);
});

test('what is written between the two parts goes along', async () => {
  const to = join(world.place, 'new');
  await beginMove({ from: world.data, to });
  await precopy({ from: world.data, to });
  expect(lockCode(to)).toBe('DATA_FOLDER_MOVING');
  expect(lockCode(world.data)).toBe('none');
  const station = await openStation(world.data);
  await station.bringIn(['кейін']);
  await station.close();
  expect(await switchOver({ from: world.data, to })).toMatchObject({ objects: 3 });
  expect(rowsOf(to)).toEqual(rowsOf(world.data));
});

test('a scan that is copied is read again', async () => {
  let isFirst = true;
  const step = (name: string) => {
    if (name !== 'file copied' || !isFirst) return;
    isFirst = false;
  };
  await move({ step });
  expect(isFirst).toBe(false);
  expect(filesOf(join(world.place, 'new/vault/ocfl'))).toEqual(filesOf(join(world.data, 'vault/ocfl')));
});

test('goes to the root of a fresh disk and on from there, and leaves to each disk what it brought along', async () => {
  const [first, second] = [join(world.place, 'first disk'), join(world.place, 'second disk')];
  for (const disk of [first, second]) mkdirSync(join(disk, 'System Volume Information'), { recursive: true });
  writeFileSync(join(first, 'System Volume Information', 'of the first'), '');
  const before = rowsOf(world.data);
  await move({ to: first });
  await move({ from: first, to: second });
  expect(rowsOf(second)).toEqual(before);
  expect(readdirSync(join(second, 'System Volume Information'))).toEqual([]);
});

test('refuses places that cannot be moved to, and writes nothing there', async () => {
  symlinkSync(join(world.data, 'vault'), join(world.place, 'link'));
  for (const to of [world.data, join(world.data, 'x'), join(world.place, 'link', 'x')])
    expect(await codeOf(move({ to }))).toBe('MOVE_INSIDE_DATA');
  expect(await codeOf(move({ to: 'relative' }))).toBe('MOVE_NOT_ABSOLUTE');
  expect(await codeOf(move({ to: join(world.place, 'no disk', 'x') }))).toBe('MOVE_PLACE_MISSING');
  expect(await codeOf(move({ to: world.target }))).toBe('MOVE_NOT_EMPTY');
  expect(await codeOf(move({ to: world.place }))).toBe('MOVE_NOT_EMPTY');
  writeFileSync(join(world.place, 'file'), '');
  expect(await codeOf(move({ to: join(world.place, 'file') }))).toBe('MOVE_PLACE_MISSING');
  const other = join(world.place, 'other');
  mkdirSync(other);
  writeMoving(other, { archive: 'another', from: world.data });
  expect(await codeOf(move({ to: other }))).toBe('MOVE_NOT_EMPTY');
  expect(lockCode(world.data)).toBe('none');
});

test('goes on where it was cancelled', async () => {
  let asked = 0;
  expect(await codeOf(move({ isCancelled: () => ++asked > 4 }))).toBe('CANCELLED');
  expect(lockCode(join(world.place, 'new'))).toBe('DATA_FOLDER_MOVING');
  expect(lockCode(world.data)).toBe('none');
  expect(await move()).toMatchObject({ objects: 2 });
});

test('a scan that was damaged before is as damaged as before, and a journal that is not sound stays', async () => {
  flip(world.one(SCAN, world.data));
  expect(await move()).toMatchObject({ objects: 2 });
  expect(filesOf(join(world.place, 'new/vault/ocfl'))).toEqual(filesOf(join(world.data, 'vault/ocfl')));
});

test('refuses to leave a journal behind that cannot be trusted', async () => {
  const path = join(world.data, 'journal.db');
  const bytes = readFileSync(path);
  bytes.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 5000);
  writeFileSync(path, bytes);
  expect(['JOURNAL_BROKEN', 'BACKUP_JOURNAL_UNSOUND']).toContain(await codeOf(move()));
  expect(readMoved(world.data)).toBeNull();
});

test('the profile of the window stays where it is', async () => {
  mkdirSync(`${world.data}-window`);
  await move();
  expect(profileFolder(join(world.place, 'new'))).toBe(`${world.data}-window`);
  rmSync(`${world.data}-window`, { recursive: true });
  expect(profileFolder(join(world.place, 'new'))).toBe(join(world.place, 'new-window'));
});

const disk = findSmallDisk(8);
test.skipIf(disk === null)('a disk without room, or one that goes away, costs nothing', async () => {
  const small = must(disk, 'a small disk');
  const mount = join(world.place, 'disk');
  mkdirSync(mount);
  small.mount(mount);
  try {
    const to = join(mount, 'new');
    small.fill(mount);
    expect(await codeOf(move({ to }))).toBe('MOVE_NO_ROOM');
    small.free(mount);
    // 8 MiB are less than what is always left free, so the large part is not asked for its room here.
    for (const at of ['object placed', 'objects copied', 'journal copied', 'journal placed']) {
      await beginMove({ from: world.data, to });
      const step = (name: string) => {
        if (name === at) small.unmount(mount);
      };
      expect([at, await codeOf(switchOver({ from: world.data, to, step }))]).toEqual([at, 'MOVE_PLACE_GONE']);
      // Nothing was written to the disk that lies under it.
      expect([at, readdirSync(mount)]).toEqual([at, []]);
      expect(lockCode(world.data)).toBe('none');
      small.mount(mount);
    }
    await beginMove({ from: world.data, to });
    const fill = (name: string) => {
      if (name === 'rest copied') small.fill(mount);
    };
    expect(await codeOf(switchOver({ from: world.data, to, step: fill }))).toBe('MOVE_NO_ROOM');
    expect(lockCode(world.data)).toBe('none');
    small.free(mount);
    expect(await switchOver({ from: world.data, to })).toMatchObject({ objects: 2 });
  } finally {
    small.unmount(mount);
  }
});

// Only Linux's default place can be told by the environment without touching that of whoever runs the tests.
const hasOwnPlace = process.platform === 'linux';

/** A machine with the program's default place, where the station lies. */
function machine() {
  const environment = { XDG_DATA_HOME: world.place, LOCALAPPDATA: world.place };
  return { environment, chosen: () => chooseDataFolder([], environment) };
}

test.skipIf(!hasOwnPlace)('the program finds its data wherever it was moved', async () => {
  const { environment, chosen } = machine();
  const first = join(world.place, 'qoima', 'data');
  mkdirSync(join(world.place, 'qoima'));
  await move({ to: first });
  expect(chosen()).toBe(first);
  const second = join(world.place, 'second');
  await moveData({ from: first, to: second });
  // Cut before the pointer was written: the mark in the old folder leads on, and the pointer is made good.
  expect(readPointer(first)).toBeNull();
  expect(chosen()).toBe(second);
  settleMove(second, environment);
  expect(readPointer(first)).toBe(second);
  rmSync(first, { recursive: true });
  expect(chosen()).toBe(second);
  // Named by hand, a folder is that folder.
  expect(chooseDataFolder(['--data', '/elsewhere'], environment)).toBe('/elsewhere');
});

test.skipIf(!hasOwnPlace)('a move is made though the pointer cannot be written', async () => {
  const { environment, chosen } = machine();
  const to = join(world.place, 'new');
  mkdirSync(join(world.place, 'qoima'));
  writePointer(join(world.place, 'qoima', 'data'), world.data);
  mkdirSync(join(world.place, 'qoima', 'data-folder.json.new'));
  vi.stubEnv('XDG_DATA_HOME', environment.XDG_DATA_HOME);
  try {
    expect(await move({ to })).toMatchObject({ to, objects: 2 });
  } finally {
    vi.unstubAllEnvs();
  }
  expect(chosen()).toBe(to);
});

test.skipIf(!hasOwnPlace)('a pointer that leads nowhere founds nothing', async () => {
  const { environment, chosen } = machine();
  const first = join(world.place, 'qoima', 'data');
  mkdirSync(join(world.place, 'qoima'));
  const { refuseUnfit } = await import('../data-folder.ts');
  const code = () => {
    try {
      refuseUnfit(chosen(), environment);
      return 'none';
    } catch (error) {
      return (error as TroubleError).code;
    }
  };
  expect(code()).toBe('none');
  writePointer(first, join(world.place, 'not plugged in'));
  expect([chosen(), code()]).toEqual([join(world.place, 'not plugged in'), 'DATA_FOLDER_MISSING']);
  writeFileSync(join(world.place, 'qoima', 'data-folder.json'), '{');
  expect([chosen(), code()]).toEqual([first, 'DATA_POINTER_DAMAGED']);
  mkdirSync(first);
  writeMoved(first, { archive: 'x', to: world.data, at: '' });
  expect([chosen(), code()]).toEqual([world.data, 'none']);
  writeMoved(world.data, { archive: 'x', to: first, at: '' });
  expect(code()).toBe('DATA_FOLDER_MOVED');
});

test('a mark that cannot be understood shuts the folder too', () => {
  writeFileSync(join(world.data, 'moved.json'), '{');
  expect(lockCode(world.data)).toBe('DATA_FOLDER_MOVED');
  rmSync(join(world.data, 'moved.json'));
  writeFileSync(join(world.data, 'moving.json'), '');
  expect(lockCode(world.data)).toBe('DATA_FOLDER_MOVING');
  expect(readMoving(world.data)).toBe('damaged');
});

test('a start is told of another folder by its arguments', () => {
  expect(withDataFolder(['a', '--data', 'old', 'b'], '/new')).toEqual(['a', 'b', '--data=/new']);
  expect(withDataFolder(['--data=old'], '/new')).toEqual(['--data=/new']);
  expect(withDataFolder(['--read-only'], '/new')).toEqual(['--read-only', '--data=/new']);
  // And why a move failed, until the next start.
  const told = withDataFolder(['--kiosk'], '/old', 'MOVE_PLACE_GONE');
  expect(notSwitchedOf(told)).toBe('MOVE_PLACE_GONE');
  expect(withDataFolder(told, '/new')).toEqual(['--kiosk', '--data=/new']);
  expect(notSwitchedOf(['--not-switched=<b>'])).toBeNull();
});
