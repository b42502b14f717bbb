/**
 * The sample archive: a job of the one queue draws its files in a process of its own and takes them in by the usual ways.
 * Whatever the job finds done it does not do again, so it may be killed anywhere and opened as often as one likes.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StartChild } from '../../../node/calls/child.ts';
import type { Remote } from '../../../node/calls/port.ts';
import { diskTrouble } from '../../../node/files/disk-trouble.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createChildPool } from '../decode/child-pool.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { JobKind } from '../jobs/queue.ts';
import type { Journal } from '../journal/journal.ts';
import type { Writer } from '../journal/journal-calls.ts';
import type { MapSize } from './draw-map.ts';
import type { SampleCalls } from './sample-child.ts';
import { documentsByName, takeIn, type SourceFile } from './sample-import.ts';
import { planMap, planSample, type PlannedFile, type PlannedMap } from './sample-plan.ts';
import { createSampleRecords } from './sample-records.ts';

const SAMPLE_JOB = 'sample';
const MAP_JOB = 'sampleMap';
/** 200 megapixels. */
const MAP_SIZE: MapSize = { width: 16_000, height: 12_500 };
const CHILD_MEMORY_MB = 600;
const FILE_DEADLINE_MS = 60_000;
const MAP_DEADLINE_MS = 10 * 60_000;
/** Drawn files lie here until they are stored. */
const SCRATCH = 'sample';

export type SampleDeps = {
  /** The data folder. */
  readonly folder: string;
  readonly journal: Journal;
  readonly startChild: StartChild;
  readonly sampleChild: URL;
  /** Whose replica writes the records. */
  readonly writer?: Writer;
  readonly mapSize?: MapSize;
};

export type Sample = {
  /** For the queue that `attach` hands over. */
  readonly kinds: readonly JobKind[];
  attach(ingest: Ingest): void;
  readonly services: Pick<Services, 'sample.open' | 'sample.map' | 'sample.state' | 'sample.remove'>;
  close(): void;
};

type Progress = (done: number, total: number) => void;

export function createSample(deps: SampleDeps): Sample {
  const { journal, writer = 'jobs' } = deps;
  const records = createSampleRecords({ journal, writer });
  const scratch = path.join(deps.folder, SCRATCH);
  const pool = createChildPool<SampleCalls>({
    startChild: deps.startChild,
    module: deps.sampleChild,
    children: 1,
    memoryMb: CHILD_MEMORY_MB,
  });
  let attach: (ingest: Ingest) => void = () => undefined;
  const attached = new Promise<Ingest>((resolve) => {
    attach = resolve;
  });

  /** Draws a file, unless an earlier run did; null when the job was stopped meanwhile. */
  async function draw(
    name: string,
    deadlineMs: number,
    call: SampleTask,
    signal: AbortSignal,
  ): Promise<SourceFile | null> {
    const target = path.join(scratch, name);
    if (sizeOf(target) === null) {
      const stopped = new Promise<null>((resolve) => {
        signal.addEventListener('abort', () => resolve(null), { once: true });
      });
      const task = { call: (child: SampleChild) => call(child, target), deadlineMs, urgent: false };
      const drawn = await Promise.race([pool.run(task), stopped]);
      if (drawn === null) return null;
      if (!drawn.ok) throw new TroubleError(drawn.code);
    }
    return { name, path: target, size: sizeOf(target) ?? 0 };
  }

  async function run(
    files: readonly (PlannedFile | PlannedMap)[],
    signal: AbortSignal,
    progress: Progress,
  ): Promise<'done'> {
    const plan = planSample(journal.archive);
    const ingest = await attached;
    await records.open(plan.records);
    const there = await stored(await documentsByName(ingest));
    const missing = files.filter(({ name }) => !there.has(name));
    const total = missing.length * 2;
    let done = 0;
    const step = () => progress(++done, total);
    progress(0, total);

    const drawn: SourceFile[] = [];
    if (missing.length > 0) makeFolder(scratch);
    for (const file of missing) {
      if (signal.aborted) return 'done';
      const deadlineMs = 'drawing' in file ? FILE_DEADLINE_MS : MAP_DEADLINE_MS;
      const one = await draw(file.name, deadlineMs, taskOf(file), signal);
      if (one === null) return 'done';
      drawn.push(one);
      step();
    }
    if (drawn.length > 0) await takeIn(ingest, drawn, signal, step);
    if (signal.aborted) return 'done';
    const documents = await documentsByName(ingest);
    await records.place(
      new Map(files.flatMap((file) => pair(documents.get(file.name), { fields: file.fields }))),
    );
    rmSync(scratch, { recursive: true, force: true });
    return 'done';
  }

  /** Documents that the journal really has, in the bin or not: `jobs.db` is not the truth. */
  async function stored(documents: ReadonlyMap<string, RecordId>): Promise<Map<string, RecordId>> {
    const known = new Set((await journal.state([...documents.values()])).map(({ id }) => id));
    return new Map([...documents].filter(([, id]) => known.has(id)));
  }

  function taskOf(file: PlannedFile | PlannedMap): SampleTask {
    if ('drawing' in file) {
      return (child, target) => child.file({ path: target, name: file.name, drawing: file.drawing });
    }
    return (child, target) => child.map({ path: target, size: deps.mapSize ?? MAP_SIZE });
  }

  async function wake(kind: string): Promise<{ job: string }> {
    const id = derivedId(journal.archive, kind);
    await (await attached).queue.wake({ id, kind, title: '', payload: null });
    return { job: id };
  }
  const recordIds = () => planSample(journal.archive).records.map(({ id }) => id);

  return {
    kinds: [
      {
        kind: SAMPLE_JOB,
        atOnce: 1,
        run: (_job, signal, progress) => run(planSample(journal.archive).files, signal, progress),
      },
      {
        kind: MAP_JOB,
        atOnce: 1,
        run: (_job, signal, progress) => run([planMap(journal.archive)], signal, progress),
      },
    ],
    attach: (ingest) => attach(ingest),
    services: {
      'sample.open': () => wake(SAMPLE_JOB),
      'sample.map': () => wake(MAP_JOB),
      async 'sample.state'() {
        const ids = recordIds();
        return { live: await records.live(ids), total: ids.length };
      },
      async 'sample.remove'() {
        const documents = await documentsByName(await attached);
        const ids = [...recordIds(), ...documents.values()];
        return { records: await records.remove(ids, writer === 'jobs' ? 'window' : writer) };
      },
    },
    close: () => pool.close(),
  };
}

type SampleChild = Remote<SampleCalls>;
type SampleTask = (child: SampleChild, target: string) => Promise<number>;

function pair<T>(id: RecordId | undefined, value: T): [RecordId, T][] {
  return id === undefined ? [] : [[id, value]];
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw diskTrouble(error, folder);
  }
}
