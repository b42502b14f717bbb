/** Staging as a backup may meet it: it changes while it is read, and kills leave it halfway. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import { ARCHIVE, bringIn, makeVaultPlace, type VaultPlace } from '../vault/fixture-vault.ts';
import { blobPath, copyStaging, type CopiedStaging } from './copy-staging.ts';

const FIRST = '0190d1b2-0000-7000-8000-000000000001';
const SECOND = '0190d1b2-0000-7000-8000-000000000002';

let place: VaultPlace;
let blobs: string;

beforeEach(async () => {
  place = await makeVaultPlace();
  blobs = join(place.folder, '..', 'open');
  const vault = await place.open(ARCHIVE);
  await bringIn(vault, FIRST, ['a', 'b']);
  await bringIn(vault, SECOND, ['c', 'b']);
  await vault.close();
});
afterEach(() => place.remove());

async function copy(): Promise<CopiedStaging> {
  const drafts = join(place.folder, '..', 'drafts');
  await mkdir(drafts, { recursive: true });
  const work = { step: () => undefined, tell: () => undefined, goOn: () => undefined };
  return copyStaging({ vault: place.folder, blobs, drafts, suspects: new Set(), verify: false, work });
}

/** What became of each file of the second batch, as its receipts in the backup say. */
async function secondBatch(staging: CopiedStaging): Promise<string[]> {
  const batch = must(
    staging.open.find((one) => one.batch === SECOND),
    'the second batch',
  );
  const text = await readFile(join(blobs, blobPath(batch.receipts.sha512)), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { t: string }).t);
}

const receipts = (batch: string) => join(place.folder, 'staging', batch, 'batch.jsonl');

test('takes receipts as they are and every stored file once', async () => {
  const staging = await copy();
  expect(staging).toMatchObject({ damaged: [], copied: { files: 3, bytes: 3 } });
  expect(await secondBatch(staging)).toEqual(['batch', 'received', 'stored', 'received', 'known']);
  expect((await copy()).copied).toEqual({ files: 0, bytes: 0 });
});

test('leaves out a file that is known from another batch only since that one was read', async () => {
  // The first batch as it was read before `b` was stored in it.
  const lines = readFileSync(receipts(FIRST), 'utf8').trim().split('\n');
  writeFileSync(receipts(FIRST), `${lines.slice(0, -1).join('\n')}\n`);
  expect(await secondBatch(await copy())).toEqual(['batch', 'received', 'stored', 'received']);
});

test('keeps the line of a file whose other batch the archive has lost', async () => {
  rmSync(join(place.folder, 'staging', FIRST), { recursive: true });
  expect(await secondBatch(await copy())).toContain('known');
});

test('names a stored file that is gone or changed, and brings the others', async () => {
  const content = join(place.folder, 'staging', FIRST, 'object', 'v1', 'content');
  rmSync(join(content, 'f000000.tif'));
  writeFileSync(join(content, 'f000001.tif'), 'x');
  const staging = await copy();
  expect(staging.damaged.map(({ code }) => code)).toEqual(['FILE_MISSING', 'VAULT_BYTES_CHANGED']);
  expect(staging.copied.files).toBe(1);
});
