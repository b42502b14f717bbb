import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BundleFile } from './fill-bundle.ts';
import { ARCHIVE, HEAD, KEY, useScratch } from './fixture-bundle.ts';
import { openBundle, type BundleReader } from './read-bundle.ts';
import { openBundleWriter, type BundleWriter } from './write-bundle.ts';

const keys = (id: string) => (id === 'k1' ? KEY : null);
const device = generateKeyPairSync('ed25519');
const publicKey = device.publicKey.export({ format: 'jwk' }).x ?? '';
const scratch = useScratch();

const begin = (): Promise<BundleWriter> =>
  openBundleWriter(scratch.folder, HEAD, {
    key: KEY,
    sign: (text) => sign(null, Buffer.from(text), device.privateKey).toString('base64url'),
    partBytes: 1000,
  });
const open = (): Promise<BundleReader> => openBundle(scratch.folder, ARCHIVE, keys);

async function bytesOf(reader: BundleReader, sha256: string): Promise<Buffer> {
  const to = path.join(scratch.path, 'extracted');
  await reader.extractFile(sha256, to);
  return readFileSync(to);
}

async function writeWhole(scans: readonly BundleFile[]): Promise<void> {
  const writer = await begin();
  await writer.putMessages(
    1,
    [{ a: 'қ' }, { a: 2 }].map((each) => JSON.stringify(each)),
  );
  await writer.putMessages(2, []);
  for (const scan of scans) await writer.putFile(scan);
  await writer.finish({ ops: 2 });
}

const damage = (name: string): void => {
  const file = path.join(scratch.folder, name);
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};

describe('a bundle', () => {
  test('gives back messages and files, also those that lie in parts', async () => {
    const scans = [0, 1, 999, 1000, 1001, 5500].map((size) => scratch.file(randomBytes(size)));
    await writeWhole(scans);
    const reader = await open();
    expect(reader.about).toEqual({ ops: 2 });
    expect(reader.missing).toEqual([]);
    expect(reader.messages).toEqual(['ops/000001.qb', 'ops/000002.qb']);
    expect(await reader.readMessages('ops/000001.qb')).toEqual([{ a: 'қ' }, { a: 2 }]);
    expect(await reader.readMessages('ops/000002.qb')).toEqual([]);
    expect(reader.files).toEqual(scans.map(({ sha256 }) => sha256).sort());
    for (const { sha256, source } of scans)
      expect((await bytesOf(reader, sha256)).equals(readFileSync(source))).toBe(true);
    expect(reader.isSignedBy(publicKey)).toBe(true);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
    expect(reader.isSignedBy(other)).toBe(false);
    expect(reader.isSignedBy('nonsense')).toBe(false);
  });

  test('that is whole holds nothing but what its maker has signed', async () => {
    await writeWhole([]);
    copyFileSync(path.join(scratch.folder, 'ops/000001.qb'), path.join(scratch.folder, 'ops/000003.qb'));
    expect((await open()).messages).toEqual(['ops/000001.qb', 'ops/000002.qb']);
  });

  test('shows nothing of what is in it to whoever finds the disk', async () => {
    const canary = 'құпия-іс';
    const writer = await begin();
    await writer.putMessages(
      1,
      [{ title: canary }].map((each) => JSON.stringify(each)),
    );
    await writer.putFile(scratch.file(Buffer.from(canary)));
    await writer.finish({ title: canary });
    const files = readdirSync(scratch.folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    for (const each of files)
      expect(readFileSync(path.join(each.parentPath, each.name)).includes(canary)).toBe(false);
  });

  test('that was cut off gives what is there, unsigned', async () => {
    const scan = scratch.file(randomBytes(2500));
    const writer = await begin();
    await writer.putMessages(
      1,
      [1].map((each) => JSON.stringify(each)),
    );
    await writer.putFile(scan);
    rmSync(path.join(scratch.folder, `files/${scan.sha256.slice(0, 2)}/${scan.sha256}.2.qb`));
    const reader = await open();
    expect(reader.isWhole).toBe(false);
    expect(reader.isSignedBy(publicKey)).toBe(false);
    expect(await reader.readMessages('ops/000001.qb')).toEqual([1]);
    await expect(bytesOf(reader, scan.sha256)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
  });

  test('that was cut off is gone on with, and written once', async () => {
    const scan = scratch.file(randomBytes(100));
    await (await begin()).putFile(scan);
    const [first] = readdirSync(path.join(scratch.folder, 'files'), { recursive: true }).filter((name) =>
      String(name).endsWith('.qb'),
    );
    const before = readFileSync(path.join(scratch.folder, 'files', String(first)));
    await writeWhole([scan]);
    expect(readFileSync(path.join(scratch.folder, 'files', String(first))).equals(before)).toBe(true);
    expect((await open()).isWhole).toBe(true);
  });

  test('with a damaged file names it, and the others can be read', async () => {
    const [one, two] = [scratch.file(randomBytes(300)), scratch.file(randomBytes(400))];
    await writeWhole([one, two]);
    damage(`files/${one.sha256.slice(0, 2)}/${one.sha256}.0.qb`);
    damage('ops/000001.qb');
    const reader = await open();
    await expect(bytesOf(reader, one.sha256)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
    await expect(reader.readMessages('ops/000001.qb')).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
    expect((await bytesOf(reader, two.sha256)).length).toBe(400);
    expect(await reader.readMessages('ops/000002.qb')).toEqual([]);
  });

  test('with a file of another making is not what was signed', async () => {
    await writeWhole([]);
    const forger = await begin();
    await forger.putMessages(
      1,
      [{ forged: true }].map((each) => JSON.stringify(each)),
    );
    writeFileSync(path.join(scratch.folder, 'DONE'), '');
    await expect((await open()).readMessages('ops/000001.qb')).rejects.toMatchObject({
      code: 'BUNDLE_DAMAGED',
    });
  });

  test('with a damaged manifest counts as cut off', async () => {
    await writeWhole([]);
    damage('manifest.qb');
    const reader = await open();
    expect(reader.isWhole).toBe(false);
    expect(await reader.readMessages('ops/000001.qb')).toEqual([{ a: 'қ' }, { a: 2 }]);
  });

  test('says which file of it is gone', async () => {
    await writeWhole([]);
    rmSync(path.join(scratch.folder, 'ops/000002.qb'));
    expect((await open()).missing).toEqual(['ops/000002.qb']);
  });

  test('damaged while it was written is not finished; what is damaged is made again', async () => {
    const writer = await begin();
    await writer.putMessages(
      1,
      [1].map((each) => JSON.stringify(each)),
    );
    damage('ops/000001.qb');
    await expect(writer.finish(null)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
    await writer.putMessages(
      1,
      [1].map((each) => JSON.stringify(each)),
    );
    await writer.finish(null);
    expect(await (await open()).readMessages('ops/000001.qb')).toEqual([1]);
  });

  test('does not take a scan that has changed', async () => {
    const scan = scratch.file(randomBytes(2500));
    writeFileSync(scan.source, randomBytes(2500));
    const writer = await begin();
    await expect(writer.putFile(scan)).rejects.toMatchObject({ code: 'BUNDLE_SOURCE_CHANGED' });
    await writer.finish(null);
    expect((await open()).files).toEqual([]);
  });

  test('of another archive, of a newer program, with an unknown key is refused', async () => {
    await writeWhole([]);
    await expect(openBundle(scratch.folder, randomUUID(), keys)).rejects.toMatchObject({
      code: 'BUNDLE_FOREIGN',
    });
    await expect(openBundle(scratch.folder, ARCHIVE, () => null)).rejects.toMatchObject({
      code: 'BUNDLE_KEY_UNKNOWN',
    });
    const file = path.join(scratch.folder, 'bundle.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 2'));
    await expect(open()).rejects.toMatchObject({ code: 'BUNDLE_NEWER' });
    writeFileSync(file, '{');
    await expect(open()).rejects.toMatchObject({ code: 'NOT_A_BUNDLE' });
    rmSync(file);
    await expect(open()).rejects.toMatchObject({ code: 'NOT_A_BUNDLE' });
  });

  test('is not begun on a disk that is not there', async () => {
    const below = path.join(scratch.path, 'unplugged', 'exchange', 'bundle');
    await expect(openBundleWriter(below, HEAD, { key: KEY, sign: () => '' })).rejects.toMatchObject({
      code: 'BUNDLE_FOLDER_MISSING',
    });
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  test('is never begun among the files of others', async () => {
    await writeWhole([]);
    await expect(
      openBundleWriter(scratch.folder, { ...HEAD, id: randomUUID() }, { key: KEY, sign: () => '' }),
    ).rejects.toMatchObject({ code: 'BUNDLE_FOREIGN' });
    await expect(openBundleWriter(scratch.path, HEAD, { key: KEY, sign: () => '' })).rejects.toMatchObject({
      code: 'BUNDLE_FOREIGN',
    });
  });
});
