import { request as httpRequest } from 'node:http';
import { constants, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { silentLog, type Log } from '../../node/log.ts';
import { ok } from '../../shared/result.ts';
import { stubArchive, type StubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';
import type { Limits } from './limits.ts';

const MiB = 1024 * 1024;
const SEGMENT = { replica: 'a'.repeat(26), after: 0, prev: '0'.repeat(64), items: ['{}'] };
const PUSH = { segments: [SEGMENT] };

/** A pull with this limit is answered when `release` is called. */
const HELD = 15;
let release: () => void = () => undefined;

let server: TrialServer;
let archive: StubArchive;
let device: TrialDevice;

async function start(limits: Partial<Limits> = {}, log: Log = silentLog()): Promise<void> {
  server = await startTrialServer({
    limits,
    log,
    // Every archive is there; whose it is, is not for the archive to say.
    openArchive: async (id) => (id === archive.id ? archive : stubArchive(id)),
  });
  const id = newId();
  archive = stubArchive(id, {
    pull: async ({ limit }) => {
      if (limit === 13) throw new Error('SECRET of /home/archive/log.db');
      if (limit === 14) return new Promise(() => undefined);
      if (limit === HELD) await new Promise<void>((resolve) => (release = resolve));
      const op = 'x'.repeat(limit);
      return ok({
        entries: [{ t: 'op', srv: 1, op }],
        cursor: null,
        head: 1,
        durable: 0,
        more: false,
        seals: [],
      });
    },
  });
  device = await server.device({ archive: id });
}
beforeEach(() => start());
afterEach(() => server.close());

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Record<string, unknown>;
}

/** A call with a body as it is on the line. */
function raw(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  call = 'push',
): Promise<Response> {
  return fetch(`${server.url}/v1/a/${device.archive}/${call}`, {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${device.tokens.access}`,
      ...headers,
    },
  });
}

describe('who may ask', () => {
  test('nobody without a token, and only of their own archive; another one is as if it were not there', async () => {
    const url = `${server.url}/v1/a/${device.archive}/push`;
    const none = await problemOf(await fetch(url, { method: 'POST' }));
    expect(none).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const place = server.admin.addArchive('Oral').no;
    const other = await server.device({ place, archive: newId() });
    const texts = [];
    for (const id of [other.archive, newId(), 'x', '..%2f..', '%00', `${device.archive}%20`]) {
      const answer = await fetch(`${server.url}/v1/a/${id}/push`, {
        method: 'POST',
        headers: { authorization: `Bearer ${device.tokens.access}`, 'content-type': 'application/json' },
        body: JSON.stringify(PUSH),
      });
      expect(answer.status).toBe(404);
      texts.push(await answer.text());
    }
    expect(new Set(texts).size).toBe(1);
    expect(archive.asked).toEqual([]);
  });

  test('a program that this server cannot talk to hears what to do, and can read its archive nevertheless', async () => {
    const answer = await device.call('push', PUSH, { 'x-sync-protocol': '2' });
    expect(answer.status).toBe(426);
    expect(await problemOf(answer)).toMatchObject({
      code: 'UPGRADE_REQUIRED',
      details: { protocols: '1', schemaMin: 1, schemaMax: 1, app: '0.0.0' },
    });
    expect((await device.call('push', PUSH, { 'x-schema': '0' })).status).toBe(426);
    expect(
      (await device.call('pull', { cursor: null, limit: 5, mine: [] }, { 'x-schema': '0' })).status,
    ).toBe(200);
    expect((await device.call('push', PUSH, { 'x-schema': '99' })).status).toBe(200);
  });

  test('a device that never stops is slowed down, others are not', async () => {
    await server.close();
    await start({ deviceRate: { burst: 5, perSecond: 0.1 } });
    const statuses = [];
    for (let i = 0; i < 8; i++) statuses.push((await device.call('push', PUSH)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const other = await server.device();
    expect((await other.call('push', PUSH)).status).toBe(200);
  });

  test('strangers of one address are slowed down, whoever has a good token behind it is not', async () => {
    await server.close();
    await start({ addressRate: { burst: 10, perSecond: 0.1 } });
    const statuses = new Set<number>();
    for (let i = 0; i < 12; i++) {
      statuses.add((await device.call('push', PUSH, { authorization: 'Bearer guess' })).status);
    }
    expect([...statuses]).toEqual([401, 429]);
    expect((await device.call('push', PUSH)).status).toBe(200);
  });
});

describe('bodies', () => {
  test('come as they are, or packed with gzip or zstd; answers are packed as one likes them', async () => {
    const text = Buffer.from(JSON.stringify(PUSH));
    expect((await raw(text, {})).status).toBe(200);
    expect((await raw(gzipSync(text), { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await raw(zstdCompressSync(text), { 'content-encoding': 'zstd' })).status).toBe(200);
    const ask = JSON.stringify({ cursor: null, limit: 50_000, mine: [] });
    const heard = await new Promise<{ encoding: unknown; bytes: Buffer }>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${device.tokens.access}`,
        'accept-encoding': 'gzip, zstd',
      };
      httpRequest(`${server.url}/v1/a/${device.archive}/pull`, { method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ encoding: answer.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        );
      })
        .on('error', reject)
        .end(ask);
    });
    expect(heard.encoding).toBe('zstd');
    expect(heard.bytes.length).toBeLessThan(500);
    expect(zstdDecompressSync(heard.bytes).length).toBeGreaterThan(50_000);
  });

  test('bombs end at their bound, of gzip and of zstd, and cost no memory', async () => {
    const zeros = Buffer.alloc(64 * MiB, 0x20);
    const bombs: [string, Buffer<ArrayBuffer>, number][] = [
      ['gzip', gzipSync(zeros), 413],
      ['zstd', zstdCompressSync(zeros), 413],
      // It asks for more memory than a decoder has to have.
      ['zstd', zstdCompressSync(zeros, { params: { [constants.ZSTD_c_windowLog]: 27 } }), 400],
    ];
    const before = process.memoryUsage().rss;
    for (const [encoding, bomb, status] of bombs) {
      const answer = await raw(bomb, { 'content-encoding': encoding });
      expect(answer.status).toBe(status);
      await problemOf(answer);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * MiB);
    expect(archive.asked).toEqual([]);
  });

  test('too long, announced or not, with or without an end, is refused at the bound', async () => {
    const long = Buffer.alloc(17 * MiB, 0x20);
    expect((await raw(long, {})).status).toBe(413);
    const bytes = Buffer.alloc(20 * 1024, 0x20);
    const small = await fetch(`${server.url}/v1/challenge`, {
      method: 'POST',
      body: new Blob([bytes]).stream(),
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit);
    expect(await problemOf(small)).toMatchObject({ status: 413, code: 'BATCH_TOO_LARGE' });
  });

  test('what is not JSON, not UTF-8, not its encoding or not its shape is refused by its place, never by its words', async () => {
    const bodies: [Buffer<ArrayBuffer>, Record<string, string>][] = [
      [Buffer.from('{'), {}],
      [Buffer.from([0x22, 0xff, 0x22]), {}],
      [Buffer.from('﻿{}'), {}],
      [Buffer.from('{}'), { 'content-encoding': 'gzip' }],
      [Buffer.from('{}'), { 'content-encoding': 'br' }],
      [Buffer.from('{}'), { 'content-encoding': 'gzip, gzip' }],
      [Buffer.from('{}'), { 'content-type': 'text/plain' }],
      [Buffer.from('['.repeat(200_000)), {}],
      [Buffer.from('{"segments":[{"replica":"КӨРДІМ"}]}'), {}],
    ];
    for (const [bytes, headers] of bodies) {
      const answer = await raw(bytes, headers);
      expect(answer.status).toBe(400);
      const text = JSON.stringify(await problemOf(answer));
      expect(text).toContain('BAD_REQUEST');
      expect(text).not.toContain('КӨРДІМ');
    }
    expect(archive.asked).toEqual([]);
  });
});

test('the log has patterns of routes, codes and ids, and nothing that stood in a request', async () => {
  await server.close();
  const lines: string[] = [];
  const write = (...words: unknown[]): string => `${lines.push(JSON.stringify(words))}`;
  await start({}, { info: write, error: write });
  await device.call('push', { segments: [{ ...SEGMENT, items: ['Құпия іс'] }] });
  await fetch(`${server.url}/v1/қ-secret/x?token=secret`);
  await device.call('push', { secret: 'secret' }, { 'x-request-id': 'secret' });
  await expect
    .poll(() => lines.filter((line) => line.includes('"request"')).length, { timeout: 20_000 })
    .toBeGreaterThan(5);
  const log = lines.join('\n');
  expect(log).toContain('"route":"/v1/a/:archive/push","status":200');
  expect(log).toContain(`"device":"${device.id}"`);
  expect(log).toContain('"code":"BAD_REQUEST"');
  expect(log).not.toMatch(/Құпия|secret|[?]|correct horse|aigul/);
  expect(log).not.toContain(device.tokens.access);
  expect(log).not.toContain(device.archive);
});

test('heavy calls wait their turn and are sent away when it takes too long; light ones wait behind nobody', async () => {
  await server.close();
  await start({ workBytes: 1, workWaitMs: 500 });
  const held = device.call('pull', { cursor: null, limit: HELD, mine: [] });
  await expect.poll(() => archive.asked.length, { timeout: 20_000 }).toBe(1);
  const waiting = device.call('pull', { cursor: null, limit: 5, mine: [] });
  const light = await device.call('status', { behind: { ops: 0, records: 0, files: 0 } });
  expect(light.status).toBe(200);
  const heard = await waiting;
  expect([heard.status, heard.headers.get('retry-after')]).toEqual([503, '5']);
  release();
  expect((await held).status).toBe(200);
});

describe('what goes wrong inside', () => {
  test('a bug is answered with a report, and tells nothing', async () => {
    const answer = await device.call('pull', { cursor: null, limit: 13, mine: [] });
    expect(answer.status).toBe(500);
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ code: 'INTERNAL' });
    expect(JSON.stringify(problem)).not.toMatch(/SECRET|home|log\.db|at /);
  });

  test('a body that is not here in time is answered, though something comes all the time', async () => {
    await server.close();
    await start({ bodyMs: 600 });
    const heard = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': '100000',
        authorization: `Bearer ${device.tokens.access}`,
      };
      const url = `${server.url}/v1/a/${device.archive}/push`;
      const slow = httpRequest(url, { method: 'POST', headers }, (answer) => {
        clearInterval(drops);
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => {
          resolve({ status: answer.statusCode, text });
          slow.destroy();
        });
      }).on('error', reject);
      const drops = setInterval(() => slow.write(' '), 20);
    });
    expect(heard.status).toBe(408);
    expect(heard.text).toContain('"TOO_SLOW"');
    expect(archive.asked).toEqual([]);
  });

  test('a large body over a slow line is waited for as long as it comes', async () => {
    await server.close();
    await start({ bodyMs: 300 });
    const text = JSON.stringify(PUSH).padEnd(40_000);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': String(text.length),
        authorization: `Bearer ${device.tokens.access}`,
      };
      const url = `${server.url}/v1/a/${device.archive}/push`;
      const slow = httpRequest(url, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
      // All but the end is there at once, as if it had come in all that time.
      slow.write(text.slice(0, -1));
      setTimeout(() => slow.end(text.slice(-1)), 800);
    });
    expect(status).toBe(200);
  });

  test('a call that takes too long is answered, and its place is free again', async () => {
    await server.close();
    await start({ callMs: 800 });
    const answer = await device.call('pull', { cursor: null, limit: 14, mine: [] });
    expect(answer.headers.get('retry-after')).toBe('15');
    expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'MAINTENANCE' });
  });
});
