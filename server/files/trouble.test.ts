/** Uploads over a server that is killed and over a disk that is full: nothing counts that was not read again, and little is sent twice. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ARCHIVE } from '../../node/vault/fixture-vault.ts';
import { must } from '../../shared/must.ts';
import { startFilesCentre, type FilesCentre } from '../../test/fixtures/files-centre.ts';
import {
  startFilesCentreProcess,
  type FilesCentreProcess,
} from '../../test/fixtures/files-centre-process.ts';
import { findSmallDisk } from '../../test/fixtures/small-disk.ts';

const CHUNK = 8 * 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const urlOf = (centre: string, bytes: Uint8Array) =>
  `${centre}/v1/a/${ARCHIVE}/up/${digest(bytes)}.aaaaaaaaaaaaaaaaaaaaaaaaaa`;

async function offsetAt(url: string): Promise<number | null> {
  const head = await fetch(url, { method: 'HEAD', headers: TUS });
  return head.status === 200 ? Number(head.headers.get('upload-offset')) : null;
}

function patch(url: string, bytes: Buffer, offset: number, length = CHUNK): Promise<Response> {
  return fetch(url, {
    method: 'PATCH',
    headers: { ...BYTES, 'upload-offset': String(offset) },
    body: new Uint8Array(bytes.subarray(offset, offset + length)),
  });
}

describe('a server that is killed', () => {
  let folder: string;
  let centre: FilesCentreProcess;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'killed-'));
    centre = await startFilesCentreProcess(folder);
  });
  afterEach(async () => {
    await centre.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('in the middle of pieces goes on where it was, and at most a piece of each is sent twice', async () => {
    const bytes = randomBytes(3 * CHUNK + 12_345);
    await fetch(urlOf(centre.url, bytes), {
      method: 'POST',
      headers: { ...TUS, 'upload-length': String(bytes.length) },
    });
    let sent = 0;
    let kills = 0;
    let offset = 0;
    while (offset < bytes.length) {
      const url = urlOf(centre.url, bytes);
      sent += Math.min(CHUNK, bytes.length - offset);
      const sending = patch(url, bytes, offset).then(
        ({ status }) => status,
        () => null,
      );
      if (kills < 3 && offset > 0) {
        kills++;
        // While bytes of it are arriving, or a moment after.
        await new Promise((resolve) => setTimeout(resolve, 5 * kills));
        await centre.kill();
        await sending;
        centre = await startFilesCentreProcess(folder);
      } else expect(await sending).toBe(204);
      offset = must(await offsetAt(urlOf(centre.url, bytes)), 'it is known still');
    }
    expect(kills).toBe(3);
    expect(sent).toBeLessThanOrEqual(bytes.length + kills * CHUNK);
    // Killed before it answered for the last piece: no byte more, and it is read again.
    const last = await patch(urlOf(centre.url, bytes), bytes, bytes.length, 0);
    expect(last.headers.get('qoima-verified')).toBe(digest(bytes));
    const got = await fetch(`${centre.url}/v1/a/${ARCHIVE}/blobs/${digest(bytes)}`);
    expect(digest(new Uint8Array(await got.arrayBuffer()))).toBe(digest(bytes));
  });
});

const disk = findSmallDisk(40);

describe.skipIf(disk === null)('a full disk', () => {
  let mount: string;
  let centre: FilesCentre;
  beforeAll(() => {
    mount = mkdtempSync(path.join(tmpdir(), 'small-centre-'));
    disk?.mount(mount);
  });
  afterAll(() => {
    disk?.unmount(mount);
    rmdirSync(mount);
  });
  beforeEach(async () => {
    centre = await startFilesCentre(path.join(mount, 'centre'));
  });
  afterEach(async () => {
    disk?.free(mount);
    await centre.close();
    await rm(path.join(mount, 'centre'), { recursive: true, force: true });
  });

  it('refuses what has no room before a byte of it came', async () => {
    const bytes = randomBytes(10);
    const answer = await fetch(urlOf(centre.url, bytes), {
      method: 'POST',
      headers: { ...TUS, 'upload-length': String(60 * 1024 * 1024) },
    });
    expect(answer.status).toBe(507);
  });

  it('answers 507 in the middle, keeps what came, and goes on when there is room', async () => {
    const bytes = randomBytes(2 * CHUNK);
    const url = urlOf(centre.url, bytes);
    await fetch(url, { method: 'POST', headers: { ...TUS, 'upload-length': String(bytes.length) } });
    expect((await patch(url, bytes, 0)).status).toBe(204);
    disk?.fill(mount);
    expect((await patch(url, bytes, CHUNK)).status).toBe(507);
    disk?.free(mount);
    const offset = must(await offsetAt(url), 'it is known still');
    expect(offset).toBeGreaterThanOrEqual(CHUNK);
    const rest = await patch(url, bytes, offset);
    expect([rest.status, rest.headers.get('qoima-verified')]).toEqual([204, digest(bytes)]);
  });
});
