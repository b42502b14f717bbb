/** Two stations and a server, each a process of its own: what one person writes the other one has. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServerProcess, type ServerProcess } from '../../../test/fixtures/server-process.ts';
import { eventually } from '../../../test/fixtures/eventually.ts';
import { startStation, type StationProcess } from '../../../test/fixtures/station-process.ts';
import { must } from '../../../shared/must.ts';
import { newRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';

const PASSWORD = 'тұз-нан-қалам';
let folder: string;
let server: ServerProcess;
const stations: StationProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-two-'));
  server = await createServerProcess(join(folder, 'centre'));
});
afterEach(async () => {
  for (const station of stations.splice(0)) await station.kill();
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function station(name: string): Promise<StationProcess> {
  const started = await startStation(join(folder, name));
  stations.push(started);
  return started;
}

const url = () => `http://127.0.0.1:${server.port}`;

/** A change of one new fonds. */
async function writeFonds(at: StationProcess, title: string): Promise<RecordId> {
  const id = newId();
  const edits = [newRecord(id, 'fonds', { parent: null, 'title/kk': title })];
  await at.call('journal.commit', { id: newId(), command: 'record.create', edits });
  return id;
}

async function stateOf(at: StationProcess, id: RecordId) {
  const { states } = await at.call('journal.states', { after: null, limit: 500 });
  const state = states.find((each) => each.id === id);
  return state === undefined ? null : viewOf(state);
}

test('one founds, another joins, and what each writes the other has', async () => {
  const code = server.addArchive('Қарасу');
  server.addPerson('aliya', PASSWORD, 'Әлия');
  server.addPerson('marat', PASSWORD, 'Марат');
  await server.start();
  const [a, b] = await Promise.all([station('a'), station('b')]);

  const early = await writeFonds(a, 'Ерте қор');
  expect(await a.call('sync.look', { url: url() })).toMatchObject({
    name: expect.any(String),
    mayJoin: false,
  });
  expect(await a.ask('sync.connect', { url: url(), code, name: 'А', as: 'join' })).toMatchObject({
    code: 'ARCHIVE_NOT_EMPTY',
  });
  expect(await a.call('sync.connect', { url: url(), code, name: 'Бөлме 1', as: 'found' })).toMatchObject({
    founded: true,
  });
  expect(await a.ask('sync.signIn', { login: 'aliya', password: 'wrong' })).toMatchObject({
    code: 'WRONG_PASSWORD',
  });
  const { person } = await a.call('sync.signIn', { login: 'aliya', password: PASSWORD });
  await eventually(
    () => a.call('sync.status', {}),
    (s) => s.link === 'linked' && s.state === 'resting' && s.lastComplete !== null && s.unsent.ops === 0,
  );

  expect(
    await b.ask('sync.connect', { url: url(), code: 'NO-SUCH-CODE', name: 'Б', as: 'join' }),
  ).toMatchObject({ code: 'CODE_UNKNOWN' });
  await b.call('sync.connect', { url: url(), code: server.makeCode(), name: 'Бөлме 2', as: 'join' });
  await b.call('sync.signIn', { login: 'marat', password: PASSWORD });
  expect((await b.call('sync.status', {})).link).toBe('joining');
  await b.call('sync.join', {});
  await eventually(
    () => b.call('sync.status', {}),
    (s) => s.link === 'linked' && s.lastComplete !== null && s.unsent.ops === 0,
  );
  expect((await stateOf(b, early))?.values['title/kk']).toBe('Ерте қор');
  const infos = await Promise.all([a.call('app.info', {}), b.call('app.info', {})]);
  expect(infos[0].archive).toBe(infos[1].archive);

  const late = await writeFonds(b, 'Кеш қор');
  const view = must(
    await eventually(
      () => stateOf(a, late),
      (v) => v !== null,
    ),
    'the record',
  );
  expect(view.values['title/kk']).toBe('Кеш қор');
  const began = performance.now();
  await a.call('journal.commit', {
    id: newId(),
    command: 'record.edit',
    edits: [setFields(view, { 'title/kk': 'Түзетілген' })],
  });
  await eventually(
    () => stateOf(b, late),
    (v) => v?.values['title/kk'] === 'Түзетілген',
  );
  // By the centre's word, not by asking once a minute.
  expect(performance.now() - began).toBeLessThan(25_000);
  // Who writes is who is signed in, and the person of the first start leads to the account.
  const { entries } = await b.call('record.history', { id: late, before: null, limit: 10 });
  expect(new Set(entries.map((entry) => entry.by))).toEqual(new Set([person.id, infos[1].person]));
  const local = await eventually(
    async () => {
      const { states } = await b.call('journal.states', { after: null, limit: 500 });
      return states.filter(({ t }) => t === 'person').map((state) => viewOf(state).values);
    },
    (people) => people.some(({ account }) => account === person.id) && people.length === 3,
  );
  expect(local.map(({ name }) => name)).toEqual(expect.arrayContaining(['Әлия', 'Марат']));
  // Also to who had said hello before the other one came.
  for (const each of [a, b]) {
    const namesOf = async () => (await each.call('sync.stations', {})).stations.map(({ name }) => name);
    const isAll = (names: string[]) => names.includes('Бөлме 1') && names.includes('Бөлме 2');
    expect(new Set(await eventually(namesOf, isAll))).toEqual(new Set(['Бөлме 1', 'Бөлме 2']));
  }
}, 120_000);
