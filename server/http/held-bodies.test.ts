import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '../../shared/result.ts';
import { stubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';

let server: TrialServer;
let device: TrialDevice;
let begun = (): void => undefined;
let release = (): void => undefined;

beforeAll(async () => {
  const id = newId();
  const archive = stubArchive(id, {
    push: async () => {
      begun();
      await new Promise<void>((resolve) => (release = resolve));
      return ok({ head: 0, results: [], withheld: [] });
    },
  });
  server = await startTrialServer({ limits: { bodiesBytes: 30_000 }, openArchive: async () => archive });
  device = await server.device({ archive: id });
});
afterAll(() => server.close());

/** Sends some 20 kB; tells when the archive has them, and what was answered. */
function push(): { readonly isAtWork: Promise<void>; readonly status: Promise<number> } {
  const isAtWork = new Promise<void>((resolve) => (begun = resolve));
  const segment = { replica: 'a'.repeat(26), after: 0, prev: '0'.repeat(64), items: ['x'.repeat(20_000)] };
  return { isAtWork, status: device.call('push', { segments: [segment] }).then((answer) => answer.status) };
}

test('a body counts until its call is over, and no longer', async () => {
  const first = push();
  await first.isAtWork;
  expect(await push().status).toBe(503);
  release();
  expect(await first.status).toBe(200);
  const again = push();
  await again.isAtWork;
  release();
  expect(await again.status).toBe(200);
});

describe('requests of bytes', () => {
  const MIB = 1024 * 1024;
  const releases: (() => void)[] = [];
  let holding: TrialServer;
  let mine: TrialDevice;

  beforeAll(async () => {
    const id = newId();
    holding = await startTrialServer({
      limits: { rawBytes: 4 * MIB },
      openArchive: async () => stubArchive(id),
      plugins: [
        {
          routes: [
            {
              kind: 'raw',
              method: 'POST',
              path: '/v1/a/:archive/bytes',
              summary: 'Holds a body until it is released.',
              holds: 2 * MIB,
              async handle(_asked, body) {
                body.resume();
                await new Promise<void>((resolve) => releases.push(resolve));
                return ok({ status: 200, body: 'done' });
              },
            },
            {
              kind: 'raw',
              method: 'GET',
              path: '/v1/a/:archive/bytes',
              summary: 'Answers what others leave no room for.',
              handle: async () => ok({ status: 200, body: Buffer.alloc(3 * MIB) }),
            },
          ],
        },
      ],
    });
    mine = await holding.device({ archive: id });
  });
  afterAll(() => holding.close());

  const send = (bytes: number): Promise<Response> =>
    fetch(`${holding.url}/v1/a/${mine.archive}/bytes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mine.tokens.access}` },
      body: Buffer.alloc(bytes),
    });
  const get = (): Promise<Response> =>
    fetch(`${holding.url}/v1/a/${mine.archive}/bytes`, {
      headers: { authorization: `Bearer ${mine.tokens.access}` },
    });

  test('hold so much together and no more, whatever their connections; who comes beyond hears when to come again', async () => {
    const first = send(2 * MIB);
    await expect.poll(() => releases.length).toBe(1);
    const beyond = await send(2 * MIB);
    expect(beyond.status).toBe(503);
    expect(Number(beyond.headers.get('retry-after'))).toBeGreaterThan(0);
    const small = send(1000);
    await expect.poll(() => releases.length).toBe(2);
    expect((await get()).status).toBe(503);
    for (const release of releases) release();
    expect([(await first).status, (await small).status]).toEqual([200, 200]);
    expect((await get()).status).toBe(200);
    const again = send(2 * MIB);
    await expect.poll(() => releases.length).toBe(3);
    releases[2]?.();
    expect((await again).status).toBe(200);
  });
});
