/** Uploads over HTTP, as a station makes them: what counts as there, and what never does. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ARCHIVE, sha256 as shaOf } from '../../node/vault/fixture-vault.ts';
import { must } from '../../shared/must.ts';
import { BYTES, codeOf, digest, eventually, send, TUS, useCentre } from './fixture-centre.ts';

const OTHER_DEVICE = '0190d1b2-0000-7000-8000-0000000000d2';

const world = useCentre();
const { at, centre, setClock, stateOf, up, upload } = world;

test('an upload in one request is verified, and its bytes come back whole and in ranges', async () => {
  const bytes = randomBytes(3_000_000);
  const sha256 = digest(bytes);
  await upload(bytes);
  expect(await stateOf(sha256)).toMatchObject({ missing: [], verified: [sha256], durable: [] });
  const got = await fetch(at(`blobs/${sha256}`));
  expect(got.headers.get('etag')).toBe(`"${sha256}"`);
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
  const part = await fetch(at(`blobs/${sha256}`), { headers: { range: 'bytes=1000000-1000009' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000000-1000009/3000000']);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000_000, 1_000_010))).toBe(true);
  const stale = await fetch(at(`blobs/${sha256}`), {
    headers: { range: 'bytes=0-1', 'if-range': '"other"' },
  });
  expect(stale.status).toBe(200);
  await stale.body?.cancel();
  expect((await fetch(at(`blobs/${sha256}`), { headers: { range: 'bytes=9000000-' } })).status).toBe(416);
  expect((await fetch(at(`blobs/${shaOf('no')}`))).status).toBe(404);
  // Whoever lost the answer asks the name.
  const again = await fetch(up(sha256), { method: 'HEAD', headers: TUS });
  expect(again.headers.get('qoima-verified')).toBe(sha256);
});

test('an upload of no bytes at all is one too', async () => {
  await upload(Buffer.alloc(0));
  expect((await (await fetch(at(`blobs/${digest(Buffer.alloc(0))}`))).arrayBuffer()).byteLength).toBe(0);
});

test('an upload goes on where it was cut, and sends nothing twice but what was on its way', async () => {
  const bytes = randomBytes(5_000_000);
  const url = up(digest(bytes));
  expect((await send('POST', url, { ...TUS, 'upload-length': '5000000' })).status).toBe(201);
  await cutAfter(url, bytes, 3_000_000);
  // The cut one is let go a moment later than its length can be asked, and until then it grows.
  const rest = await eventually(async () => {
    const head = await fetch(url, { method: 'HEAD', headers: TUS });
    const offset = Number(head.headers.get('upload-offset'));
    if (head.status !== 200 || offset < 1_000_000) return null;
    expect(offset).toBeLessThanOrEqual(3_000_000);
    const headers = { ...BYTES, 'upload-offset': String(offset) };
    const sent = await send('PATCH', url, headers, bytes.subarray(offset));
    return sent.status === 423 || sent.status === 409 ? null : sent;
  });
  expect([rest.status, rest.headers.get('qoima-verified')]).toEqual([204, digest(bytes)]);
});

test('an upload of other bytes than its name says is refused and gone, and another station’s is not spoilt by it', async () => {
  const bytes = randomBytes(200_000);
  const bad = Buffer.from(bytes);
  bad[100_000] = must(bad[100_000], 'a byte') ^ 1;
  const mine = up(digest(bytes));
  const headers = { ...BYTES, 'upload-length': '200000' };
  const other = up(digest(bytes), 'bbbbbbbbbbbbbbbbbbbbbbbbbb');
  await send('POST', other, { ...headers, 'x-device': OTHER_DEVICE }, bytes.subarray(0, 1000));
  expect(await codeOf(await send('POST', mine, headers, bad))).toEqual([460, 'CHECKSUM_MISMATCH']);
  expect((await fetch(mine, { method: 'HEAD', headers: TUS })).status).toBe(404);
  expect(await stateOf(digest(bytes))).toMatchObject({ missing: [digest(bytes)], verified: [] });
  const rest = { ...BYTES, 'upload-offset': '1000', 'x-device': OTHER_DEVICE };
  expect((await send('PATCH', other, rest, bytes.subarray(1000))).status).toBe(204);
  expect(await stateOf(digest(bytes))).toMatchObject({ missing: [], verified: [digest(bytes)] });
});

test('an upload that was spoilt on the server’s own disk is found by reading it again', async () => {
  const bytes = randomBytes(100_000);
  const url = up(digest(bytes));
  await send('POST', url, { ...BYTES, 'upload-length': '100000' }, bytes.subarray(0, 60_000));
  const part = path.join(world.folder(), 'files', 'uploads', `${path.basename(url)}.part`);
  const onDisk = await readFile(part);
  onDisk[5] = must(onDisk[5], 'a byte') ^ 1;
  await writeFile(part, onDisk);
  const last = await send('PATCH', url, { ...BYTES, 'upload-offset': '60000' }, bytes.subarray(60_000));
  expect(await codeOf(last)).toEqual([460, 'CHECKSUM_MISMATCH']);
});

test('an upload takes bytes from one request at a time, at its own offset, and no more than it was begun for', async () => {
  const bytes = randomBytes(1000);
  const url = up(digest(bytes));
  await send('POST', url, { ...BYTES, 'upload-length': '1000' }, bytes.subarray(0, 400));
  // One that is slow holds the file; should a question of ours hold it just then, it comes again.
  const comeSlowly = () => {
    const asked = request(url, {
      method: 'PATCH',
      headers: { ...BYTES, 'upload-offset': '400', 'content-length': '600' },
    });
    asked.on('error', () => undefined);
    asked.on('response', () => {
      asked.destroy();
      slow = comeSlowly();
    });
    asked.write(bytes.subarray(400, 500));
    return asked;
  };
  let slow = comeSlowly();
  await eventually(async () => {
    const other = await send('PATCH', url, { ...BYTES, 'upload-offset': '7' }, bytes.subarray(7, 10));
    const [status] = await codeOf(other);
    return status === 423 ? true : null;
  }).finally(() => slow.removeAllListeners('response').destroy());
  await eventually(async () => {
    const answer = await send('PATCH', url, { ...BYTES, 'upload-offset': '7' }, bytes.subarray(7));
    return (await codeOf(answer))[1] === 'UPLOAD_OFFSET' ? true : null;
  });
  const head = await fetch(url, { method: 'HEAD', headers: TUS });
  const offset = head.headers.get('upload-offset') ?? '';
  const much = await send(
    'PATCH',
    url,
    { ...BYTES, 'upload-offset': offset },
    Buffer.concat([bytes.subarray(Number(offset)), bytes]),
  );
  expect(await codeOf(much)).toEqual([413, 'UPLOAD_TOO_LARGE']);
});

test('an upload of what nothing in the archive names is refused, and not told of', async () => {
  centre().named.clear();
  const bytes = randomBytes(10);
  const answer = await send('POST', up(digest(bytes)), { ...TUS, 'upload-length': '10' });
  expect(await codeOf(answer)).toEqual([404, 'NOT_NAMED']);
  expect(await stateOf(digest(bytes))).toMatchObject({ missing: [], verified: [], from: {} });
});

test('an upload is another device’s own business, and goes when nothing was added for a week', async () => {
  const bytes = randomBytes(100);
  const url = up(digest(bytes));
  setClock(Date.now());
  await send('POST', url, { ...BYTES, 'upload-length': '100' }, bytes.subarray(0, 50));
  const stranger = await fetch(url, { method: 'HEAD', headers: { ...TUS, 'x-device': OTHER_DEVICE } });
  expect(stranger.status).toBe(404);
  setClock(Date.now() + 8 * 86_400_000);
  expect((await send('PATCH', url, { ...BYTES, 'upload-offset': '50' }, bytes.subarray(50))).status).toBe(
    410,
  );
  await centre().files.tidy();
  expect((await centre().files.status(ARCHIVE)).uploads).toBe(0);
});

test('an upload is refused in words of tus when it is none', async () => {
  const bytes = randomBytes(10);
  const url = up(digest(bytes));
  expect((await send('POST', url, { 'upload-length': '10' })).status).toBe(412);
  expect((await send('POST', url, TUS)).status).toBe(400);
  expect(
    (await send('POST', at(`up/..%2f..%2fx.${'a'.repeat(26)}`), { ...TUS, 'upload-length': '1' })).status,
  ).toBe(400);
  await send('POST', url, { ...TUS, 'upload-length': '10' });
  expect((await send('PATCH', url, { ...TUS, 'upload-offset': '0' }, bytes)).status).toBe(415);
  expect((await send('DELETE', url, TUS)).status).toBe(204);
  expect((await fetch(url, { method: 'HEAD', headers: TUS })).status).toBe(404);
});

/** Sends the beginning of a PATCH and cuts the line. */
function cutAfter(url: string, bytes: Buffer, count: number): Promise<void> {
  return new Promise((resolve) => {
    const asked = request(url, {
      method: 'PATCH',
      headers: { ...BYTES, 'upload-offset': '0', 'content-length': String(bytes.length) },
    });
    asked.on('error', () => resolve());
    asked.write(bytes.subarray(0, count), () => {
      asked.destroy();
      resolve();
    });
  });
}
