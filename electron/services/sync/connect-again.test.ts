/** A code is good once, and answers get lost: the same asking again gets the same answer. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SYNC_PLAN } from '../../../shared/rpc/contract-sync.ts';
import { openCentre, type Centre } from './centre.ts';
import type { DeviceSecret } from './device-key.ts';

const ARCHIVE = newId();
const CODE = 'ABCDE-FGHJK-MNPQR-STVWX';

let folder: string;
let server: Server;
let url: string;
/** The key by which the code was used. */
let usedBy: string | null;
let asked: number;
let isCut: boolean;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-again-'));
  [usedBy, asked, isCut] = [null, 0, false];
  server = createServer((question, answer) => {
    void bodyOf(question).then((body) => {
      const { status, told } = question.url === '/v1/server' ? whoItIs() : enrolled(body);
      if (isCut && question.url !== '/v1/server') return question.socket.resetAndDestroy();
      answer.writeHead(status, { 'x-sync-protocol': '1', 'content-type': 'application/json' });
      return answer.end(JSON.stringify(told));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const CENTRE = { id: newId(), name: 'Орталық' };
const DEVICE = newId();

function whoItIs() {
  return {
    status: 200,
    told: {
      product: 'qoima',
      server: CENTRE,
      protocols: [1],
      schema: { min: 1, max: 1 },
      serverTime: new Date().toISOString(),
    },
  };
}

/** As a centre does: a code that was used is good for the key that used it. */
function enrolled(body: string) {
  asked++;
  const { key, code } = JSON.parse((JSON.parse(body) as { claim: string }).claim) as Record<string, string>;
  if (code !== CODE || (usedBy !== null && usedBy !== key)) {
    const told = { type: 'about:blank', title: 'no', status: 403, code: 'CODE_UNKNOWN' };
    return { status: 403, told };
  }
  usedBy = key ?? null;
  const archive = { id: ARCHIVE, name: 'Қарасу' };
  const told = {
    device: DEVICE,
    archive,
    founded: true,
    server: CENTRE,
    serverTime: new Date().toISOString(),
  };
  return { status: 200, told };
}

async function bodyOf(question: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of question) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function newSecret(): DeviceSecret {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { v: 1, crv: 'Ed25519', x, d };
}

function open(key: DeviceSecret | null): Promise<Centre> {
  return openCentre({
    folder,
    app: '1.2.3',
    archive: ARCHIVE,
    settings: { plan: { ...SYNC_PLAN, proxy: { kind: 'none' } }, pause: null },
    key,
    rounds: { round: async () => ({ kind: 'cut' }), head: () => 0 },
    facts: async () => ({ own: [], held: 0, missing: 0, mine: [], durable: {} }),
    onChange: () => undefined,
    log: () => undefined,
    reportBug: (error) => expect.unreachable(String(error)),
  });
}

test('an answer that was cut off comes when it is asked for again, and so does one that the window lost', async () => {
  const key = newSecret();
  const ask = { url, code: CODE, name: 'Бөлме 1', machine: 'm', archive: ARCHIVE, key };
  const answer = { ok: true, value: { archive: { id: ARCHIVE, name: 'Қарасу' }, founded: true } };
  const centre = await open(null);
  isCut = true;
  expect(await centre.connect(ask)).toMatchObject({ ok: false, code: 'OFFLINE' });
  expect(usedBy).toBe(key.x);
  isCut = false;
  expect(await centre.connect(ask)).toEqual(answer);
  // The host answered and the window did not hear it: nobody has to be asked, and the line may be gone.
  const before = asked;
  isCut = true;
  expect(await centre.connect({ ...ask, code: ` ${CODE.toLowerCase()} ` })).toEqual(answer);
  await centre.close();
  const again = await open(key);
  expect(await again.connect(ask)).toEqual(answer);
  expect(asked).toBe(before);
  // Another asking is another.
  isCut = false;
  expect(await again.connect({ ...ask, code: 'AAAAA-AAAAA' })).toMatchObject({ code: 'CODE_UNKNOWN' });
  await again.close();
});

test('a key that cannot be read is told, and nothing is asked without it', async () => {
  const key = newSecret();
  const centre = await open(null);
  await centre.connect({ url, code: CODE, name: 'a', machine: 'm', archive: ARCHIVE, key });
  await centre.close();
  const again = await open(null);
  await again.start();
  expect(await again.signIn({ login: 'aliya', password: 'x' })).toMatchObject({
    code: 'SIGN_IN_NEEDS_LINE',
    details: { reason: 'DEVICE_KEY_UNREADABLE' },
  });
  await again.close();
});
