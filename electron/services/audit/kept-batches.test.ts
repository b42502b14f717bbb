/** The batches that audits and repairs make in the vault, cut by a kill anywhere; and those of a person, which only look like them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ARCHIVE,
  BATCH,
  chunks,
  makeVaultPlace,
  PERSON,
  sha256,
  type VaultPlace,
} from '../../../node/vault/fixture-vault.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { openTextBatch, sealLeftTexts } from '../texts/text-batch.ts';
import { takeInLoose } from './audit-jobs.ts';
import { listInbox, putEvents } from './audit-inbox.ts';
import { EVENT_BATCH, keepEvents } from './keep-events.ts';

let place: VaultPlace;
let vault: Vault;
let folder: string;
beforeEach(async () => {
  place = await makeVaultPlace();
  vault = await place.open();
  folder = dirname(place.folder);
});
afterEach(() => place.remove());

const keep = (now: string, own: Vault = vault) =>
  keepEvents({ folder, archive: ARCHIVE, person: PERSON, vault: own, now: () => Date.parse(now) });
/** A vault whose host is killed when a file is to be kept. */
const killedAtKeep = (): Vault => ({ ...vault, keep: () => Promise.reject(new Error('killed')) });
const labels = async () => (await vault.openBatches()).map(({ label }) => label);

test('events that were cut between coming in and being kept do not keep their month from being sealed', async () => {
  await putEvents(folder, []);
  await expect(keep('2026-11-30T02:00:00Z', killedAtKeep())).rejects.toThrow('killed');
  expect(await keep('2026-11-30T03:00:00Z')).toBe(1);
  await putEvents(folder, []);
  await expect(keep('2026-11-30T23:00:00Z', killedAtKeep())).rejects.toThrow('killed');
  expect(await keep('2026-12-01T02:00:00Z')).toBe(1);
  expect(await listInbox(folder)).toEqual([]);
  const [open, ...others] = await vault.openBatches();
  expect(others).toEqual([]);
  expect(open).toMatchObject({ label: EVENT_BATCH, received: [] });
});

test('a folder of scans that a person named as our batches are is left alone', async () => {
  for (const [i, label] of [EVENT_BATCH, 'text'].entries()) {
    const id = BATCH.replace(/.$/u, String(i));
    await vault.openBatch({ id, label, createdBy: PERSON });
    await vault.receive(id, 0, '1.tif', chunks(label));
    await vault.keep(id, 0, { v: 1, kind: 'scan' });
    await vault.receive(id, 1, '2.tif', chunks(label));
  }
  await putEvents(folder, []);
  await keep('2026-11-30T02:00:00Z');
  await sealLeftTexts(
    vault,
    () => false,
    () => Promise.resolve(),
  );
  expect((await labels()).sort()).toEqual([EVENT_BATCH, EVENT_BATCH, 'text']);
});

test('a text that was cut before it was kept does not keep its batch from being sealed', async () => {
  const page = recordIdSchema.parse('0190d1b2-0000-7000-8000-0000000000aa');
  const about = { languages: ['kaz'], engine: 'e', words: 1, sure: 0.9 };
  const begun = await openTextBatch(killedAtKeep(), BATCH, PERSON);
  await expect(begun.keep(page, '<alto/>', about)).rejects.toThrow('killed');
  const again = await openTextBatch(vault, BATCH, PERSON);
  await again.keep(page, '<alto/>', about);
  await again.seal();
  expect(await vault.openBatches()).toEqual([]);
});

test('loose scans are taken in once, wherever the repair was cut', async () => {
  const loose = ['бір', 'екі'].map((text) => {
    const path = join(folder, `${text}.tif`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return { path, sha256: sha256(text) };
  });
  const take = (own: Vault, some = loose) => takeInLoose(own, BATCH, PERSON, { loose: some });
  let kept = 0;
  const second: Vault = {
    ...vault,
    keep: (...asked) => (kept++ === 1 ? Promise.reject(new Error('killed')) : vault.keep(...asked)),
  };
  await expect(take(second)).rejects.toThrow('killed');
  // One of the disks was pulled meanwhile: numbers begin anew, and what was kept stays.
  await expect(
    take({ ...vault, seal: () => Promise.reject(new Error('killed')) }, loose.slice(1)),
  ).rejects.toThrow('killed');
  expect((await vault.openBatches())[0]?.kept).toHaveLength(2);
  await take(vault);
  await take(vault);
  expect(await vault.openBatches()).toEqual([]);
  for (const one of loose) expect(await vault.locate(one.sha256)).not.toBeNull();
});
