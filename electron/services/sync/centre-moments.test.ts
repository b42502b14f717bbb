/** What happens while something else is on its way: a person who leaves, a centre that has news. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { must } from '../../../shared/must.ts';
import { SYNC_PLAN } from '../../../shared/rpc/contract-sync.ts';
import { openCentre, type Centre } from './centre.ts';
import type { DeviceSecret } from './device-key.ts';
import type { EngineDeps } from './engine.ts';

const ARCHIVE = { id: newId(), name: 'Қарасу' };
const CENTRE = { id: newId(), name: 'Орталық' };
const ALIYA = { id: newId(), login: 'aliya', name: 'Әлия' };

let folder: string;
let server: Server;
let centre: Centre;
/** How each path is answered, behind `/v1` and the archive. */
let answers: Record<string, (response: ServerResponse) => void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-moments-'));
  const serverTime = new Date().toISOString();
  const about = { serverTime, server: CENTRE };
  const json = (told: object) => (response: ServerResponse) => {
    response.writeHead(200, { 'x-sync-protocol': '1', 'content-type': 'application/json' });
    response.end(JSON.stringify(told));
  };
  answers = {
    '/server': json({ ...about, product: 'qoima', protocols: [1], schema: { min: 1, max: 1 } }),
    '/enrol': json({ ...about, device: newId(), archive: ARCHIVE, founded: true }),
    '/challenge': json({ serverTime, challenge: 'c'.repeat(43), expiresIn: 60 }),
    '/token': json({
      serverTime,
      access: 'a'.repeat(43),
      refresh: 'r'.repeat(43),
      expiresIn: 900,
      refreshExpiresIn: 90_000,
      person: ALIYA,
      archive: ARCHIVE,
    }),
    '/attention': json({ ops: [], more: false }),
    '/poke': () => undefined,
  };
  server = createServer((question: IncomingMessage, response) => {
    question.resume().on('end', () => {
      const path = (question.url ?? '').replace(/^\/v1(?:\/a\/[^/]+)?/u, '');
      answers[path]?.(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await centre.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function newSecret(): DeviceSecret {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { v: 1, crv: 'Ed25519', x, d };
}

/** A station that is known at the centre, and in which nobody has signed in yet. */
async function connected(deps: Partial<EngineDeps> = {}): Promise<Centre> {
  const key = newSecret();
  centre = await openCentre({
    folder,
    app: '1.2.3',
    archive: ARCHIVE.id,
    settings: { plan: { ...SYNC_PLAN, proxy: { kind: 'none' } }, pause: null },
    key,
    rounds: { round: async () => ({ kind: 'cut' }), head: () => 0 },
    facts: async () => ({ own: [], held: 0, missing: 0, mine: [], durable: {} }),
    onChange: () => undefined,
    log: () => undefined,
    reportBug: (error) => expect.unreachable(String(error)),
    ...deps,
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = { url, code: 'ABCDE', name: 'Бөлме 1', machine: 'm', archive: ARCHIVE.id, key };
  expect(await centre.connect(ask)).toMatchObject({ ok: true });
  return centre;
}

const byPassword = { login: ALIYA.login, password: 'тұз-нан-қалам' };

/** Begins a sign-in, and comes back when the centre has answered it: it is not at its end yet. */
async function signInUntilTold(): Promise<{ readonly ended: Promise<unknown> }> {
  const told = Promise.withResolvers<void>();
  await connected();
  const answer = answers['/token'];
  answers['/token'] = (response) => {
    response.on('finish', told.resolve);
    answer?.(response);
  };
  const ended = centre.signIn(byPassword);
  await told.promise;
  return { ended };
}

test('who leaves while a sign-in is under way has left', async () => {
  const signing = await signInUntilTold();
  // By now the password is being made into what it is checked by, or that is done: they have left all the same.
  await sleep(20);
  await centre.leave();
  await signing.ended;
  expect(centre.report()).toMatchObject({ link: 'none', person: null });
  expect(centre.people()).toEqual([]);
  expect(existsSync(join(folder, 'link.json'))).toBe(false);
});

test('a program that ends while somebody signs in takes up no line any more', async () => {
  const signing = await signInUntilTold();
  await sleep(20);
  await centre.close();
  await signing.ended;
  expect(centre.report().loop.state).toBe('off');
});

test('what the centre tells at the very end of a round is fetched at once', async () => {
  const pokes: ServerResponse[] = [];
  const ending = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const round = vi.fn<EngineDeps['rounds']['round']>(async () => ({
    kind: 'complete',
    hasMore: false,
    trouble: null,
  }));
  await connected({
    rounds: { round, head: () => 5 },
    async facts() {
      ending.resolve();
      await goOn.promise;
      return { own: [], held: 0, missing: 0, mine: [], durable: {} };
    },
  });
  answers['/poke'] = (response) => {
    response.writeHead(200, { 'x-sync-protocol': '1', 'content-type': 'text/event-stream' });
    response.flushHeaders();
    pokes.push(response);
  };
  expect(await centre.signIn(byPassword)).toMatchObject({ ok: true });
  await ending.promise;
  await expect.poll(() => pokes).toHaveLength(1);
  pokes[0]?.end('data: {"head":6}\n\n');
  // Whoever listens anew has heard what was told.
  await expect.poll(() => pokes).toHaveLength(2);
  expect(round).toHaveBeenCalledTimes(1);
  goOn.resolve();
  await expect.poll(() => round.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(round.mock.calls[1]?.[2]).toBe('news');
});

test('when anything has reached the centre the exchange with it goes on at once', async () => {
  // The waiting after a failure is as long as it may be.
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  let isThere = false;
  const round = vi.fn<EngineDeps['rounds']['round']>(async () =>
    isThere
      ? { kind: 'complete', hasMore: false, trouble: null }
      : { kind: 'line', code: 'OFFLINE', details: {} },
  );
  await connected({ rounds: { round, head: () => 0 } });
  expect(await centre.signIn(byPassword)).toMatchObject({ ok: true });
  const waitForLong = async () => {
    isThere = false;
    for (let i = 0; i < 12; i++) await centre.now();
    expect(centre.report().loop).toMatchObject({ state: 'waiting', trouble: { code: 'OFFLINE' } });
    isThere = true;
  };
  const attention = { after: null, limit: 10 };
  const url = must(centre.report().centre, 'a centre').url;
  for (const call of [() => centre.attention(attention), () => centre.look({ url })]) {
    await waitForLong();
    expect(await call()).toMatchObject({ ok: true });
    await expect.poll(() => centre.report().loop.state).toBe('resting');
  }
  // An address where somebody else answers, or nobody, says nothing of the centre.
  await waitForLong();
  const made = round.mock.calls.length;
  delete answers['/attention'];
  server.closeAllConnections();
  server.close();
  expect(await centre.attention(attention)).toMatchObject({ code: 'OFFLINE' });
  expect(await centre.look({ url })).toMatchObject({ code: 'OFFLINE' });
  expect(centre.report().loop.state).toBe('waiting');
  expect(round.mock.calls).toHaveLength(made);
});
