/** A bundle that is written while the station works: its files move when their batch is sealed. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openBundle } from '../../../node/bundle/read-bundle.ts';
import { must } from '../../../shared/must.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import { sourceModules } from '../modules.ts';
import type { JobTurn } from '../jobs/job-kind.ts';
import { bundleKinds, WRITE_JOB, type BundleFiles } from './bundle-jobs.ts';
import type { BundleMembership } from './bundle-membership.ts';

test('a file that moved since the bundle was begun is found in its new place', async () => {
  const below = mkdtempSync(join(tmpdir(), 'qoima-moved-'));
  onTestFinished(() => rmSync(below, { recursive: true, force: true }));
  const bytes = randomBytes(1000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [open, sealed] = [join(below, 'open'), join(below, 'sealed')];
  writeFileSync(open, bytes);
  const archive = newId();
  const key = randomBytes(32);
  const { privateKey } = generateKeyPairSync('ed25519');

  const files: Partial<BundleFiles> = {
    async *unsecured() {
      yield { sha256, size: bytes.length, source: open };
    },
    async *inventories() {
      // What is to go is known by now.
      renameSync(open, sealed);
      yield* [];
    },
    pathOf: async () => sealed,
  };
  const station: Partial<StationStore> = {
    facts: async () => ({ archive, durable: {} }) as Awaited<ReturnType<StationStore['facts']>>,
    segmentsAfter: async () => ({ segments: [], ends: [] }),
  };
  const device = newId();
  const membership: BundleMembership = {
    device,
    person: newId(),
    sign: (text) => sign(null, text, privateKey).toString('base64url'),
    keys: [{ id: 'k1', key }],
    serverKey: '',
    devices: {},
    greeting: async () => ({
      protocols: [1],
      schema: 1,
      app: '1',
      own: [],
      cursor: null,
      marks: [],
      now: '2026-11-23T03:00:00.000Z',
      behind: { ops: 0, records: 0, files: 1 },
    }),
    heardAt: null,
  };
  const kinds = bundleKinds({
    archive,
    thread: sourceModules().bundleThread,
    parts: Promise.resolve({
      station: async () => station as StationStore,
      files: async () => files as BundleFiles,
      membership: async () => membership,
    }),
  });
  const kind = must(
    kinds.find((each) => each.kind === WRITE_JOB),
    'the job that writes',
  );
  const folder = join(below, 'bundle');
  const id = newId();
  const numbers = vi.fn();
  const turn = { numbers, failed: async () => undefined } as unknown as JobTurn;
  const payload = { folder, id, created: '2026-11-23T03:00:00.000Z', key: 'k1' };
  expect(await kind.run({ id, payload }, new AbortController().signal, () => undefined, turn)).toBe('done');
  expect(numbers).toHaveBeenCalledWith({ files: 1, bytes: bytes.length, left: 0 });
  const opened = await openBundle(folder, archive, () => key);
  expect(opened).toMatchObject({ isWhole: true, files: [sha256] });
});
