/** Lines that are cut before their request has begun to be answered: nothing that was taken for them stays taken. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ok } from '../../shared/result.ts';
import { stubArchive, type StubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';

const MIB = 1024 * 1024;
let server: TrialServer;
let device: TrialDevice;
let archive: StubArchive;
/** While it is closed nobody gets at the archive. */
let gate: Promise<void> = Promise.resolve();
let openGate = (): void => undefined;
let atGate = 0;
const releases: (() => void)[] = [];
let ends = 0;

beforeAll(async () => {
  archive = stubArchive(newId());
  server = await startTrialServer({
    limits: { rawBytes: 4 * MIB, perDevice: 3 },
    openArchive: async () => {
      atGate++;
      await gate;
      return archive;
    },
    plugins: [
      {
        routes: [
          {
            kind: 'raw',
            method: 'GET',
            path: '/v1/a/:archive/held',
            summary: 'Answers when it is released.',
            async handle({ signal }) {
              signal.addEventListener('abort', () => ends++);
              await new Promise<void>((resolve) => releases.push(resolve));
              return ok({ status: 200, body: Buffer.alloc(MIB) });
            },
          },
        ],
      },
    ],
  });
  device = await server.device({ archive: archive.id });
});
afterAll(() => server.close());
beforeEach(() => {
  openGate();
  atGate = 0;
  ends = 0;
  releases.splice(0);
});

function head(method: string, call: string, more = ''): string {
  return `${method} /v1/a/${device.archive}/${call} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${device.tokens.access}\r\n${more}\r\n`;
}

function closeGate(): void {
  gate = new Promise((resolve) => (openGate = resolve));
}

const status = () => device.call('status', { behind: { ops: 0, records: 0, files: 0 } });

const ask = (call: string) =>
  fetch(`${server.url}/v1/a/${device.archive}/${call}`, {
    headers: { authorization: `Bearer ${device.tokens.access}` },
  });

async function line(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function cut(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.destroy();
  await closed;
}

test('requests that were sent ahead on one line hold nothing when it is cut', async () => {
  const socket = await line();
  socket.write(head('GET', 'held').repeat(3));
  await expect.poll(() => releases.length).toBe(3);
  await cut(socket);
  await expect.poll(() => ends).toBe(3);
  for (const release of releases) release();
  const again = Array.from({ length: 3 }, () => ask('held'));
  await expect.poll(() => releases.length).toBe(6);
  for (const release of releases) release();
  expect((await Promise.all(again)).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('a stream whose line was cut before it was opened is none', async () => {
  closeGate();
  const socket = await line();
  socket.write(head('GET', 'poke'));
  await expect.poll(() => atGate).toBe(1);
  await cut(socket);
  // Should the server hear of the cut only later, the stream ends as every other.
  await wait(50);
  openGate();
  await wait(50);
  await expect.poll(() => archive.listeners).toBe(0);
});

test('a body whose line was cut before it was read holds no place of its device', async () => {
  closeGate();
  const lines = [await line(), await line(), await line()];
  const more = 'content-type: application/json\r\ncontent-length: 1000\r\n';
  for (const socket of lines) socket.write(`${head('POST', 'push', more)}{"segments"`);
  await expect.poll(() => atGate).toBe(3);
  await Promise.all(lines.map(cut));
  await wait(50);
  openGate();
  await expect.poll(async () => (await status()).status).toBe(200);
});

test('no more calls of one device are at work than may be, also while its archive is being opened', async () => {
  closeGate();
  const heard: number[] = [];
  const calls = Array.from({ length: 6 }, async () => heard.push((await status()).status));
  await expect.poll(() => heard).toEqual([429, 429, 429]);
  openGate();
  await Promise.all(calls);
  expect(heard.slice(3)).toEqual([200, 200, 200]);
});
