import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { ok } from '../../shared/result.ts';
import { stubArchive, type StubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';
import type { RawRoute } from './routes.ts';

const PUSH = { segments: [{ replica: 'a'.repeat(26), after: 0, prev: '0'.repeat(64), items: ['{}'] }] };

/** Bytes in and out, as files go; each tells when its line has ended. */
const ended: string[] = [];
const taking: RawRoute = {
  kind: 'raw',
  method: 'PUT',
  path: '/v1/a/:archive/taking',
  summary: 'Bytes in.',
  async handle({ signal }, body) {
    signal.addEventListener('abort', () => ended.push('taking'));
    let bytes = 0;
    for await (const chunk of body) bytes += (chunk as Buffer).length;
    return ok({ status: 200, body: String(bytes) });
  },
};
const giving: RawRoute = {
  kind: 'raw',
  method: 'GET',
  path: '/v1/a/:archive/giving',
  summary: 'Bytes out.',
  async handle({ signal }) {
    signal.addEventListener('abort', () => ended.push('giving'));
    const pieces = (function* () {
      for (let i = 0; i < 1000; i++) yield Buffer.alloc(64 * 1024);
    })();
    return ok({ status: 200, body: Readable.from(pieces) });
  },
};

let server: TrialServer;
let archive: StubArchive;
let device: TrialDevice;

beforeAll(async () => {
  archive = stubArchive(newId());
  server = await startTrialServer({
    limits: { headersMs: 1000, bodyMs: 1000, idleMs: 600 },
    openArchive: async (id) => (id === archive.id ? archive : null),
    plugins: [{ routes: [taking, giving] }],
  });
  device = await server.device({ archive: archive.id });
});
afterAll(() => server.close());
beforeEach(() => {
  archive.asked.splice(0);
  ended.splice(0);
});

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Record<string, unknown>;
}

/** All that comes back on a line until it is closed. */
async function talk(...lines: readonly (string | number)[]): Promise<string> {
  const socket: Socket = connect(server.port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const line of lines) {
    if (typeof line === 'number') await Promise.race([wait(line), closed]);
    else socket.write(line, () => undefined);
  }
  await closed;
  return heard;
}

describe('lines that are slow, cut or no HTTP at all', () => {
  const head = (length: string) =>
    `POST /v1/a/${device.archive}/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${device.tokens.access}\r\ncontent-type: application/json\r\n${length}\r\n\r\n`;

  test('one that says nothing, or its headers drop by drop, is closed', async () => {
    await talk();
    expect(await talk('POST /v1/challenge HTTP/1.1\r\n', 300, 'a: b\r\n', 300, 'c: d\r\n')).toMatch(
      /^$|^HTTP\/1\.1 408 .*TOO_SLOW/s,
    );
  });

  test('one that sends its body drop by drop gets a problem or is closed, and holds nothing', async () => {
    const heard = await talk(head('content-length: 100'), '{', 300, '"', 300, 's', 300, 'e', 300);
    expect(heard).toMatch(/^$|^HTTP\/1\.1 408 .*TOO_SLOW/s);
    expect(archive.asked).toEqual([]);
  });

  test('a file that comes by drops is cut, one that comes slowly is not', async () => {
    const put = (length: number): string =>
      head(`content-length: ${length}\r\nconnection: close`)
        .replace('POST', 'PUT')
        .replace('/push ', '/taking ');
    const piece = 'x'.repeat(2000);
    expect(await talk(put(8000), piece, 100, piece, 100, piece, 100, piece)).toMatch(
      /^HTTP\/1\.1 200 .*8000$/s,
    );
    expect(await talk(put(8000), 'x', 300, 'x', 300, 'x', 300, 'x', 300, 'x', 20_000)).toBe('');
    await expect.poll(() => ended.includes('taking')).toBe(true);
  });

  test('a reader that takes nothing is cut', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(head('').replace('POST', 'GET').replace('/push ', '/giving '));
    await expect.poll(() => ended.includes('giving')).toBe(true);
    socket.destroy();
  });

  test('one that breaks in the middle of a body does nothing', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(head('content-length: 5000'));
    socket.write(JSON.stringify(PUSH).slice(0, 50), () => socket.destroy());
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await device.call('push', PUSH)).status).toBe(200);
    expect(archive.asked).toEqual(['push']);
  });

  test('no HTTP, wrong lengths, smuggled and endless headers end with a problem and the end of the line', async () => {
    const lines = [
      'hello\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001',
      'GET / HTTP/9.9\r\n\r\n',
      head('content-length: 4\r\ntransfer-encoding: chunked'),
      head('content-length: -1'),
      head('content-length: 4\r\ncontent-length: 5'),
      `${head('transfer-encoding: chunked')}zz\r\n`,
      `GET /v1/server HTTP/1.1\r\nhost: x\r\nlong: ${'a'.repeat(20_000)}\r\n\r\n`,
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    ];
    for (const line of lines) {
      const heard = await talk(line);
      expect(heard).toMatch(/^$|^HTTP\/1\.1 4\d\d .*application\/problem\+json.*"code":"BAD_REQUEST"/s);
    }
    const expecting = await fetch(`${server.url}/v1/server`);
    expect(expecting.status).toBe(200);
    expect(archive.asked).toEqual([]);
  });

  test('paths that are none, and methods that no path has, are not found', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/v1/a'],
      ['GET', '/etc/passwd'],
      ['GET', '/v1/../../etc/passwd'],
      ['DELETE', '/v1/server'],
      ['PROPFIND', '/v1/server'],
      ['GET', `/v1/a/${device.archive}/push`],
    ]) {
      const answer = await fetch(`${server.url}${path}`, { method: method ?? 'GET' });
      expect(await problemOf(answer)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    expect(await talk('GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toContain('problem+json');
    expect(
      await talk('GET /v1/server HTTP/1.1\r\nhost: x\r\nexpect: gold\r\nconnection: close\r\n\r\n'),
    ).toContain('problem+json');
  });
});
