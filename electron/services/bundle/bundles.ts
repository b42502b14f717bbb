/** Bundles as a host offers them: looked for on a disk, written and taken in by jobs of the one queue. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { v7 as newId } from 'uuid';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { HEAD_FILE, SERVER_SIGNER } from '../../../node/bundle/bundle-head.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { BundleFacts } from '../../../shared/rpc/contract-bundle.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import {
  bundleKinds,
  membershipOf,
  readingOf,
  TAKE_JOB,
  WRITE_JOB,
  type BundleParts,
  type WritePayload,
} from './bundle-jobs.ts';
import { startBundleWork } from './bundle-work.ts';

export type BundleServices = Pick<Services, 'bundle.write' | 'bundle.look' | 'bundle.take'>;

export type BundlesDeps = {
  readonly dataFolder: string;
  readonly archive: string;
  readonly thread: URL;
  readonly now: () => number;
};

export type Bundles = {
  readonly kinds: readonly JobKind[];
  readonly services: BundleServices;
  /** Until then its jobs wait. */
  attach(parts: BundleParts, queue: Pick<Queue, 'wake'>): void;
};

type Looked = Awaited<ReturnType<BundleServices['bundle.look']>>['bundles'][number];

export function createBundles({ dataFolder, archive, thread, now }: BundlesDeps): Bundles {
  const attached = Promise.withResolvers<{ parts: BundleParts; queue: Pick<Queue, 'wake'> }>();
  const parts = attached.promise.then((both) => both.parts);
  const wake: Queue['wake'] = async (job) => (await attached.promise).queue.wake(job);

  async function refuseUnfit(folder: string): Promise<void> {
    if (!isAbsolute(folder)) throw new TroubleError('BUNDLE_TARGET_NOT_ABSOLUTE', { path: folder });
    if (isInside(await realPathOf(folder), await realPathOf(dataFolder)))
      throw new TroubleError('BUNDLE_INSIDE_DATA', { path: folder });
  }

  async function lookAt(folder: string): Promise<Looked> {
    const work = startBundleWork(thread);
    try {
      const membership = await membershipOf(await parts);
      const opened = await work.read(readingOf(folder, archive, membership));
      const { id, kind, from, created } = opened.head;
      const facts: BundleFacts = {
        id,
        kind,
        from: membership.devices[from]?.name ?? '',
        created,
        isWhole: opened.isWhole,
        isSigned: opened.signedBy === (kind === 'receipt' ? SERVER_SIGNER : from),
        files: opened.files.length,
      };
      return { folder, facts, trouble: null };
    } catch (error) {
      if (!(error instanceof TroubleError)) throw error;
      return { folder, facts: null, trouble: error.code };
    } finally {
      await work.end();
    }
  }

  const services: BundleServices = {
    async 'bundle.write'({ folder: below }) {
      await refuseUnfit(below);
      const { keys } = await membershipOf(await parts);
      const id = newId();
      const created = new Date(now()).toISOString();
      // The day is for people who look at the disk, the rest of the name keeps two bundles of a day apart.
      const folder = join(below, `qoima-${created.slice(0, 10)}-${id.slice(-8)}`);
      const payload: WritePayload = { folder, id, created, key: must(keys[0], 'a key').id };
      await wake({ id, kind: WRITE_JOB, title: folder, payload });
      return { job: id };
    },
    async 'bundle.look'({ folder }) {
      const places = await bundlesIn(folder);
      const bundles: Looked[] = [];
      // One after the other: each has a thread, and all lie on one disk.
      for (const place of places) bundles.push(await lookAt(place));
      return { bundles };
    },
    async 'bundle.take'({ folder }) {
      const { trouble } = await lookAt(folder);
      if (trouble !== null) throw new TroubleError(trouble, { path: folder });
      const id = newId();
      await wake({ id, kind: TAKE_JOB, title: folder, payload: folder });
      return { job: id };
    },
  };

  return {
    kinds: bundleKinds({ archive, thread, parts }),
    services,
    attach: (given, queue) => attached.resolve({ parts: given, queue }),
  };
}

/** A person names the bundle or the disk that it lies on. @throws TroubleError BUNDLE_FOLDER_MISSING, or a disk code */
async function bundlesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) throw new TroubleError('BUNDLE_FOLDER_MISSING', { path: folder });
  return onDisk(folder, async () => {
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.some(({ name }) => name === HEAD_FILE)) return [folder];
    const found: string[] = [];
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const below = join(folder, entry.name);
      // A folder of somebody else's that cannot be read holds nothing for us.
      const names: string[] = await readdir(below).catch(() => []);
      if (names.includes(HEAD_FILE)) found.push(below);
    }
    return found.sort();
  });
}
