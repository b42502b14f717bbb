/** Files down from a real file centre, what is held, what is dropped, what is mended. */
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { must } from '../../../../shared/must.ts';
import { ok } from '../../../../shared/result.ts';
import { newRecord } from '../../../../shared/sync/edits.ts';
import { archiveOf, text, useDesks } from '../../../../test/fixtures/files-desks.ts';

const desks = useDesks();
const open = (name: string, archive?: string) => desks.open(name, archive);

describe('what is not here', () => {
  it('is fetched on request, read again, found by the vault, and is no batch’s', async () => {
    const a = await open('a');
    await a.station.bringIn([text(1), text(2)]);
    await a.round();
    const joined = await open('b', archiveOf(a));
    const sha256 = shaOf(text(1));
    expect(await joined.files.services['sync.files.where']({ sha256: [sha256, shaOf('x')] })).toMatchObject({
      files: [{ way: 'elsewhere' }, { way: 'nowhere', station: 'Аймақтық станция' }],
    });
    expect(await joined.files.fetch(sha256, new AbortController().signal)).toEqual(ok(null));
    const place = must(await joined.station.vault.locate(sha256), 'the file');
    expect(await readFile(place.path, 'utf8')).toBe(text(1));
    expect(place.path).toContain(path.join('held', sha256.slice(0, 2)));
    await joined.files.services['sync.files.fetch']({ sha256: [shaOf(text(2))] });
    await joined.round();
    expect(await joined.status()).toMatchObject({ held: { files: 2 }, wanted: 0, behind: { files: 0 } });
    expect((await joined.files.fetch(shaOf('x'), new AbortController().signal)).ok).toBe(false);
  });

  it('is refused when the line gives other bytes, and nothing of it stays', async () => {
    const a = await open('a');
    await a.station.bringIn([text(1)]);
    await a.round();
    const b = await open('b', archiveOf(a));
    desks.centre().intercept = (request, response) => {
      if (!(request.url ?? '').includes('/blobs/') || request.method !== 'GET') return false;
      response.writeHead(200, { 'x-sync-protocol': '1', 'content-length': '10' }).end('0123456789');
      return true;
    };
    expect(await b.files.fetch(shaOf(text(1)), new AbortController().signal)).toMatchObject({
      code: 'VAULT_BYTES_CHANGED',
    });
    expect(await b.station.vault.locate(shaOf(text(1)))).toBeNull();
    expect(await b.station.vault.heldFiles()).toEqual([]);
  });

  it('is read on where the line was cut', async () => {
    const a = await open('a');
    const long = text(7, 200_000);
    await a.station.bringIn([long]);
    await a.round();
    const b = await open('b', archiveOf(a));
    let gets = 0;
    desks.centre().intercept = (request, response) => {
      if (!(request.url ?? '').includes('/blobs/') || ++gets !== 1) return false;
      const bytes = Buffer.from(long);
      response.writeHead(200, { 'x-sync-protocol': '1', 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, 1_000_000), () => setImmediate(() => response.destroy()));
      return true;
    };
    expect(await b.files.fetch(shaOf(long), new AbortController().signal)).toEqual(ok(null));
    expect(gets).toBeGreaterThan(1);
  });

  it('goes on after a restart behind what had come; what there is no room for holds no line', async () => {
    const a = await open('a');
    const long = text(8, 200_000);
    await a.station.bringIn([long]);
    await a.round();
    const b = await open('b', archiveOf(a));
    const sha256 = shaOf(long);
    const bytes = Buffer.from(long);
    const closed: Promise<unknown>[] = [];
    const ranges: (string | undefined)[] = [];
    desks.centre().intercept = (request, response) => {
      if (!(request.url ?? '').includes('/blobs/')) return false;
      ranges.push(request.headers.range);
      closed.push(once(response, 'close'));
      response.writeHead(200, { 'x-sync-protocol': '1', 'content-length': String(9e14) }).flushHeaders();
      return true;
    };
    expect(await b.files.fetch(sha256)).toMatchObject({ code: 'DISK_FULL' });
    await Promise.all(closed);
    // The program ends in the middle of it.
    const ending = new AbortController();
    desks.centre().intercept = (request, response) => {
      if (!(request.url ?? '').includes('/blobs/')) return false;
      response.writeHead(200, { 'x-sync-protocol': '1', 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, 1_000_000));
      return true;
    };
    const part = path.join(desks.folder(), 'b', 'vault', 'carried', `${sha256}.part`);
    const fetching = b.files.fetch(sha256, ending.signal);
    while ((await stat(part).catch(() => null))?.size !== 1_000_000) await new Promise(setImmediate);
    ending.abort();
    expect(await fetching).toMatchObject({ code: 'CANCELLED' });
    await b.close();
    ranges.length = 0;
    desks.centre().intercept = (request) => {
      if ((request.url ?? '').includes('/blobs/')) ranges.push(request.headers.range);
      return false;
    };
    const again = await open('b', archiveOf(a));
    expect(await again.files.fetch(sha256)).toEqual(ok(null));
    expect(ranges).toEqual(['bytes=1000000-']);
    expect(existsSync(part)).toBe(false);
  });
});

it('what an audit found damaged here is fetched for the repair', async () => {
  const desk = await open('a');
  await desk.station.bringIn([text(1), text(2)]);
  await desk.round();
  desk.damages = [shaOf(text(1)), shaOf('nowhere')];
  expect(await desk.files.services['sync.files.mend']({})).toMatchObject({ fetched: 1, missing: 1 });
  const from = must(desk.repaired[0], 'a repair was begun');
  // Asked again while that repair reads there, nothing of it goes.
  const good = path.join(from, shaOf(text(1)));
  const before = (await stat(good)).ino;
  expect(await desk.files.services['sync.files.mend']({})).toMatchObject({ fetched: 1, missing: 1 });
  expect((await stat(good)).ino).toBe(before);
  expect(await readFile(path.join(from, shaOf(text(1))), 'utf8')).toBe(text(1));
  expect((await desk.status()).damaged).toBe(1);
  desk.damages = [];
  await desk.round();
  expect((await desk.status()).damaged).toBe(0);
  // What the repair was made with takes no room any more.
  expect(existsSync(from)).toBe(false);
});

it('pictures go from who makes them to who looks, and those chosen to be here by themselves', async () => {
  const a = await open('a');
  await a.station.bringIn([text(1)]);
  const master = shaOf(text(1));
  const [document, page] = [newId(), newId()];
  const above = newRecord(document, 'document', { parent: null });
  const edit = newRecord(page, 'page', { parent: document, image: { sha256: master, index: 0 } });
  await a.station.journal.commit({ id: newId(), command: 'record.create', edits: [above, edit] }, 'window');
  const file = path.join(desks.folder(), 'thumb.webp');
  const bytes = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), Buffer.alloc(400, 7)]);
  await writeFile(file, bytes);
  a.made.set(`${master}/0/thumb`, file);
  expect(await a.round()).toBeNull();
  expect((await a.status()).pictures).toBe(0);
  const b = await open('b', archiveOf(a));
  // The thumbnail is there, a reading copy could not be made of it.
  expect(await b.files.picture({ master, page: 0, size: 'thumb' })).toEqual(ok(null));
  expect(Buffer.from(b.put.get(`${master}/0/thumb`) ?? []).equals(bytes)).toBe(true);
  expect(await b.files.picture({ master, page: 0, size: 'reading' })).toMatchObject({
    code: 'FILE_ELSEWHERE',
  });
  // A catalogue that names the page: thumbnails are held unless somebody chose otherwise.
  const c = await open('c', archiveOf(a));
  await c.station.journal.commit({ id: newId(), command: 'record.create', edits: [above, edit] }, 'window');
  expect(await c.round()).toBeNull();
  expect([...c.put.keys()]).toEqual([`${master}/0/thumb`]);
});

it('pictures are fetched for pages whose scan is not here', async () => {
  const a = await open('a');
  await a.station.bringIn([text(1)]);
  await a.round();
  const master = shaOf(text(1));
  const key = { master, page: 0, size: 'thumb' } as const;
  const b = await open('b', archiveOf(a));
  expect(await b.files.picture(key)).toMatchObject({ code: 'FILE_ELSEWHERE' });
  b.isOnline = false;
  expect(await b.files.picture({ ...key, page: 1 })).toMatchObject({ code: 'CENTRE_AWAY' });
});
