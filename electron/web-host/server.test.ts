/** What only real sockets show: limits, lines that break, streams; who is let in is in `guard.test.ts`. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAccess } from './access.ts';
import { MAX_RPC_BYTES } from './rpc-request.ts';
import { startServer, type Served, type WebServer } from './server.ts';
import { createEventHub } from '../services/event-hub.ts';
import { plain } from '../services/http/headers.ts';
import { silentLog } from '../../node/log.ts';
import { TroubleError } from '../../shared/result.ts';

const access = createAccess(Buffer.alloc(32, 7));
const cookie = access.setCookie.split(';')[0] ?? '';
const hub = createEventHub(() => 'r1');

let uploaded: { size: number; end: string }[];
let server: WebServer;
let origin: string;

const served: Served = {
  dispatch: async (method, input) => ({ ok: true, value: { method, input } }),
  on: hub.on,
  log: silentLog(),
  async handleRequest(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/refuse') return plain(422, 'DISK_FULL');
    if (pathname === '/boom') throw new Error('boom');
    const seen = { size: 0, end: 'whole' };
    uploaded.push(seen);
    try {
      for await (const part of request.body ?? []) seen.size += part.byteLength;
    } catch {
      seen.end = 'broken';
    }
    return new Response(null, { status: 204 });
  },
};

beforeEach(async () => {
  uploaded = [];
  server = await startServer(served, access, 0);
  origin = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

type Init = { method?: string; body?: BodyInit; headers?: Record<string, string> };

function ask(target: string, init: Init = {}): Promise<Response> {
  return fetch(`${origin}${target}`, { ...init, headers: { cookie, origin, ...init.headers } });
}

function rpc(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return ask('/rpc', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

test('answers a call and lets no other origin read it', async () => {
  const response = await rpc('{"method":"m","input":{"a":1}}');
  expect(await response.json()).toEqual({ ok: true, value: { method: 'm', input: { a: 1 } } });
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test.each([
  ['no JSON', '{', {}, 200, 'BAD_INPUT'],
  ['no call', '[]', {}, 200, 'BAD_INPUT'],
  ['more than a call', '{"method":"m","input":1,"more":1}', {}, 200, 'BAD_INPUT'],
  ['a form', '{"method":"m","input":1}', { 'content-type': 'text/plain' }, 415, 'BAD_INPUT'],
  ['a call without end', 'x'.repeat(MAX_RPC_BYTES + 1), {}, 413, 'TOO_LARGE'],
])('refuses %s', async (_name, body, headers: Record<string, string>, status, code) => {
  const response = await rpc(body, headers);
  expect([response.status, await response.json()]).toMatchObject([status, { ok: false, code }]);
});

test('a call is a POST', async () => {
  expect((await ask('/rpc')).status).toBe(405);
});

test('an upload is a stream that reaches its end', async () => {
  const size = 40 * 1024 * 1024;
  const response = await ask('/import/x/0', { method: 'PUT', body: new Uint8Array(size) });
  expect(response.status).toBe(204);
  expect(uploaded).toEqual([{ size, end: 'whole' }]);
});

test('a refused upload hears the refusal although its bytes were still on their way', async () => {
  const response = await ask('/refuse', { method: 'PUT', body: new Uint8Array(40 * 1024 * 1024) });
  expect([response.status, await response.json()]).toEqual([422, { code: 'DISK_FULL' }]);
  expect((await rpc('{"method":"m","input":1}')).status).toBe(200);
});

test('an upload whose line breaks is seen as broken, never as whole', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `PUT /import/x/0 HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\norigin: ${origin}\r\n` +
      `cookie: ${cookie}\r\ncontent-length: 1000\r\n\r\nabc`,
  );
  while (uploaded[0]?.size !== 3) await turn();
  socket.destroy();
  while (uploaded[0].end === 'whole') await turn();
  expect(uploaded).toEqual([{ size: 3, end: 'broken' }]);
});

test('a bug ends its own line and no other', async () => {
  await expect(ask('/boom')).rejects.toThrow();
  expect((await rpc('{"method":"m","input":1}')).status).toBe(200);
});

test('events reach every window that listens, until the host closes the stream', async () => {
  const response = await ask('/events', { headers: { accept: 'text/event-stream' } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = await reader.read();
  expect(Buffer.from(first.value ?? []).toString()).toBe('retry: 1000\n\n');
  hub.emit('journal.grew', { n: 7 });
  const second = await reader.read();
  expect(Buffer.from(second.value ?? []).toString()).toBe('event: journal.grew\ndata: {"n":7}\n\n');
  await server.close();
  expect((await reader.read()).done).toBe(true);
});

test('a refused window gets a page for a person and a code for a program', async () => {
  const page = await fetch(origin, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(403);
  expect(await page.text()).toContain('lang="kk"');
  const code = await fetch(`${origin}/events`);
  expect([code.status, await code.json()]).toEqual([403, { code: 'NOT_ENTERED' }]);
});

test('a taken port is said and never evaded', async () => {
  await expect(startServer(served, access, server.port)).rejects.toEqual(
    new TroubleError('PORT_TAKEN', { port: server.port }),
  );
});

test('listens on this machine only', async () => {
  await expect(fetch(`http://[::1]:${server.port}/`)).rejects.toThrow();
});

test('news that comes while the server closes harms nothing', async () => {
  const stream = await ask('/events');
  const closing = server.close();
  // The services end after the streams, and the queue tells its last state then: no write may follow the end.
  hub.emit('host.stopping', {});
  await closing;
  expect(await stream.text()).toBe('retry: 1000\n\n');
});
