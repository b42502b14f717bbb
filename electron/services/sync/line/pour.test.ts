/** Bytes go out of memory that is used again; whatever ends the request ends their reading. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createLine } from './line.ts';

const PIECE = 1 << 20;
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function lineTo(handle: (request: IncomingMessage, answer: ServerResponse) => Promise<void>) {
  server = createServer((request, answer) => {
    handle(request, answer).catch(() => answer.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return createLine({ url: `http://127.0.0.1:${port}`, proxyEnv: {}, authorities: [] });
}

const post = (body: AsyncIterable<Uint8Array>) =>
  ({ method: 'POST', path: '/', body, headers: { 'content-length': String(16 * PIECE) } }) as const;

test('the memory of a piece is left alone until the system has it', async () => {
  const expected = createHash('sha256');
  for (let at = 0; at < 16; at++) expected.update(Buffer.alloc(PIECE, at));
  let came = '';
  const line = await lineTo(async (request, answer) => {
    const hash = createHash('sha256');
    for await (const bytes of request) {
      hash.update(bytes as Buffer);
      // Slower than who sends: what cannot go out has to wait somewhere.
      await turn();
    }
    came = hash.digest('hex');
    answer.end();
  });
  const memory = Buffer.alloc(PIECE);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 16; at++) yield memory.fill(at);
  }
  const sent = await line.send(post(pieces()));
  expect(sent).toMatchObject({ ok: true, value: { status: 200 } });
  expect(came).toBe(expected.digest('hex'));
  line.close();
});

test('what cannot be read ends the request, and a request that ends is read for no more', async () => {
  const line = await lineTo(async (request, answer) => {
    await once(request, 'data');
    if (request.headers['x-refused'] === undefined) request.resume();
    else answer.destroy();
  });
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(PIECE);
    throw new Error('a disk that is gone');
  }
  expect(await line.send(post(broken()))).toMatchObject({ ok: false, code: 'OFFLINE' });

  const left = Promise.withResolvers<number>();
  async function* endless(): AsyncGenerator<Uint8Array> {
    let given = 0;
    try {
      for (; ; given++) yield Buffer.alloc(PIECE);
    } finally {
      left.resolve(given);
    }
  }
  const refused = { ...post(endless()), headers: { 'content-length': String(2 ** 40), 'x-refused': '1' } };
  expect(await line.send(refused)).toMatchObject({ ok: false, code: 'OFFLINE' });
  expect(await left.promise).toBeLessThan(64);
  line.close();
});
