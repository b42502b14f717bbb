/** A server with two archives and work in them, and the requests that its stations make rightly. */
import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Log } from '../../node/log.ts';
import { must } from '../../shared/must.ts';
import { ENROL_PREFIX, TOKEN_PREFIX } from '../../shared/sync/wire/access.ts';
import type { SnapshotManifest } from '../../shared/sync/wire/messages.ts';
import { digestOf, realArchives } from '../fixtures/real-archives.ts';
import {
  PASSWORD,
  post,
  startTrialServer,
  trialKey,
  type TrialDevice,
  type TrialServer,
} from '../fixtures/trial-server.ts';
import { trialWriter, type TrialAuthor, type TrialWriter } from '../fixtures/trial-ops.ts';
import type { LineRequest } from './hostile-requests.ts';

export type BadInputWorld = {
  readonly server: TrialServer;
  readonly device: TrialDevice;
  readonly writer: TrialWriter;
  /** A device of the other archive. */
  readonly foreign: TrialDevice;
  readonly requests: readonly LineRequest[];
  /** What no answer to the first archive's device may hold. */
  readonly secrets: readonly string[];
  /** Errors that the server wrote to its log. */
  readonly faults: readonly unknown[];
  digest(): string;
  close(): Promise<void>;
};

const OTHER_NAME = 'Құпия-Орал';
/** A file that is here, and one that an op names and nobody has. */
const HERE = Buffer.from('The bytes of a scan.');
const HERE_SHA256 = sha256(HERE);
const FILE = sha256(Buffer.from('no such file'));
/** So much that no request of a run is refused for its number. */
const LIMITS = {
  deviceRate: { burst: 1e9, perSecond: 1e9 },
  addressRate: { burst: 1e9, perSecond: 1e9 },
  passwordRate: { burst: 1e9, perSecond: 1e9 },
  codeRate: { burst: 1e9, perSecond: 1e9 },
  guessRate: { burst: 1e9, perSecond: 1e9 },
};

/** Starts it. */
export async function startBadInputWorld(): Promise<BadInputWorld> {
  const faults: unknown[] = [];
  const log: Log = {
    info: () => undefined,
    error(event, error) {
      faults.push(event, error);
      return '0000000000';
    },
  };
  const server = await startTrialServer({ log, limits: LIMITS, behind: (place) => realArchives(place, log) });
  const device = await server.device();
  const place = server.admin.addArchive(OTHER_NAME).no;
  const foreign = await server.device({ place, archive: newId() });
  const writer = trialWriter(authorOf(device));
  writer.write(39);
  writer.write(1, [HERE_SHA256, FILE]);
  const others = trialWriter(authorOf(foreign));
  others.write(5);
  await answered(device.call('push', { segments: [writer.segment(0, 25)] }));
  await answered(device.call('push', { segments: [writer.segment(25)] }));
  await answered(foreign.call('push', { segments: [others.segment()] }));
  const manifest = (await answered(device.call('snapshot'))) as SnapshotManifest;
  await uploaded(server, device, writer);
  const requests = await soundRequests(server, device, writer, manifest);
  return {
    server,
    device,
    writer,
    foreign,
    requests,
    secrets: [OTHER_NAME, foreign.archive, foreign.id, others.replica, server.folder, PASSWORD, 'scrypt'],
    faults,
    digest: () => digestOf(server.folder),
    close: () => server.close(),
  };
}

/** As the one who writes. */
export function authorOf({ id, archive, tokens, key }: TrialDevice): TrialAuthor {
  return { archive, person: tokens.person.id, device: id, sign: key.sign };
}

const TUS = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function uploaded(server: TrialServer, device: TrialDevice, writer: TrialWriter): Promise<void> {
  const answer = await fetch(`${server.url}/v1/a/${device.archive}/up/${HERE_SHA256}.${writer.replica}`, {
    method: 'POST',
    body: HERE,
    headers: {
      ...TUS,
      'upload-length': String(HERE.length),
      authorization: `Bearer ${device.tokens.access}`,
    },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** A request whose body is no JSON, with headers of its own. */
function bytes(request: LineRequest, headers: Readonly<Record<string, string>>): LineRequest {
  const { 'content-type': _json, ...others } = request.headers;
  return { ...request, headers: { ...others, ...headers } };
}

async function answered(call: Promise<Response>): Promise<unknown> {
  const answer = await call;
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function soundRequests(
  server: TrialServer,
  device: TrialDevice,
  writer: TrialWriter,
  manifest: SnapshotManifest,
): Promise<LineRequest[]> {
  const { cursor } = manifest;
  const op = JSON.parse(must(writer.items[3], 'an op')) as { id: string; rec: string };
  const of = (call: string, body: unknown, method = 'POST'): LineRequest => ({
    method,
    path: `/v1/a/${device.archive}/${call}`,
    headers: {
      authorization: `Bearer ${device.tokens.access}`,
      'x-sync-protocol': '1',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    body,
  });
  const open = (path: string, body: unknown, method = 'POST'): LineRequest => ({
    method,
    path,
    headers: body === null ? {} : { 'content-type': 'application/json' },
    body,
  });
  const key = trialKey();
  const { code } = server.admin.makeCode(1, 7);
  const enrolment = key.signed(ENROL_PREFIX, {
    code,
    key: key.text,
    name: 'Desk',
    machine: 'm',
    archive: device.archive,
  });
  await answered(post(`${server.url}/v1/enrol`, enrolment));
  const stale = `${'a'.repeat(8)}.${'b'.repeat(22)}.${'c'.repeat(43)}`;
  const grant = { kind: 'refresh', refresh: 'x'.repeat(43) };
  const hello = {
    protocols: [1],
    schema: 1,
    app: '0.1.0',
    own: [writer.replica],
    cursor,
    marks: [cursor],
    now: '2026-01-05T10:00:00.000Z',
    behind: { ops: 0, records: 0, files: 0 },
  };
  return [
    of('hello', hello),
    of('push', { segments: [writer.segment(0, 10), writer.segment(10, 12)] }),
    of('push', { segments: [writer.segment(25, 30)] }),
    of('push', { segments: [writer.segment(38), writer.segment(0, 1)] }),
    of('pull', { cursor: null, limit: 10, mine: [] }),
    of('pull', { cursor, limit: 100, mine: [[writer.replica, 10, writer.hashAt(10).slice(0, 16)]] }),
    of('records', { ids: [op.rec, newId()], cursor }),
    of('history', { replica: writer.replica, from: 2, to: 9, end: [10, writer.hashAt(10).slice(0, 16)] }),
    of('attention', { after: null, limit: 10, decided: true }),
    of('decide', { ids: [op.id], decision: 'accept' }),
    of('status', { behind: { ops: 1, records: 1, files: 1 } }),
    of('snapshot', null),
    of(`snapshot/${manifest.id}/0`, null, 'GET'),
    of('files/state', { hashes: [FILE] }),
    of('files/wanted', null, 'GET'),
    of(`blobs/${HERE_SHA256}`, null, 'GET'),
    bytes(of(`blobs/${HERE_SHA256}`, null, 'GET'), { range: 'bytes=4-8' }),
    of(`up/${FILE}.${writer.replica}`, null, 'HEAD'),
    // Not the bytes of its name: refused, every time.
    bytes(of(`up/${FILE}.${writer.replica}`, HERE), { ...TUS, 'upload-length': String(HERE.length) }),
    bytes(of(`up/${FILE}.${writer.replica}`, HERE, 'PATCH'), { ...TUS, 'upload-offset': '0' }),
    bytes(of(`batches/${newId()}`, HERE, 'PUT'), {}),
    of(`batches/${newId()}`, null, 'GET'),
    of('pictures/state', { pictures: [] }),
    open('/v1/enrol', enrolment),
    open('/v1/challenge', { device: device.id }),
    open('/v1/token', device.key.signed(TOKEN_PREFIX, { device: device.id, challenge: stale, grant })),
    open('/v1/sign-out', { refresh: 'x'.repeat(43) }),
    open('/v1/server', null, 'GET'),
    open('/v1/openapi.json', null, 'GET'),
    open('/v1/health', null, 'GET'),
    open('/status', null, 'GET'),
  ];
}
