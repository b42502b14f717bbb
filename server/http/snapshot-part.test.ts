import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { stubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';

const SNAPSHOT = '0d4cf6f8-3a52-4c0f-b9d5-0a5c4a6e9f11';
const bytes = randomBytes(100_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
let folder: string;
let server: TrialServer;
let device: TrialDevice;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-part-'));
  writeFileSync(path.join(folder, '3'), bytes);
  const archive = {
    ...stubArchive(newId()),
    snapshotPart: async (snapshot: string, n: number) =>
      snapshot === SNAPSHOT && n >= 3
        ? { path: path.join(folder, `${n}`), size: bytes.length, sha256 }
        : null,
  };
  server = await startTrialServer({ openArchive: async () => archive });
  device = await server.device({ archive: archive.id });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function part(name: string, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = `Bearer ${device.tokens.access}`;
  return fetch(`${server.url}/v1/a/${device.archive}/snapshot/${name}`, {
    headers: { authorization, ...headers },
  });
}

test('a part comes whole, and goes on where a line broke', async () => {
  const whole = await part(`${SNAPSHOT}/3`);
  expect(whole.headers.get('etag')).toBe(`"${sha256}"`);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
  const rest = await part(`${SNAPSHOT}/3`, { range: 'bytes=60000-', 'if-range': `"${sha256}"` });
  expect(rest.status).toBe(206);
  expect(rest.headers.get('content-range')).toBe('bytes 60000-99999/100000');
  expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(60_000));
});

test('another snapshot’s bytes are never put behind those of this one', async () => {
  const other = await part(`${SNAPSHOT}/3`, { range: 'bytes=60000-', 'if-range': '"another"' });
  expect(other.status).toBe(200);
  expect((await other.arrayBuffer()).byteLength).toBe(bytes.length);
  expect((await part(`${SNAPSHOT}/3`, { range: 'bytes=100000-' })).status).toBe(416);
});

test.each([
  // Taken away between two looks.
  `${SNAPSHOT}/4`,
  `${SNAPSHOT}/2`,
  `${SNAPSHOT}/-1`,
  `${SNAPSHOT}/3e0`,
  `${SNAPSHOT}/..%2f3`,
  '..%2f..%2f/3',
  `${newId()}/3`,
])('there is no %s', async (name) => {
  const answer = await part(name);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});
