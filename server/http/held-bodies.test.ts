import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
