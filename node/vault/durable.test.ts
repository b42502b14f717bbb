/** What is answered is on the disk: each answer comes after the fsync of all that it speaks of. Read off the system's own names, so Linux only. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hearSyncs } from '../files/fixture-syncs.ts';
import { createDigestSink } from '../files/hash-file.ts';
import { objectPath } from '../ocfl/storage-root.ts';
import { ARCHIVE, BATCH, PERSON } from './fixture-vault.ts';
import { openVaultStore, type VaultStore } from './vault-store.ts';

let folder: string;
let store: VaultStore;
let stopHearing: () => void;
/** Files and folders in the order in which they were synced, and the steps between. */
let events: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-'));
  await writeFile(join(folder, 'source'), 'leaf');
  stopHearing = await hearSyncs((path) => events.push(path));
  store = await openVaultStore({
    folder: join(folder, 'vault'),
    archive: ARCHIVE,
    newSink: createDigestSink,
    newCheck: createDigestSink,
    step: (name) => events.push(`step: ${name}`),
  });
});
afterAll(async () => {
  stopHearing();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  events = [];
});

/** The events by the last part of their paths. */
const names = () => events.map((event) => basename(event));

// What a sync was of is told by /proc alone.
describe.skipIf(process.platform !== 'linux')('on the disk when it is answered', () => {
  it('is a new batch', async () => {
    await store.openBatch({ id: BATCH, label: '', createdBy: PERSON });
    expect(names()).toEqual(['batch.jsonl', 'batch.jsonl', BATCH, 'staging']);
  });

  it('is a received file: its bytes, its name, its line', async () => {
    const { path } = await store.receiveFile(BATCH, 0, 'a.tif', join(folder, 'source'));
    const expected = ['step: part written', 'parts', 'step: part synced', 'batch.jsonl', 'step: received'];
    expect(names()).toEqual([basename(path), ...expected]);
    events = [];
    const part = await store.beginPart(BATCH, 1, 'b.tif');
    await part.write(Buffer.from('other leaf'));
    await part.finish();
    expect(names()).toEqual(['step: part written', basename(part.path), ...expected.slice(1)]);
  });

  it('is a kept file: its new name, then its line', async () => {
    for (const no of [0, 1]) {
      events = [];
      await store.keep(BATCH, no, null);
      expect(names()).toEqual(['step: read again', 'content', 'step: renamed', 'batch.jsonl', 'step: kept']);
    }
  });

  it('is an object: all that was written for it before its rename, then the name', async () => {
    await store.seal(BATCH);
    const object = ['inventory.json', 'inventory.json.sha512'];
    const expected = ['batch.json', 'step: batch written', ...object, ...object, '0=ocfl_object_1.1', 'content', 'v1', 'object', 'step: inventories written']; // prettier-ignore
    expect(names().slice(0, expected.length)).toEqual(expected);
    const placed = events.indexOf('step: object placed');
    const parent = join(folder, 'vault', 'ocfl', objectPath(`urn:uuid:${BATCH}`), '..');
    expect(events[placed - 1]).toBe(parent);
  });
});
