/**
 * The server's memory with hundreds of stations connected: each a device of its own, with its own waiting stream and its own
 * line for calls; then work comes and all of them hear of it and fetch it at once.
 */
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { residentBytes } from '../../electron/services/decode/resident-memory.ts';
import { createDirectoryAdmin } from '../../server/store/directory-admin.ts';
import { CHEAP_PASSWORDS } from '../../server/store/fixture-cost.ts';
import { createDirectory } from '../../server/store/directory-core.ts';
import { openDirectoryFile } from '../../server/store/directory-file.ts';
import type { PullPage } from '../../shared/sync/wire/messages.ts';
import { createServerProcess, type ServerProcess } from '../fixtures/server-process.ts';
import { trialKey } from '../fixtures/trial-server.ts';
import { trialWriter, type TrialAuthor } from '../fixtures/trial-ops.ts';
import { must } from '../../shared/must.ts';

export type ConnectedFigures = {
  readonly stations: number;
  /** Resident memory of the server, all threads included. */
  readonly emptyMb: number;
  readonly connectedMb: number;
  /** The most while all of them fetched. */
  readonly busyMb: number;
  /** From the push's answer until the last station had heard, and until the last had all. */
  readonly heardMs: number;
  readonly fetchedMs: number;
  readonly opsPerStation: number;
};

type Station = { readonly access: string; readonly agent: Agent; heard: number };
type Devices = { readonly author: TrialAuthor; readonly accesses: readonly string[] };

const PASSWORD = 'correct horse battery';
const MiB = 1024 * 1024;
const OPS_PER_PUSH = 500;
const HEARD_MS = 120_000;
const AGAIN_MS = 1000;

/** Measures it in a folder of its own. @throws Error when a station does not hear or get what was pushed */
export async function measureConnected(
  options: { readonly stations?: number; readonly ops?: number } = {},
): Promise<ConnectedFigures> {
  const { stations: count = 500, ops = 2000 } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-connected-'));
  const server = await createServerProcess(folder);
  try {
    server.addArchive('Aktobe');
    const { author, accesses } = await makeDevices(folder, count);
    const { archive } = author;
    await server.start();
    const emptyMb = residentMb(server);
    const stations = accesses.map((access) => ({ access, agent: new Agent({ keepAlive: true }), heard: -1 }));
    const streams = stations.map((station) => listen(server, archive, station));
    await until(() => stations.every(({ heard }) => heard >= 0), 'a stream did not begin');
    // What stands around from connecting is not what staying connected costs.
    await wait(5000);
    const connectedMb = residentMb(server);
    const figures = await workComes({ server, author, stations, ops });
    for (const stream of streams) stream.destroy();
    for (const { agent } of stations) agent.destroy();
    return { stations: count, emptyMb, connectedMb, opsPerStation: ops, ...figures };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Straight into the directory: what is measured are connections, not sign-ins. */
async function makeDevices(folder: string, count: number): Promise<Devices> {
  const db = openDirectoryFile(path.join(folder, 'server.db'));
  const admin = createDirectoryAdmin(db, Date.now, CHEAP_PASSWORDS);
  const directory = createDirectory(db, Date.now);
  const archive = newId();
  const added = await admin.addPerson({ login: 'aigul', name: 'Aigul', password: PASSWORD, admin: false });
  if (!added.ok) throw new Error(added.code);
  const person = added.value.id;
  admin.join(1, person);
  const authors: TrialAuthor[] = [];
  for (let i = 0; i < count; i++) {
    const { code } = admin.makeCode(1, 7);
    const { text, sign } = trialKey();
    const made = await directory.enrol({ code, key: text, name: `Desk ${i}`, machine: `m${i}`, archive });
    if (!made.ok) throw new Error(made.code);
    authors.push({ archive, person, device: made.value.device.id, sign });
  }
  const accesses = await Promise.all(
    authors.map(async ({ device }) => {
      const signed = await directory.signIn({ device, login: 'aigul', password: PASSWORD });
      if (!signed.ok) throw new Error(signed.code);
      return signed.value.tokens.access;
    }),
  );
  db.close();
  return { author: must(authors[0], 'a device'), accesses };
}

function listen(server: ServerProcess, archive: string, station: Station): ClientRequest {
  const stream = request(
    `http://127.0.0.1:${server.port}/v1/a/${archive}/poke`,
    { agent: false, headers: { authorization: `Bearer ${station.access}` } },
    (answer) => {
      answer.setEncoding('utf8').on('data', (text: string) => {
        for (const [, head] of text.matchAll(/"head":(?<head>\d+)/g)) station.heard = Number(head);
      });
      // At the end it is cut from here.
      answer.on('error', () => undefined);
    },
  );
  stream.on('error', () => undefined);
  stream.end();
  return stream;
}

async function workComes(deps: {
  readonly server: ServerProcess;
  readonly author: TrialAuthor;
  readonly stations: readonly Station[];
  readonly ops: number;
}): Promise<Pick<ConnectedFigures, 'busyMb' | 'heardMs' | 'fetchedMs'>> {
  const { server, author, stations, ops } = deps;
  const { archive } = author;
  let busyMb = 0;
  const watch = setInterval(() => (busyMb = Math.max(busyMb, residentMb(server))), 20);
  const writer = trialWriter(author);
  writer.write(ops);
  const first = must(stations[0], 'a station');
  for (let from = 0; from < ops; from += OPS_PER_PUSH) {
    await call(server, archive, first, 'push', {
      segments: [writer.segment(from, Math.min(ops, from + OPS_PER_PUSH))],
    });
  }
  const begun = performance.now();
  let heardMs = 0;
  await Promise.all(
    stations.map(async (station) => {
      await until(() => station.heard >= ops, 'a station did not hear');
      heardMs = Math.max(heardMs, performance.now() - begun);
      await fetchAll(server, archive, station, ops);
    }),
  );
  clearInterval(watch);
  return { busyMb, heardMs: Math.round(heardMs), fetchedMs: Math.round(performance.now() - begun) };
}

async function fetchAll(
  server: ServerProcess,
  archive: string,
  station: Station,
  ops: number,
): Promise<void> {
  let got = 0;
  let cursor: PullPage['cursor'] = null;
  for (let more = true; more;) {
    const page = (await call(server, archive, station, 'pull', {
      cursor,
      limit: 2000,
      mine: [],
    })) as PullPage;
    got += page.entries.length;
    ({ cursor, more } = page);
  }
  if (got !== ops) throw new Error(`a station got ${got} of ${ops}`);
}

function call(
  server: ServerProcess,
  archive: string,
  station: Station,
  name: string,
  body: unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${station.access}`, 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${server.port}/v1/a/${archive}/${name}`;
    request(url, { method: 'POST', agent: station.agent, headers }, (answer) => {
      read(answer).then((text) => {
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        // As a station does: what asks for rest gets it, and is asked again.
        else if (answer.statusCode === 503)
          resolve(wait(AGAIN_MS).then(() => call(server, archive, station, name, body)));
        else reject(new Error(`${name}: ${answer.statusCode} ${text}`));
      }, reject);
    })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}

async function read(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return text;
}

async function until(isSo: () => boolean, trouble: string): Promise<void> {
  const end = performance.now() + HEARD_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(trouble);
    await wait(5);
  }
}

function residentMb(server: ServerProcess): number {
  return Math.round((residentBytes(server.pid()) ?? 0) / MiB);
}
