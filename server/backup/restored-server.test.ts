/** A server restored from a backup that knows less than its stations: they bring back what it lacks, others' work too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newRecord } from '../../shared/sync/edits.ts';
import { createServerProcess, type ServerProcess } from '../../test/fixtures/server-process.ts';
import { eventually, startStation, type StationProcess } from '../../test/fixtures/station-process.ts';
import { LOG_FILE, readArchiveFile } from '../store/archive-file.ts';
import { verifyLog } from '../store/verify-log.ts';
import { folderIn } from './fixture-server.ts';

/** On a busy machine; nothing waits for as long where it goes well. */
const WAIT_MS = 60_000;
const PASSWORD = 'тұз-нан-қалам';
let folder: string;
let server: ServerProcess;
const stations: StationProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-restored-'));
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

async function write(at: StationProcess, title: string): Promise<void> {
  const edits = [newRecord(newId(), 'fonds', { parent: null, 'title/kk': title })];
  await at.call('journal.commit', { id: newId(), command: 'record.create', edits });
}

const isSent = (at: StationProcess) =>
  eventually(
    () => at.call('sync.status', {}),
    ({ link, lastComplete, unsent }) => link === 'linked' && lastComplete !== null && unsent.ops === 0,
    WAIT_MS,
  );

/** The titles in the server's own records, and whether its log is sound. */
function atServer(archive: string): { titles: string[]; codes: readonly string[]; epoch: unknown } {
  const db = readArchiveFile(join(folderIn(server.folder)(archive), LOG_FILE));
  try {
    const titles = db
      .prepare<{ title: string }>(
        `SELECT json_extract(doc, '$.f."title/kk".heads[0].v') AS title FROM records
         WHERE json_extract(doc, '$.t') = 'fonds' ORDER BY title`,
      )
      .all()
      .map(({ title }) => title);
    const epoch = db.prepare<{ value: unknown }>("SELECT value FROM meta WHERE key = 'epoch'").get()?.value;
    return { titles, codes: verifyLog(db, { states: true }).codes, epoch };
  } finally {
    db.close();
  }
}

test('what came after the backup comes back from the stations, also that of one that is gone for good', async () => {
  const code = server.addArchive('Қарасу');
  server.addPerson('aliya', PASSWORD, 'Әлия');
  await server.start();
  const url = `http://127.0.0.1:${server.port}`;
  const [a, b] = [await station('a'), await station('b')];
  await write(a, '1 бұрын');
  await a.call('sync.connect', { url, code, name: 'А', as: 'found' });
  await a.call('sync.signIn', { login: 'aliya', password: PASSWORD });
  await isSent(a);
  await b.call('sync.connect', { url, code: server.makeCode(), name: 'Б', as: 'join' });
  await b.call('sync.signIn', { login: 'aliya', password: PASSWORD });
  await b.call('sync.join', {});
  await isSent(b);
  const { archive } = await a.call('app.info', {});
  server.command(['backup', join(folder, 'backup')]);
  const before = atServer(archive);
  expect(before.titles).toEqual(['1 бұрын']);

  await write(a, '2 өзінікі');
  await write(b, '3 басқанікі');
  await isSent(b);
  await eventually(
    async () => (await a.call('journal.states', { after: null, limit: 500 })).states,
    (states) => JSON.stringify(states).includes('3 басқанікі'),
    WAIT_MS,
  );
  await isSent(a);
  expect(atServer(archive).titles).toHaveLength(3);

  await server.kill();
  await b.kill();
  rmSync(server.folder, { recursive: true });
  server.command(['restore', join(folder, 'backup'), '--no-recovery']);
  expect(atServer(archive).titles).toEqual(['1 бұрын']);
  await server.start();
  await a.call('sync.now', {});
  const after = await eventually(
    () => Promise.resolve(atServer(archive)),
    ({ titles }) => titles.length === 3,
    WAIT_MS,
  );
  expect(after.titles).toEqual(['1 бұрын', '2 өзінікі', '3 басқанікі']);
  expect(after.codes).toEqual([]);
  expect(after.epoch).not.toBe(before.epoch);
}, 180_000);
