/** Files at the centre, asked over HTTP as a station asks: what counts as there, and what never does. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { objectPath } from '../../node/ocfl/storage-root.ts';
import {
  ARCHIVE,
  BATCH,
  bringIn,
  makeVaultPlace,
  sha256 as shaOf,
  type VaultPlace,
} from '../../node/vault/fixture-vault.ts';
import { verifyFolder } from '../../node/vault/verify-folder.ts';
import { must } from '../../shared/must.ts';
import { packPicture, unpackPictures } from '../../shared/sync/files/picture-pack.ts';
import { startFilesCentre, type FilesCentre } from '../../test/fixtures/files-centre.ts';

const REPLICA = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
const OTHER_DEVICE = '0190d1b2-0000-7000-8000-0000000000d2';
const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };

let folder: string;
let centre: FilesCentre;
let clock: number;
const now = () => clock;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'centre-'));
  clock = Date.UTC(2026, 5, 1);
  centre = await startFilesCentre(folder, { now });
});
afterEach(async () => {
  await centre.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (tail: string) => `${centre.url}/v1/a/${ARCHIVE}/${tail}`;
const up = (sha256: string, replica = REPLICA) => at(`up/${sha256}.${replica}`);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function send(method: string, url: string, headers: Record<string, string>, body?: Uint8Array) {
  return fetch(url, { method, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) });
}

async function codeOf(answer: Response): Promise<[number, string | undefined]> {
  return [answer.status, ((await answer.json()) as { code?: string }).code];
}

async function upload(bytes: Uint8Array): Promise<void> {
  const answer = await send(
    'POST',
    up(digest(bytes)),
    { ...BYTES, 'upload-length': String(bytes.length) },
    bytes,
  );
  expect(answer.status).toBe(201);
  expect(answer.headers.get('qoima-verified')).toBe(digest(bytes));
}

async function stateOf(...hashes: string[]) {
  const answer = await send(
    'POST',
    at('files/state'),
    { 'content-type': 'application/json' },
    Buffer.from(JSON.stringify({ hashes })),
  );
  return (await answer.json()) as {
    missing: string[];
    verified: string[];
    durable: string[];
    from: object;
    generation: string;
  };
}

describe('an upload', () => {
  it('in one request is verified, and its bytes come back whole and in ranges', async () => {
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

  it('of no bytes at all is one too', async () => {
    await upload(Buffer.alloc(0));
    expect((await (await fetch(at(`blobs/${digest(Buffer.alloc(0))}`))).arrayBuffer()).byteLength).toBe(0);
  });

  it('goes on where it was cut, and sends nothing twice but what was on its way', async () => {
    const bytes = randomBytes(5_000_000);
    const url = up(digest(bytes));
    expect((await send('POST', url, { ...TUS, 'upload-length': '5000000' })).status).toBe(201);
    await cutAfter(url, bytes, 3_000_000);
    const offset = await eventually(async () => {
      const head = await fetch(url, { method: 'HEAD', headers: TUS });
      const found = Number(head.headers.get('upload-offset'));
      return found > 1_000_000 ? found : null;
    });
    expect(offset).toBeLessThanOrEqual(3_000_000);
    // The cut one is let go a moment later than its length can be asked.
    const rest = await eventually(async () => {
      const headers = { ...BYTES, 'upload-offset': String(offset) };
      const sent = await send('PATCH', url, headers, bytes.subarray(offset));
      return sent.status === 423 ? null : sent;
    });
    expect([rest.status, rest.headers.get('qoima-verified')]).toEqual([204, digest(bytes)]);
  });

  it('of other bytes than its name says is refused and gone, and another station’s is not spoilt by it', async () => {
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

  it('that was spoilt on the server’s own disk is found by reading it again', async () => {
    const bytes = randomBytes(100_000);
    const url = up(digest(bytes));
    await send('POST', url, { ...BYTES, 'upload-length': '100000' }, bytes.subarray(0, 60_000));
    const part = path.join(
      folder,
      'archives',
      ARCHIVE,
      'files',
      'uploads',
      `${digest(bytes)}.${REPLICA}.part`,
    );
    const onDisk = await readFile(part);
    onDisk[5] = must(onDisk[5], 'a byte') ^ 1;
    await writeFile(part, onDisk);
    const last = await send('PATCH', url, { ...BYTES, 'upload-offset': '60000' }, bytes.subarray(60_000));
    expect(await codeOf(last)).toEqual([460, 'CHECKSUM_MISMATCH']);
  });

  it('takes bytes from one request at a time, at its own offset, and no more than it was begun for', async () => {
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

  it('of what nothing in the archive names is refused, and not told of', async () => {
    centre.named.clear();
    const bytes = randomBytes(10);
    const answer = await send('POST', up(digest(bytes)), { ...TUS, 'upload-length': '10' });
    expect(await codeOf(answer)).toEqual([404, 'NOT_NAMED']);
    expect(await stateOf(digest(bytes))).toMatchObject({ missing: [], verified: [], from: {} });
  });

  it('is another device’s own business, and goes when nothing was added for a week', async () => {
    const bytes = randomBytes(100);
    const url = up(digest(bytes));
    clock = Date.now();
    await send('POST', url, { ...BYTES, 'upload-length': '100' }, bytes.subarray(0, 50));
    const stranger = await fetch(url, { method: 'HEAD', headers: { ...TUS, 'x-device': OTHER_DEVICE } });
    expect(stranger.status).toBe(404);
    clock += 8 * 86_400_000;
    expect((await send('PATCH', url, { ...BYTES, 'upload-offset': '50' }, bytes.subarray(50))).status).toBe(
      410,
    );
    await centre.files.tidy();
    expect((await centre.files.status(ARCHIVE)).uploads).toBe(0);
  });

  it('is refused in words of tus when it is none', async () => {
    const bytes = randomBytes(10);
    const url = up(digest(bytes));
    expect((await send('POST', url, { 'upload-length': '10' })).status).toBe(412);
    expect((await send('POST', url, TUS)).status).toBe(400);
    expect(
      (await send('POST', at(`up/..%2f..%2fx.${REPLICA}`), { ...TUS, 'upload-length': '1' })).status,
    ).toBe(400);
    await send('POST', url, { ...TUS, 'upload-length': '10' });
    expect((await send('PATCH', url, { ...TUS, 'upload-offset': '0' }, bytes)).status).toBe(415);
    expect((await send('DELETE', url, TUS)).status).toBe(204);
    expect((await fetch(url, { method: 'HEAD', headers: TUS })).status).toBe(404);
  });
});

describe('a batch', () => {
  let place: VaultPlace;
  const texts = ['бірінші парақ', 'екінші парақ', 'үшінші'];
  beforeEach(async () => {
    place = await makeVaultPlace();
    const vault = await place.open();
    await bringIn(vault, BATCH, texts);
    await vault.seal(BATCH);
  });
  afterEach(() => place.remove());

  const inventoryFile = () =>
    path.join(place.folder, 'ocfl', objectPath(`urn:uuid:${BATCH}`), 'inventory.json');
  const put = async (bytes: Uint8Array, batch = BATCH) => send('PUT', at(`batches/${batch}`), {}, bytes);
  const serverVault = () => path.join(folder, 'archives', ARCHIVE, 'vault');

  async function sendAll(missing: readonly string[]): Promise<void> {
    const vault = await place.open();
    for (const sha256 of missing)
      await upload(await readFile(must(await vault.locate(sha256), 'a file').path));
  }

  it('comes by its inventory and its bytes, and stands as the very same object', async () => {
    const inventory = await readFile(inventoryFile());
    // What only the inventory names may come too.
    centre.named.clear();
    const begun = (await (await put(inventory)).json()) as { state: string; missing: string[] };
    expect(begun).toMatchObject({ state: 'waiting' });
    expect(begun.missing.length).toBe(texts.length + 1);
    await sendAll(begun.missing);
    await centre.files.settled(ARCHIVE);
    expect(await (await fetch(at(`batches/${BATCH}`))).json()).toMatchObject({
      state: 'placed',
      durable: false,
    });
    expect(await verifyFolder(serverVault())).toMatchObject({ valid: true, findings: [], objects: 1 });
    const same = await fetch(at(`batches/${BATCH}/inventory`));
    expect(Buffer.from(await same.arrayBuffer()).equals(inventory)).toBe(true);
    expect(await (await put(inventory)).json()).toMatchObject({ state: 'placed' });
    // Its bytes are found in their new place, and nowhere else.
    expect((await fetch(at(`blobs/${shaOf(texts[0] ?? '')}`), { method: 'HEAD' })).status).toBe(200);
    await centre.files.backedUp(ARCHIVE, [objectPath(`urn:uuid:${BATCH}`)]);
    centre.named.add('*');
    expect(await stateOf(shaOf(texts[0] ?? ''))).toMatchObject({ durable: [shaOf(texts[0] ?? '')] });
  });

  it('waits over a restart of the server, and needs only what is missing', async () => {
    await upload(Buffer.from(texts[0] ?? ''));
    const begun = (await (await put(await readFile(inventoryFile()))).json()) as { missing: string[] };
    expect(begun.missing).not.toContain(shaOf(texts[0] ?? ''));
    await centre.close();
    centre = await startFilesCentre(folder, { now });
    const after = (await (await fetch(at(`batches/${BATCH}`))).json()) as { missing: string[] };
    expect(new Set(after.missing)).toEqual(new Set(begun.missing));
    await sendAll(after.missing);
    await centre.files.settled(ARCHIVE);
    expect(await (await fetch(at(`batches/${BATCH}`))).json()).toMatchObject({ state: 'placed' });
  });

  it('of the same id with other content is refused, and its scans stay', async () => {
    const inventory = await readFile(inventoryFile());
    const begun = (await (await put(inventory)).json()) as { missing: string[] };
    await sendAll(begun.missing);
    await centre.files.settled(ARCHIVE);
    const other = Buffer.from(inventory.toString().replace('"message": "', '"message": "x'));
    expect(await (await put(other)).json()).toMatchObject({ state: 'refused', code: 'VAULT_OBJECT_EXISTS' });
    expect((await verifyFolder(serverVault())).valid).toBe(true);
  });

  it('whose digests lie is refused when it is put together; its bytes stay by themselves', async () => {
    const inventory = JSON.parse(await readFile(inventoryFile(), 'utf8')) as {
      fixity: { sha256: Record<string, string[]> };
    };
    const [first, second] = Object.keys(inventory.fixity.sha256);
    const { [first ?? '']: a, [second ?? '']: b } = inventory.fixity.sha256;
    Object.assign(inventory.fixity.sha256, { [first ?? '']: b, [second ?? '']: a });
    const begun = (await (await put(Buffer.from(JSON.stringify(inventory)))).json()) as { missing: string[] };
    await sendAll(begun.missing);
    await centre.files.settled(ARCHIVE);
    expect(await (await fetch(at(`batches/${BATCH}`))).json()).toMatchObject({
      state: 'refused',
      code: 'VAULT_OBJECT_INVALID',
    });
    expect((await fetch(at(`blobs/${shaOf(texts[1] ?? '')}`), { method: 'HEAD' })).status).toBe(200);
    // Sent as it should be, it is taken.
    await put(await readFile(inventoryFile()));
    await centre.files.settled(ARCHIVE);
    expect(await (await fetch(at(`batches/${BATCH}`))).json()).toMatchObject({ state: 'placed' });
  });

  it.each([
    [
      'leads out of its folder',
      (text: string) => text.replaceAll('v1/content/f000000.tif', 'v1/content/../../../../x'),
    ],
    ['is another batch’s', (text: string) => text.replaceAll(BATCH, BATCH.replace('c', 'd'))],
    ['names a file without its sha256', (text: string) => text.replace('"sha256"', '"sha999"')],
    ['is no JSON', (text: string) => text.slice(1)],
  ])('whose inventory %s is refused', async (_name, change) => {
    const text = await readFile(inventoryFile(), 'utf8');
    expect(await codeOf(await put(Buffer.from(change(text))))).toEqual([422, 'BATCH_REFUSED']);
    expect((await fetch(at(`batches/${BATCH}`))).status).toBe(404);
  });

  it('that is damaged there is wanted again, and what is sent goes into its place', async () => {
    const begun = (await (await put(await readFile(inventoryFile()))).json()) as { missing: string[] };
    await sendAll(begun.missing);
    await centre.files.settled(ARCHIVE);
    const object = path.join(serverVault(), 'ocfl', objectPath(`urn:uuid:${BATCH}`));
    await writeFile(path.join(object, 'v1', 'content', 'f000001.tif'), 'spoilt by its disk');
    const report = await centre.files.scrub(ARCHIVE, { all: true });
    expect(report.damages.map(({ code }) => code)).toEqual(['FILE_CUT']);
    const sha256 = shaOf(texts[1] ?? '');
    expect(await (await fetch(at('files/wanted'))).json()).toMatchObject({ wanted: [sha256] });
    expect((await fetch(at(`blobs/${sha256}`))).status).toBe(404);
    await upload(Buffer.from(texts[1] ?? ''));
    expect((await verifyFolder(serverVault())).valid).toBe(true);
    expect(await (await fetch(at('files/wanted'))).json()).toMatchObject({ wanted: [] });
    expect(await centre.files.scrub(ARCHIVE, { all: true })).toMatchObject({ damages: [], whole: true });
  });
});

describe('pictures', () => {
  const thumb = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), randomBytes(500)]);
  const key = { master: shaOf('scan'), page: 3, size: 'thumb' } as const;
  const pack = (bytes: Buffer, sha256 = digest(bytes)) =>
    Buffer.from(packPicture({ head: { ...key, sha256, bytes: bytes.length }, bytes }));
  const json = { 'content-type': 'application/json' };

  it('come in packs, are kept by their scan, and go out in packs', async () => {
    const ask = Buffer.from(JSON.stringify({ pictures: [key, { ...key, page: 4 }] }));
    expect(await (await send('POST', at('pictures/state'), json, ask)).json()).toMatchObject({
      missing: [{ page: 3 }, { page: 4 }],
    });
    expect(await (await send('POST', at('pictures'), {}, pack(thumb))).json()).toEqual({
      taken: 1,
      refused: [],
    });
    expect(await (await send('POST', at('pictures/state'), json, ask)).json()).toMatchObject({
      missing: [{ page: 4 }],
    });
    const got = await send('POST', at('pictures/get'), json, ask);
    const pictures = [];
    for await (const one of unpackPictures(must(got.body, 'a body'))) pictures.push(one);
    expect(pictures).toEqual([
      { head: { ...key, sha256: digest(thumb), bytes: thumb.length }, bytes: new Uint8Array(thumb) },
    ]);
    const one = await fetch(at(`pictures/${key.master}/3/thumb`));
    expect([one.headers.get('content-type'), one.headers.get('etag')]).toEqual([
      'image/webp',
      `"${digest(thumb)}"`,
    ]);
    await one.body?.cancel();
  });

  it('of wrong bytes, of another kind, or of no scan of the archive are refused one by one', async () => {
    const refused = async (body: Buffer) =>
      (await (await send('POST', at('pictures'), {}, body)).json()) as unknown;
    expect(await refused(pack(thumb, shaOf('x')))).toMatchObject({
      taken: 0,
      refused: [{ code: 'CHECKSUM_MISMATCH' }],
    });
    expect(await refused(pack(Buffer.from('<html>')))).toMatchObject({
      refused: [{ code: 'WRONG_KIND_OF_FILE' }],
    });
    centre.named.clear();
    expect(await refused(pack(thumb))).toMatchObject({ refused: [{ code: 'NOT_NAMED' }] });
    expect(await codeOf(await send('POST', at('pictures'), {}, randomBytes(5000)))).toEqual([
      400,
      'BAD_REQUEST',
    ]);
  });
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

async function eventually<T>(ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
