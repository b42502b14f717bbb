/** Thumbnails and reading copies over HTTP. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 as shaOf } from '../../node/vault/fixture-vault.ts';
import { must } from '../../shared/must.ts';
import { packPicture, unpackPictures } from '../../shared/sync/files/picture-pack.ts';
import { codeOf, digest, send, useCentre } from './fixture-centre.ts';

const { at, centre } = useCentre();

const thumb = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), randomBytes(500)]);
const key = { master: shaOf('scan'), page: 3, size: 'thumb' } as const;
const pack = (bytes: Buffer, sha256 = digest(bytes)) =>
  Buffer.from(packPicture({ head: { ...key, sha256, bytes: bytes.length }, bytes }));
const json = { 'content-type': 'application/json' };

test('pictures come in packs, are kept by their scan, and go out in packs', async () => {
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

test('pictures of wrong bytes, of another kind, or of no scan of the archive are refused one by one', async () => {
  const refused = async (body: Buffer) =>
    (await (await send('POST', at('pictures'), {}, body)).json()) as unknown;
  expect(await refused(pack(thumb, shaOf('x')))).toMatchObject({
    taken: 0,
    refused: [{ code: 'CHECKSUM_MISMATCH' }],
  });
  expect(await refused(pack(Buffer.from('<html>')))).toMatchObject({
    refused: [{ code: 'WRONG_KIND_OF_FILE' }],
  });
  centre().named.clear();
  expect(await refused(pack(thumb))).toMatchObject({ refused: [{ code: 'NOT_NAMED' }] });
  expect(await codeOf(await send('POST', at('pictures'), {}, randomBytes(5000)))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
});
