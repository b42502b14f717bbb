import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import { TroubleError } from '../../shared/result.ts';
import { prepareServerFolder } from '../admin/server-folder.ts';
import { LOG_FILE, readArchiveFile } from '../store/archive-file.ts';
import { verifyLog } from '../store/verify-log.ts';
import type { CutOptions } from '../../test/fixtures/server-cut.ts';
import type { PusherOptions } from '../../test/fixtures/server-pusher.ts';
import { folderIn, makeServer, restoreTo, type ServerWorld } from './fixture-server.ts';

let top: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'qoima-server-kills-'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

function verify(folder: string, archive: string) {
  const db = readArchiveFile(join(folderIn(folder)(archive), LOG_FILE));
  try {
    const places = db.prepare<{ id: string; seq: number }>('SELECT id, seq FROM replicas').all();
    return { ...verifyLog(db, { states: true }), places: new Map(places.map(({ id, seq }) => [id, seq])) };
  } finally {
    db.close();
  }
}

/** Lets a process push until it has confirmed something and `ms` more have passed, kills it, and gives what it confirmed. */
async function pushUntilKilled(
  world: ServerWorld,
  perPush: number,
  ms: number,
): Promise<Map<string, number>> {
  const options: PusherOptions = {
    folder: world.folder,
    archive: world.archive,
    ...world.caller,
    key: world.keys.key,
    jwk: world.keys.secret.export({ format: 'jwk' }),
    perPush,
  };
  const child = spawn(process.execPath, ['test/fixtures/server-pusher.ts', JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const first = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    first.resolve();
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await Promise.race([first.promise, ended]);
  await sleep(ms);
  child.kill('SIGKILL');
  await ended;
  const confirmed = new Map<string, number>();
  for (const line of text.split('\n').slice(0, -1)) {
    const [replica = '', seq] = line.split(' ');
    confirmed.set(replica, Number(seq));
  }
  return confirmed;
}

test('whatever was confirmed is there when the server is killed while it takes ops in', async () => {
  const world = await makeServer(join(top, 'pushing'));
  const confirmed = new Map<string, number>();
  for (const [perPush, ms] of [
    [1, 40],
    [300, 90],
    [20, 130],
  ] as const) {
    for (const [replica, seq] of await pushUntilKilled(world, perPush, ms)) confirmed.set(replica, seq);
    const found = verify(world.folder, world.archive);
    expect(found.codes).toEqual([]);
    for (const [replica, seq] of confirmed)
      expect(must(found.places.get(replica), 'the replica')).toBeGreaterThanOrEqual(seq);
  }
  expect(confirmed.size).toBe(3);
});

describe('a backup that is killed', () => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await makeServer(join(top, 'backing'));
    for (let i = 0; i < 40; i++) world.author.create({ title: `іс ${i}` });
    await world.push();
  });

  test.each(['journal copied', 'journal placed', 'manifest written', 'pruned'])(
    'at "%s" harms nothing',
    async (at) => {
      const place = mkdtempSync(join(top, 'cut-'));
      const [first, later] = [join(place, 'first'), join(place, 'later')];
      // The first backup there is, and one that follows another.
      await world.backup(later);
      for (const target of [first, later]) {
        expect(cut({ what: 'backup', folder: world.folder, target, at })).toBe('SIGKILL');
        const restored = await restoreTo(
          target,
          join(place, `from-${target === first ? 'first' : 'later'}`),
        ).then(
          ({ damaged }) => damaged.length,
          (error: unknown) => (error instanceof TroubleError ? error.code : String(error)),
        );
        expect(restored).toBe(target === first ? 'BACKUP_MISSING' : 0);
        await world.backup(target);
        const folder = join(place, `again-${target === first ? 'first' : 'later'}`);
        expect(await restoreTo(target, folder)).toMatchObject({ damaged: [], archives: [{ head: 40 }] });
        expect(verify(folder, world.archive).codes).toEqual([]);
      }
    },
  );
});

test('a restore that is killed leaves no server behind, and the backup as it was', async () => {
  const world = await makeServer(join(top, 'restoring'));
  world.author.create({ title: 'іс' });
  await world.push();
  const target = join(top, 'restoring-target');
  await world.backup(target);
  for (const at of ['log restored', 'archive restored']) {
    const folder = join(top, `cut ${at}`);
    expect(cut({ what: 'restore', folder, target, at })).toBe('SIGKILL');
    expect(existsSync(join(folder, 'server.db'))).toBe(false);
    expect(() => prepareServerFolder(folder)).toThrow('FOLDER_TAKEN');
    await expect(restoreTo(target, folder)).rejects.toThrow('RESTORE_NOT_EMPTY');
  }
  cpSync(target, `${target}-moved`, { recursive: true });
  expect(await restoreTo(`${target}-moved`, join(top, 'whole'))).toMatchObject({ damaged: [] });
});

function cut(options: CutOptions): string | null {
  return spawnSync(process.execPath, ['test/fixtures/server-cut.ts', JSON.stringify(options)], {
    stdio: 'inherit',
  }).signal;
}
