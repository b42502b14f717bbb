/** A line to real servers that are no centre, or a bad one, or are not there. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { readAuthorities, trusted } from './authorities.ts';
import { createCentreCalls } from './centre-calls.ts';
import { createLine } from './line.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(http.createServer(answer))}`;
}

function callsTo(url: string, options: { proxyEnv?: Record<string, string>; pem?: string } = {}) {
  const line = createLine({ url, proxyEnv: options.proxyEnv ?? {}, authorities: trusted(options.pem ?? '') });
  open.push(() => line.close());
  const calls = createCentreCalls({ line, app: '1.0.0' });
  const ask = (more: { deadlineMs?: number; idleMs?: number; signal?: AbortSignal; body?: unknown } = {}) =>
    calls.json(z.object({ n: z.int() }), { path: '/v1/x', ...more });
  return { line, calls, ask };
}

const OURS = { 'x-sync-protocol': '1', 'content-type': 'application/json' };

test.each<[string, RequestListener]>([
  [
    'a captive portal',
    (_q, s) => s.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to WiFi'),
  ],
  [
    'JSON of somebody else',
    (_q, s) => s.writeHead(200, { 'content-type': 'application/json' }).end('{"n":1}'),
  ],
  ['a redirect to a portal', (_q, s) => s.writeHead(302, { location: 'https://portal.example/' }).end()],
  [
    'a proxy without a server behind it',
    (_q, s) => s.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway'),
  ],
  [
    'a page that pretends',
    (_q, s) => s.writeHead(200, { ...OURS, 'content-type': 'text/html' }).end('{"n":1}'),
  ],
  ['an answer of another shape', (_q, s) => s.writeHead(200, OURS).end('{"m":1}')],
  ['half a JSON', (_q, s) => s.writeHead(200, OURS).end('{"n":')],
  ['letters that are no UTF-8', (_q, s) => s.writeHead(200, OURS).end(Buffer.from([0x22, 0xff, 0x22]))],
  ['a broken packing', (_q, s) => s.writeHead(200, { ...OURS, 'content-encoding': 'gzip' }).end('no gzip')],
  ['an unknown packing', (_q, s) => s.writeHead(200, { ...OURS, 'content-encoding': 'br' }).end('x')],
  [
    'a bomb',
    (_q, s) =>
      s.writeHead(200, { ...OURS, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(80 * 1024 * 1024))),
  ],
  ['a problem without a code', (_q, s) => s.writeHead(404, OURS).end('{"title":"no"}')],
])('%s is no centre', async (_name, answer) => {
  expect(await callsTo(await serve(answer)).ask()).toMatchObject({ ok: false, code: 'NOT_A_SERVER' });
});

test('something that does not speak HTTP is no centre', async () => {
  const port = await listen(net.createServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n')));
  expect(await callsTo(`http://127.0.0.1:${port}`).ask()).toMatchObject({ code: 'NOT_A_SERVER' });
  const plain = new URL(await serve((_q, s) => s.end('x'))).port;
  expect(await callsTo(`https://127.0.0.1:${plain}`).ask()).toMatchObject({ code: 'NOT_A_SERVER' });
});

test('packed both ways, and the refusals of a centre by their codes', async () => {
  const heard: string[] = [];
  const url = await serve((question, answer) => {
    heard.push(
      `${question.headers['content-encoding'] ?? 'plain'} ${String(question.headers['x-sync-protocol'])}`,
    );
    answer
      .writeHead(200, { ...OURS, 'content-encoding': 'zstd' })
      .end(zstdCompressSync(Buffer.from('{"n":7}')));
  });
  const { ask } = callsTo(url);
  expect(await ask({ body: { small: 1 } })).toEqual({ ok: true, value: { n: 7 } });
  expect(await ask({ body: { large: 'x'.repeat(20_000) } })).toEqual({ ok: true, value: { n: 7 } });
  expect(heard).toEqual(['plain 1', 'zstd 1']);
  const problem = (status: number, body: object, headers = {}) =>
    serve((_q, s) =>
      s
        .writeHead(status, { ...OURS, 'content-type': 'application/problem+json', ...headers })
        .end(JSON.stringify(body)),
    );
  const busy = await problem(503, { code: 'MAINTENANCE' }, { 'retry-after': '30' });
  expect(await callsTo(busy).ask()).toEqual({ ok: false, code: 'MAINTENANCE', details: { retryAfter: 30 } });
  const strange = await problem(409, { code: 'OF_TOMORROW', details: { seq: 4 } });
  expect(await callsTo(strange).ask()).toEqual({
    ok: false,
    code: 'BAD_REQUEST',
    details: { seq: 4, code: 'OF_TOMORROW' },
  });
});

test('nobody there, silence, a cut, and whoever does not want it any more', async () => {
  expect(await callsTo('http://127.0.0.1:1').ask()).toMatchObject({ code: 'OFFLINE' });
  expect(await callsTo('http://centre.invalid').ask()).toMatchObject({ code: 'OFFLINE' });
  const silent = await serve(() => undefined);
  expect(await callsTo(silent).ask({ deadlineMs: 50 })).toMatchObject({ code: 'TIMEOUT' });
  expect(await callsTo(silent).ask({ idleMs: 50, deadlineMs: 0 })).toMatchObject({ code: 'TIMEOUT' });
  const slow = await serve((_q, s) => void s.writeHead(200, OURS).write('{'));
  expect(await callsTo(slow).ask({ deadlineMs: 50 })).toMatchObject({ code: 'TIMEOUT' });
  expect(await callsTo(slow).ask({ idleMs: 50, deadlineMs: 0 })).toMatchObject({ code: 'TIMEOUT' });
  const cut = await serve((_q, s) => {
    s.writeHead(200, { ...OURS, 'content-length': '100' }).write('{');
    setImmediate(() => s.destroy());
  });
  expect(await callsTo(cut).ask()).toMatchObject({ code: 'OFFLINE' });
  const stopper = new AbortController();
  const asked = callsTo(silent).ask({ signal: stopper.signal });
  setImmediate(() => stopper.abort());
  expect(await asked).toMatchObject({ code: 'CANCELLED' });
  expect(await callsTo(silent).ask({ signal: AbortSignal.abort() })).toMatchObject({ code: 'CANCELLED' });
});

test('an idle line that the other side had closed is taken up anew, once', async () => {
  let count = 0;
  const server = http.createServer((_q, s) => void s.writeHead(200, OURS).end(`{"n":${++count}}`));
  const sockets: net.Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  const { ask } = callsTo(`http://127.0.0.1:${await listen(server)}`);
  expect(await ask()).toMatchObject({ value: { n: 1 } });
  // Cut when the next question is on its way: the agent does not know yet.
  sockets[0]?.removeAllListeners('data').once('data', () => sockets[0]?.resetAndDestroy());
  expect(await ask()).toMatchObject({ ok: true });
});

test('goes through a proxy when there is one, and says when it is refused', async () => {
  const seen: string[] = [];
  const proxy = http.createServer();
  proxy.on('connect', (question, socket) => {
    seen.push(`${question.url ?? ''} ${question.headers['proxy-authorization'] ?? ''}`);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const port = await listen(proxy);
  const proxyEnv = { HTTPS_PROXY: `http://name:word@127.0.0.1:${port}` };
  expect(await callsTo('https://centre.example', { proxyEnv }).ask()).toMatchObject({
    code: 'PROXY_REFUSED',
    details: { status: 407 },
  });
  expect(seen).toEqual([`centre.example:443 Basic ${Buffer.from('name:word').toString('base64')}`]);
  const down = http.createServer();
  down.on('connect', (_question, socket) => void socket.end('HTTP/1.1 503 Down\r\n\r\n'));
  const downEnv = { HTTPS_PROXY: `http://127.0.0.1:${await listen(down)}` };
  expect(await callsTo('https://centre.example', { proxyEnv: downEnv }).ask()).toMatchObject({
    code: 'OFFLINE',
  });
});

test('a certificate of the institution’s own authority is believed when it was given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qoima-ca-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  run(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/O=Мұрағат/CN=Archive CA',
    '-days',
    '2',
    '-utf8',
  );
  run('req', ...key, '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=centre');
  writeFileSync(at('ext'), 'subjectAltName=IP:127.0.0.1');
  run(
    'x509',
    '-req',
    '-in',
    'own.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'ext',
    '-out',
    'own.pem',
  );
  const server = https.createServer(
    { key: readFileSync(at('own.key')), cert: readFileSync(at('own.pem')) },
    (_q, s) => s.writeHead(200, OURS).end('{"n":1}'),
  );
  const url = `https://127.0.0.1:${await listen(server)}`;
  const pem = readFileSync(at('ca.pem'), 'utf8');
  expect(await callsTo(url).ask()).toMatchObject({ code: 'CERTIFICATE' });
  expect(await callsTo(url, { pem }).ask()).toEqual({ ok: true, value: { n: 1 } });
  expect(await callsTo(url.replace('127.0.0.1', 'localhost'), { pem }).ask()).toMatchObject({
    code: 'CERTIFICATE',
  });
  expect(readAuthorities(`some words\n${pem}`)).toMatchObject({ ok: true, value: { names: ['Archive CA'] } });
  expect(readAuthorities(readFileSync(at('own.pem'), 'utf8'))).toMatchObject({ code: 'BAD_CERTIFICATE' });
  expect(readAuthorities('no certificate')).toMatchObject({ code: 'BAD_CERTIFICATE' });
});
