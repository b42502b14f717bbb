import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import { DIRECTORY_FILE, openDirectoryFile } from '../store/directory-file.ts';
import { createAuthor, newDeviceKeys } from '../store/fixture-author.ts';
import { archiveTarget } from './backup-folder.ts';
import { codeOf, useBackedServer } from './fixture-backed-server.ts';
import { makeServer, openService, pushAll, restoreTo } from './fixture-server.ts';

const own = useBackedServer();

describe('a restore', () => {
  test('gives the same log in a new life, and the station brings what came after', async () => {
    await own.world.backup(own.target);
    for (let i = 0; i < 120; i++) own.world.author.create({ title: `кейін ${i}` });
    await own.world.push();
    const before = own.check(own.world.folder);
    const folder = join(own.place, 'restored');
    const report = await restoreTo(own.target, folder);
    expect(report).toMatchObject({ damaged: [], archives: [{ head: 152, records: 151 }] });
    const after = own.check(folder);
    expect(after).toMatchObject({ entries: 152, durable: 152, codes: [] });
    expect(after.epoch).not.toBe(before.epoch);

    const { service, close } = openService(folder, own.world.archive);
    try {
      expect(
        await pushAll(
          service.as(own.world.caller),
          own.world.author,
          own.world.caller.device,
          own.world.keys,
        ),
      ).toBe(272);
    } finally {
      close();
    }
    expect(own.check(folder)).toMatchObject({ entries: 272, records: 271, codes: [] });
  });

  test('refuses a folder that is not empty and a source that is none', async () => {
    await own.world.backup(own.target);
    expect(await codeOf(restoreTo(own.target, own.world.folder))).toBe('RESTORE_NOT_EMPTY');
    expect(await codeOf(restoreTo(own.target, join(own.target, 'inside')))).toBe('RESTORE_INSIDE_BACKUP');
    expect(await codeOf(restoreTo(own.world.folder, join(own.place, 'x')))).toBe('BACKUP_MISSING');
  });

  test('has its folder for itself: of two at once one is done, whole, and the other refused', async () => {
    await own.world.backup(own.target);
    const folder = join(own.place, 'restored');
    const codes = await Promise.all([1, 2].map(() => codeOf(restoreTo(own.target, folder))));
    expect(codes.sort()).toEqual(['RESTORE_NOT_EMPTY', 'ok']);
    expect(own.check(folder)).toMatchObject({ entries: 152, codes: [] });
  });

  test('of a damaged backup leaves nothing behind; what is sound of it is given when asked for', async () => {
    await own.world.backup(own.target);
    own.world.author.create({ title: 'соңғы' });
    await own.world.push();
    await own.world.backup(own.target);
    const { journal } = JSON.parse(
      readFileSync(join(archiveTarget(own.target, own.world.archive), 'backup.json'), 'utf8'),
    ) as {
      journal: { file: string };
    };
    const log = join(archiveTarget(own.target, own.world.archive), journal.file);
    const bytes = readFileSync(log);
    bytes[bytes.length - 5000] = (bytes[bytes.length - 5000] ?? 0) ^ 1;
    writeFileSync(log, bytes);
    const folder = join(own.place, 'restored');
    expect(await codeOf(restoreTo(own.target, folder))).toBe('BACKUP_DAMAGED');
    expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined();
    const report = await restoreTo(own.target, folder, { partial: true });
    expect(report.damaged).toHaveLength(1);
    // The backup before stands in for it.
    expect(must(report.archives[0], 'the archive').head).toBe(152);
    expect(own.check(folder).codes).toEqual([]);
  });

  test('opens the time in which others’ work comes back without a seal, or does not', async () => {
    const foreign = createAuthor(own.world.archive, own.world.caller.person);
    foreign.create({ title: 'бөтен' });
    await own.world.backup(own.target);
    const until = new Date(Date.now() + 60_000).toISOString();
    const epochs = new Set<unknown>([own.check(own.world.folder).epoch]);
    for (const [name, recoveryUntil, withheld] of [
      ['with', until, 0],
      ['without', null, 1],
    ] as const) {
      const folder = join(own.place, name);
      await restoreTo(own.target, folder, { recoveryUntil });
      // Each is a life of its own: what one of them says later is not true of the other.
      expect(epochs.has(own.check(folder).epoch)).toBe(false);
      epochs.add(own.check(folder).epoch);
      const { service, close } = openService(folder, own.world.archive);
      try {
        // No device of the archive has signed it.
        const answer = await service.as(own.world.caller).push({ segments: [foreign.segment(0)] });
        expect(answer).toMatchObject({ ok: true });
        if (answer.ok) expect(answer.value.withheld).toHaveLength(withheld);
      } finally {
        close();
      }
    }
  });
});

test('an archive that had lived elsewhere is brought whole by the station that founds it, and by no other', async () => {
  const { folder, archive, caller } = await makeServer(join(own.place, 'second'));
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
