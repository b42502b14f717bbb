/**
 * People and machines: two share a machine and sign in without a line, each change says whose it is. A laptop is lost and shut out:
 * it keeps what it had not sent, its disk is held back at the centre, and let in when somebody has looked at it.
 */
import { expect, test } from '@playwright/test';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { isBlankState } from '../../shared/sync/state.ts';
import { until } from '../fixtures/eventually.ts';
import { LOGIN, openSyncWorld, PASSWORD, type Station } from '../fixtures/sync-world.ts';
import { jobEnds, jobIsDone } from './station-jobs.ts';

const OTHER = 'bolat';

async function makeFonds(station: Station, num: number, title: string): Promise<string> {
  const id = newId();
  const edits = [newRecord(id, 'fonds', { parent: null, number: { num }, 'title/kk': title })];
  await station.call('journal.commit', { id: newId(), command: 'record.create', edits });
  return id;
}

const authorOf = async (station: Station, id: string): Promise<string | undefined> =>
  (await station.call('record.history', { id, before: null, limit: 10 })).entries[0]?.by;

/** The records that something shared is known of. */
async function shownAt(station: Station): Promise<Set<string>> {
  const states = await station.states();
  return new Set(states.filter((state) => !isBlankState(state)).map(({ id }) => id));
}

test('two people share a machine; a lost one is shut out and loses nothing', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-people-'));
  const world = await openSyncWorld(folder);
  try {
    world.server.addPerson(OTHER, PASSWORD, 'Болат');
    const desk = await world.addStation('Оқу залы');
    const laptop = await world.addStation('Жоғалған ноутбук');
    await world.connect(desk);
    await world.connect(laptop);
    await laptop.call('sync.signIn', { login: OTHER, password: PASSWORD });
    await laptop.call('sync.signIn', { login: LOGIN, password: PASSWORD });
    await world.settle();

    // Without a line: who signed in here before can again, nobody else, and not with a wrong word.
    laptop.line.setDown(true);
    const { people } = await laptop.call('sync.people', {});
    expect(people.map(({ login }) => login).sort()).toEqual([LOGIN, OTHER]);
    const first = await makeFonds(laptop, 1, 'Әлияның қоры');
    await laptop.call('sync.signOut', {});
    await expect(makeFonds(laptop, 2, 'Ешкімдікі')).rejects.toThrow('SIGN_IN_NEEDED');
    await expect(laptop.call('sync.signIn', { login: OTHER, password: 'басқа сөз 12345' })).rejects.toThrow(
      'WRONG_PASSWORD',
    );
    await expect(laptop.call('sync.signIn', { login: 'daniyar', password: PASSWORD })).rejects.toThrow(
      'SIGN_IN_NEEDS_LINE',
    );
    const { isOffline } = await laptop.call('sync.signIn', { login: OTHER, password: PASSWORD });
    expect(isOffline).toBe(true);
    const second = await makeFonds(laptop, 2, 'Болаттың қоры');
    const idOf = (login: string) => people.find((person) => person.login === login)?.id;
    expect([await authorOf(laptop, first), await authorOf(laptop, second)]).toEqual([
      idOf(LOGIN),
      idOf(OTHER),
    ]);

    // Lost: at the next contact it is shut out, and keeps everything.
    world.server.command(['device', 'revoke', 'Жоғалған ноутбук']);
    laptop.line.setDown(false);
    await laptop.call('sync.now', {});
    await until('the laptop knows', async () => (await laptop.status()).trouble?.code === 'DEVICE_REVOKED');
    expect((await laptop.status()).unsent.records).toBeGreaterThan(0);
    await makeFonds(laptop, 3, 'Кейін жазылған');
    const stick = path.join(folder, 'stick');
    mkdirSync(stick);
    await jobIsDone(laptop, (await laptop.call('bundle.write', { folder: stick })).job);

    // Its disk is taken in at the desk; the centre keeps that work out until a person has looked at it.
    const bundle = path.join(stick, must(readdirSync(stick)[0], 'a bundle'));
    await jobEnds(desk, (await desk.call('bundle.take', { folder: bundle })).job);
    await desk.call('sync.now', {});
    await until('the work is held', async () => (await desk.status()).attention > 0);
    const { items } = await desk.call('sync.attention', { after: null, limit: 100 });
    expect(new Set(items.map(({ code }) => code))).toEqual(new Set(['DEVICE_REVOKED']));
    expect(items.map(({ station }) => station?.name)).toContain('Жоғалған ноутбук');
    await until('it is not in the archive', async () => !(await shownAt(desk)).has(first));
    await desk.call('sync.decide', { ids: items.map(({ id }) => id), decision: 'accept' });
    await until('it is let in', async () => {
      const there = await shownAt(desk);
      return there.has(first) && there.has(second);
    });
    expect((await desk.status()).attention).toBe(0);
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
