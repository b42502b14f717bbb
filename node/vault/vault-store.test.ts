/** What a bad moment may not take: troubles between two steps of the store, and calls that come at once. */
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import { createDigestSink, type DigestSink } from '../files/hash-file.ts';
import { ARCHIVE, BATCH, PERSON, sha256 } from './fixture-vault.ts';
import type { Step } from './step.ts';
import type { Received } from './vault-types.ts';
import { verifyFolder } from './verify-folder.ts';
import { openVaultStore, type VaultStore } from './vault-store.ts';

const HEAD = { id: BATCH, label: 'Ф. 5', createdBy: PERSON };
let folder: string;
let store: VaultStore;
let newSink: () => DigestSink;
let step: Step;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  newSink = createDigestSink;
  step = () => undefined;
  await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  store = await openVaultStore({
    folder: join(folder, 'vault'),
    archive: ARCHIVE,
    newSink: () => newSink(),
    newCheck: () => newSink(),
    step: (name) => step(name),
  });
}

async function receive(no: number, text: string): Promise<Received> {
  const source = join(folder, `source-${no}`);
  await writeFile(source, text);
  return store.receiveFile(BATCH, no, `${no}.tif`, source);
}

const staging = (...names: string[]) => join(folder, 'vault', 'staging', BATCH, ...names);

it.each(['WORKER_GONE', 'DEADLINE', 'FILE_BUSY', 'NO_PERMISSION'])(
  'a received file stays when it cannot be read again just now (%s), and is kept later',
  async (code) => {
    await store.openBatch(HEAD);
    const { path } = await receive(0, 'leaf');
    newSink = () => ({ ...createDigestSink(), update: () => Promise.reject(new TroubleError(code)) });
    await expect(store.keep(BATCH, 0, null)).rejects.toMatchObject({ code });
    expect(await readFile(path, 'utf8')).toBe('leaf');
    newSink = createDigestSink;
    expect(await store.keep(BATCH, 0, null)).toMatchObject({ state: 'stored', sha256: sha256('leaf') });
  },
);

it('a disk that cannot give the bytes back is told like one that gives others', async () => {
  await store.openBatch(HEAD);
  await receive(0, 'leaf');
  newSink = () => ({
    ...createDigestSink(),
    update: () => Promise.reject(new TroubleError('DISK_ERROR')),
  });
  await expect(store.keep(BATCH, 0, null)).rejects.toMatchObject({ code: 'VAULT_BYTES_CHANGED' });
});

it('a file whose bytes are others when they are read again is not kept', async () => {
  await store.openBatch(HEAD);
  await receive(0, 'leaf');
  newSink = () => {
    const sink = createDigestSink();
    return { ...sink, digests: async () => ({ ...(await sink.digests()), sha256: '0'.repeat(64) }) };
  };
  await expect(store.keep(BATCH, 0, null)).rejects.toMatchObject({ code: 'VAULT_BYTES_CHANGED' });
});

it('a batch opened many times at once loses nothing that came in after the first', async () => {
  const numbers = Array.from({ length: 20 }, (_, no) => no);
  await Promise.all(numbers.map((no) => store.openBatch(HEAD).then(() => receive(no, `leaf ${no}`))));
  expect((await store.openBatches())[0]?.received).toHaveLength(20);
  await store.close();
  await open();
  expect((await store.openBatches())[0]?.received).toHaveLength(20);
});

it('nothing comes into a batch between its becoming an object and its end', async () => {
  await store.openBatch(HEAD);
  await receive(0, 'leaf');
  await store.keep(BATCH, 0, null);
  let late: Promise<unknown> = Promise.resolve();
  step = (name) => {
    if (name === 'object placed') late = receiveAsSoonAsTaken();
  };
  await store.seal(BATCH);
  expect(await late).toBe('VAULT_NO_SUCH_BATCH');
});

async function receiveAsSoonAsTaken(): Promise<unknown> {
  for (;;) {
    const answer = await receive(1, 'late').catch(({ code }: { code: unknown }) => code);
    if (answer !== 'VAULT_FILE_BUSY') return answer;
  }
}

it('a stored line that outlived its own refusal does not cost the bytes', async () => {
  await store.openBatch(HEAD);
  const { path } = await receive(0, 'leaf');
  await store.close();
  const lines = (await readFile(staging('batch.jsonl'), 'utf8')).trim().split('\n');
  const received = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  const stored = { ...received, t: 'stored', content: 'f000000.tif', meta: null };
  await appendFile(staging('batch.jsonl'), `${JSON.stringify(stored)}\n`);
  await open();
  expect(await readFile(path, 'utf8')).toBe('leaf');
  expect(await store.keep(BATCH, 0, null)).toMatchObject({ state: 'stored' });
  await store.close();
  await open();
  expect((await store.openBatches())[0]?.kept).toMatchObject([{ no: 0, state: 'stored' }]);
  await store.seal(BATCH);
  expect(await store.locate(sha256('leaf'))).toMatchObject({ size: 4 });
});

it('parts of damaged receipts are laid aside, not removed', async () => {
  await store.openBatch(HEAD);
  await receive(0, 'first');
  await receive(1, 'second');
  await store.close();
  const text = await readFile(staging('batch.jsonl'), 'utf8');
  await writeFile(staging('batch.jsonl'), text.replace('"no":0', '"no":?'));
  await open();
  expect((await store.openBatches())[0]?.received).toMatchObject([{ no: 1 }]);
  const aside = join(folder, 'vault', 'unclaimed', BATCH);
  const [name = ''] = await readdir(aside);
  expect(await readFile(join(aside, name), 'utf8')).toBe('first');
});

it.each([
  ['the first line', (text: string) => text.replace('"t":"batch"', '"t":"hatch"')],
  ['a line in the middle', (text: string) => text.replace('"t":"received"', '"t":"reseived"')],
  ['all of them', () => ''],
])('verifying tells of receipts that cannot be read: %s', async (_which, damage) => {
  await store.openBatch(HEAD);
  await receive(0, 'leaf');
  await store.keep(BATCH, 0, null);
  const vault = join(folder, 'vault');
  expect((await verifyFolder(vault)).valid).toBe(true);
  await writeFile(staging('batch.jsonl'), damage(await readFile(staging('batch.jsonl'), 'utf8')));
  const { valid, findings } = await verifyFolder(vault);
  expect(valid).toBe(false);
  expect(findings).toEqual([{ code: 'VAULT_BATCH_DAMAGED', where: [`staging/${BATCH}`], times: 1 }]);
});
