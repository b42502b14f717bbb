/**
 * The work on the archive: what takes scans in, reads them, watches a scanner's folder, looks after the whole. All of it
 * goes through the one queue of the import service, so each part gives its kinds of jobs before and the queue after.
 */
import { createBundles, type Bundles } from './bundle/bundles.ts';
import { careKinds } from './data-care.ts';
import type { Disk } from './disk/disk.ts';
import type { Room } from './disk/open-room.ts';
import type { HostGround } from './host-ground.ts';
import { createHotFolder, type CaptureServices } from './hot-folder/hot-folder.ts';
import { openIngest, type Ingest } from './ingest/ingest.ts';
import type { Elsewhere } from './ingest/picture-cache.ts';
import { watchWork } from './jobs/watch-work.ts';
import type { Truth } from './open-truth.ts';
import { createSample, type Sample } from './sample/sample.ts';
import { openFinding, type FindingServices } from './text-index/open-finding.ts';
import { openTextServices, type TextServices } from './text-services.ts';

export type Work = {
  readonly ingest: Ingest;
  readonly disk: Disk;
  readonly sample: Sample['services'];
  readonly capture: CaptureServices;
  readonly texts: Pick<TextServices, 'services' | 'doors'>;
  readonly finding: FindingServices;
  readonly bundles: Bundles;
};

/** Errors: what the import service cannot start with. */
export async function openWork(
  ground: HostGround,
  truth: Truth,
  room: Room,
  /** Where pictures of scans come from that are not here. */
  elsewhere: Elsewhere,
): Promise<Work> {
  const { dataFolder: folder, modules, startChild, settings, onFall, timings, closers } = ground;
  const { attention, cpu } = watchWork(settings);
  const sample = createSample({ ...truth, folder, startChild, sampleChild: modules.sampleChild });
  // Closed after the import service, whose queue runs its jobs: they end as stopped and not as failed.
  closers.push(['sample', () => sample.close()]);
  const { finding, lostPages } = openFinding({ ...ground, ...truth, machine: cpu.machine, disk: room.disk });
  const texts = openTextServices({ ...ground, ...truth, machine: cpu.machine, attention, lostPages });
  const capture = createHotFolder({
    ...ground,
    ...truth,
    folder,
    decodeChild: modules.decodeChild,
  });
  const bundles = createBundles({
    ...ground,
    archive: truth.journal.archive,
    thread: modules.bundleThread,
  });
  const ingest = await openIngest({
    ...ground,
    ...truth,
    ...room.forIngest,
    folder,
    jobsThread: modules.jobsThread,
    decodeChild: modules.decodeChild,
    sidecars: texts.sidecars,
    onFall: onFall('jobs'),
    attention,
    cpu,
    elsewhere,
    kinds: [
      ...careKinds({ ...ground, ...truth, folder }),
      ...sample.kinds,
      ...texts.kinds,
      ...capture.kinds,
      ...bundles.kinds,
    ],
  });
  closers.push(['ingest', () => ingest.close()]);
  // Closed before the queue: nothing is begun that would be cut.
  closers.push(['capture', () => capture.close()]);
  timings.mark('queue');
  room.attach(ingest.queue);
  sample.attach(ingest);
  await texts.attach(ingest);
  await capture.attach(ingest);
  return {
    ingest,
    disk: room.disk,
    sample: sample.services,
    capture: capture.services,
    texts,
    finding,
    bundles,
  };
}
