/** Writing a bundle and taking one in, as jobs of the one queue: both go on where they were after a restart. */
import { join } from 'node:path';
import { z } from 'zod';
import { BUNDLE_FORMAT, SERVER_SIGNER, type BundleHead } from '../../../node/bundle/bundle-head.ts';
import { fillBundle, type BundleFile } from '../../../node/bundle/fill-bundle.ts';
import { takeBundle } from '../../../node/bundle/take-bundle.ts';
import type { BundleWriter } from '../../../node/bundle/write-bundle.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import type { JobKind, JobTurn } from '../jobs/job-kind.ts';
import type { BundleMembership } from './bundle-membership.ts';
import { startBundleWork, type BundleWork } from './bundle-work.ts';
import { stationLines } from './station-lines.ts';
import { createStationSink, type CarriedFiles } from './station-sink.ts';

export const WRITE_JOB = 'bundleWrite';
export const TAKE_JOB = 'bundleTake';

/** What a bundle takes of the vault. */
export type BundleFiles = CarriedFiles & {
  /** The files whose bytes are here and that no backup of the centre is known to hold. */
  unsecured(): AsyncIterable<BundleFile>;
  /** Where a file lies at this moment; null: not here. */
  pathOf(sha256: string): Promise<string | null>;
  /** The inventories of batches of which that is so. */
  inventories(): AsyncIterable<{ readonly batch: string; readonly text: string }>;
};

/** What stands before the queue does its first job, and what only after. */
export type BundleGround = {
  readonly archive: string;
  /** `bundle-thread.ts`, or its bundle. */
  readonly thread: URL;
  readonly parts: Promise<BundleParts>;
};

export type BundleParts = {
  readonly station: () => Promise<StationStore>;
  readonly files: () => Promise<BundleFiles>;
  /** Null: this station was never connected. */
  readonly membership: () => Promise<BundleMembership | null>;
};

/** Settled when it is asked for, so that a restart goes on with the same bundle. */
const writePayloadSchema = z.object({
  /** The bundle's own folder. */
  folder: z.string(),
  id: z.uuid(),
  created: z.string(),
  key: z.string(),
});
export type WritePayload = z.infer<typeof writePayloadSchema>;

/** The kinds of jobs, for the queue. */
export function bundleKinds(deps: BundleGround): JobKind[] {
  return [
    {
      kind: WRITE_JOB,
      atOnce: 1,
      run: ({ payload }, signal, progress, turn) =>
        withWork(deps, signal, async (work, parts) => {
          const here = { ...parts, archive: deps.archive };
          await write(work, here, writePayloadSchema.parse(payload), { signal, progress, turn });
        }),
    },
    {
      kind: TAKE_JOB,
      atOnce: 1,
      run: ({ payload }, signal, progress, turn) =>
        withWork(deps, signal, async (work, parts) => {
          const here = { ...parts, archive: deps.archive };
          await take(work, here, z.string().parse(payload), { signal, progress, turn });
        }),
    },
  ];
}

type Run = {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
  readonly turn: JobTurn | undefined;
};

async function withWork(
  deps: BundleGround,
  signal: AbortSignal,
  run: (work: BundleWork, parts: BundleParts) => Promise<void>,
): Promise<'done' | 'cancelled'> {
  // A start that fails behind the queue's own ends its jobs, and these parts never come.
  const parts = await beforeAbort(deps.parts, signal);
  if (parts === null) return 'cancelled';
  const work = startBundleWork(deps.thread);
  const end = () => void work.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    if (!signal.aborted) await run(work, parts);
    return signal.aborted ? 'cancelled' : 'done';
  } catch (error) {
    if (signal.aborted) return 'cancelled';
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    await work.end();
  }
}

/** Null when the signal was aborted before it came. */
async function beforeAbort<T>(coming: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const aborted = Promise.withResolvers<null>();
  const end = () => aborted.resolve(null);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([coming, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

type Station = BundleParts & Pick<BundleGround, 'archive'>;

/** @throws TroubleError BUNDLE_FILES_LEFT when scans were damaged here and stayed behind; the bundle is whole without them */
async function write(
  work: BundleWork,
  here: Station,
  { folder, id, created, key: keyId }: WritePayload,
  { signal, progress, turn }: Run,
): Promise<void> {
  const membership = await membershipOf(here);
  const { key } = must(
    membership.keys.find((each) => each.id === keyId),
    'a key that was known when this bundle was begun',
  );
  const head: BundleHead = {
    qoima: 'bundle',
    format: BUNDLE_FORMAT,
    id,
    archive: here.archive,
    kind: 'work',
    from: membership.device,
    created,
    key: keyId,
  };
  const sign = (text: string) => membership.sign(Buffer.from(text, 'utf8'));
  const writer = await work.write({ folder, head, key, sign });
  const [station, files] = [await here.station(), await here.files()];
  const filled = await fillBundle(
    withMoved(writer, (sha256) => files.pathOf(sha256)),
    {
      lines: stationLines({ station, membership, inventories: () => files.inventories() }),
      files: await gather(files.unsecured()),
    },
    { folder, isCancelled: () => signal.aborted, progress },
  );
  if (filled === null) return;
  turn?.numbers({ files: filled.files, bytes: filled.bytes, left: filled.refused.length });
  for (const { sha256, code } of filled.refused) await turn?.failed({ key: sha256, name: sha256, code });
  if (filled.refused.length > 0)
    throw new TroubleError('BUNDLE_FILES_LEFT', { files: filled.refused.length, path: folder });
}

/** While the first files are written others move: sealing a batch renames its folder. */
function withMoved(writer: BundleWriter, pathOf: BundleFiles['pathOf']): BundleWriter {
  return {
    ...writer,
    async putFile(file, told) {
      try {
        await writer.putFile(file, told);
      } catch (error) {
        if (!(error instanceof TroubleError && error.code === 'FILE_MISSING')) throw error;
        const source = await pathOf(file.sha256);
        if (source === null || source === file.source) throw error;
        await writer.putFile({ ...file, source }, told);
      }
    },
  };
}

async function take(
  work: BundleWork,
  here: Station,
  folder: string,
  { signal, progress, turn }: Run,
): Promise<void> {
  const membership = await membershipOf(here);
  const opened = await work.read(readingOf(folder, here.archive, membership));
  const isReceipt = opened.head.kind === 'receipt' && opened.signedBy === SERVER_SIGNER;
  const sink = createStationSink({
    station: await here.station(),
    files: await here.files(),
    isReceipt,
    heardAt: membership.heardAt,
  });
  const taken = await takeBundle(opened, sink, { isCancelled: () => signal.aborted, progress });
  if (taken === null) return;
  const { ops, stored, known, refused } = taken;
  turn?.numbers({ ops, stored, known, refused: refused.length });
  for (const { what, code } of refused) await turn?.failed({ key: what, name: what, code });
  if (taken.isCut) await turn?.failed({ key: 'cut', name: join(folder, 'DONE'), code: 'BUNDLE_CUT' });
}

/** What opening a bundle needs of this station's place among the others. */
export function readingOf(
  folder: string,
  archive: string,
  { keys, devices, serverKey }: BundleMembership,
): Parameters<BundleWork['read']>[0] {
  const signers = Object.entries(devices).map(([id, { key }]) => [id, key] as const);
  return {
    folder,
    archive,
    keys: Object.fromEntries(keys.map(({ id, key }) => [id, key])),
    signers: { [SERVER_SIGNER]: serverKey, ...Object.fromEntries(signers) },
  };
}

/** @throws TroubleError BUNDLE_NO_CENTRE */
export async function membershipOf({
  membership,
}: Pick<BundleParts, 'membership'>): Promise<BundleMembership> {
  const found = await membership();
  if (found === null || found.keys.length === 0) throw new TroubleError('BUNDLE_NO_CENTRE');
  return found;
}

async function gather<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of all) found.push(each);
  return found;
}
