/** For the tests of this folder: a server as a process, and stations of its archive in this one, with their threads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll } from 'vitest';
import { createServerProcess, type ServerProcess } from '../../../test/fixtures/server-process.ts';
import { eventually } from '../../../test/fixtures/eventually.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { openStation, type CommandStation } from './open-station.ts';

export const PASSWORD = 'тұз-нан-қалам';
export const ALIYA = { login: 'aliya', password: PASSWORD };

export type StationsWorld = {
  folder(): string;
  server(): ServerProcess;
  url(): string;
  /** Opens the station in the folder of this name; the one that runs there, if it does. It is closed after the file's last test. */
  open(name: string): Promise<CommandStation>;
  close(station: CommandStation): Promise<void>;
  /** The first station of the server's archive, in the folder `a`, which has exchanged everything. */
  first(): Promise<CommandStation>;
  /** A new station of the archive that has everything. */
  joined(name: string): Promise<CommandStation>;
};

/** One server for all tests of a file. */
export function useStations(): StationsWorld {
  let folder: string;
  let server: ServerProcess;
  let firstCode: string | null;
  const running = new Map<string, CommandStation>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'qoima-stations-'));
    server = await createServerProcess(join(folder, 'centre'));
    firstCode = server.addArchive('Қарасу');
    server.addPerson(ALIYA.login, PASSWORD, 'Әлия');
    await server.start();
  });
  afterAll(async () => {
    await Promise.all([...running.values()].map((station) => world.close(station)));
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const world: StationsWorld = {
    folder: () => folder,
    server: () => server,
    url: () => `http://127.0.0.1:${server.port}`,
    async open(name) {
      const there = running.get(name);
      if (there !== undefined) return there;
      const station = await openStation(join(folder, name));
      running.set(name, station);
      return station;
    },
    async close(station) {
      for (const [name, each] of running) if (each === station) running.delete(name);
      await station.close();
    },
    async first() {
      const station = await world.open('a');
      if (firstCode !== null) {
        await station.services['sync.connect']({ url: world.url(), code: firstCode, name: 'a', as: 'found' });
        await station.services['sync.signIn'](ALIYA);
        firstCode = null;
      }
      await complete(station);
      return station;
    },
    async joined(name) {
      const code = server.makeCode();
      const blank = await world.open(name);
      await blank.services['sync.connect']({ url: world.url(), code, name, as: 'join' });
      await blank.services['sync.signIn'](ALIYA);
      await blank.services['sync.join']({});
      await blank.reopen;
      await world.close(blank);
      const station = await world.open(name);
      await complete(station);
      return station;
    },
  };
  return world;
}

/** Waits until everything of a station is at the centre. */
export async function complete({ services }: CommandStation): Promise<SyncStatus> {
  await services['sync.now']({});
  return eventually(
    () => services['sync.status']({}),
    ({ link, state, lastComplete, unsent }) =>
      link === 'linked' && state === 'resting' && lastComplete !== null && unsent.ops === 0,
  );
}

/** Writes a new fonds. */
export async function writeFonds({ journal }: CommandStation, title: string): Promise<RecordId> {
  const id = newId();
  const edits = [newRecord(id, 'fonds', { parent: null, 'title/kk': title })];
  await journal.commit({ id: newId(), command: 'record.create', edits }, 'window');
  return id;
}

export async function viewAt({ journal }: CommandStation, id: RecordId): Promise<RecordView | null> {
  const [state] = await journal.state([id]);
  return state === undefined ? null : viewOf(state);
}

/** All states, in the order of their ids. */
export async function statesOf({ journal }: CommandStation): Promise<RecordState[]> {
  return (await journal.states({ after: null, limit: 1000 })).states;
}

/** Waits until these stations show the same, and that holds these records. */
export async function agree(
  stations: readonly CommandStation[],
  records: readonly RecordId[],
): Promise<void> {
  for (const station of stations) await station.services['sync.now']({});
  await eventually(
    async () => Promise.all(stations.map(statesOf)),
    (all) =>
      new Set(all.map((states) => JSON.stringify(states))).size === 1 &&
      records.every((id) => all[0]?.some((state) => state.id === id)),
  );
}
