/** Exports of text: a job that writes one file into the cache, from where a window fetches it or has it put into a folder. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { JobKind, JobOutcome, JobTurn } from '../jobs/job-kind.ts';
import type { Journal } from '../journal/journal.ts';
import { pagesOf } from './pages-of.ts';
import { checkSavePlace, copyWhole, freeName } from './save-copy.ts';
import type { TextMaker } from './text-maker.ts';
import {
  writeAltoFolder,
  writeExport,
  type ExportFormat,
  type Watch,
  type WriteDeps,
  type Written,
} from './write-export.ts';

export type TextExport = {
  readonly kinds: readonly JobKind[];
  attach(ingest: Pick<Ingest, 'queue' | 'picture'>): void;
  readonly services: Pick<Services, 'text.export' | 'text.saveExport'>;
  /** The file that a job wrote; null when there is none (any more). */
  file(job: string): Promise<ExportedFile | null>;
  /** Without a job: a PDF, or a folder of ALTO files, below `folder`. For the command line. */
  exportTo(
    id: RecordId,
    format: ExportFormat,
    folder: string,
    watch: Watch,
  ): Promise<Written & { path: string }>;
};

type ExportedFile = { readonly path: string; readonly name: string; readonly mime: string };

const EXPORT_JOB = 'text-export';
/** Exports that nobody fetched go at the next one, the oldest first. */
const EXPORTS_KEPT = 5;
const ENDINGS = { alto: 'zip', pdf: 'pdf' } as const satisfies Record<ExportFormat, string>;
const MIMES: Readonly<Record<string, string>> = { zip: 'application/zip', pdf: 'application/pdf' };

const payloadSchema = z.object({ of: recordIdSchema, format: z.enum(['alto', 'pdf']) });

export function createTextExport(deps: {
  /** Where jobs write. */
  readonly folder: string;
  /** What belongs to the program: no window has anything put there. */
  readonly dataFolder: string;
  readonly journal: Pick<Journal, 'state' | 'pages'>;
  readonly vault: Pick<Vault, 'locate'>;
  readonly maker: TextMaker;
  readonly now?: () => number;
}): TextExport {
  const { folder, dataFolder, journal, vault, maker, now = Date.now } = deps;
  const attached = Promise.withResolvers<Pick<Ingest, 'queue' | 'picture'>>();
  const writing: WriteDeps = {
    vault,
    maker,
    now,
    picture: async (sha256, index) => (await attached.promise).picture(sha256, index, 'reading'),
  };

  async function run(
    job: { readonly id: string; readonly of: RecordId; readonly format: ExportFormat },
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
    turn?: JobTurn,
  ): Promise<JobOutcome> {
    const wanted = await pagesOf(journal, job.of);
    const total = wanted.pages.length;
    progress(0, total);
    const to = path.join(folder, job.id, `${wanted.name}.${ENDINGS[job.format]}`);
    const written = await onDisk(to, async () => {
      await mkdir(path.dirname(to), { recursive: true });
      return writeExport(writing, wanted, job.format, to, {
        signal,
        onPage: (done) => progress(done, total),
        onTrouble: async ({ page, code }) =>
          turn?.failed({ key: page.page, name: page.name, code, record: page.page }),
      });
    });
    if (written === null) return 'waiting';
    turn?.numbers({ pages: written.pages, withText: written.withText });
    return 'done';
  }

  async function file(job: string): Promise<ExportedFile | null> {
    const names: string[] = await readdir(path.join(folder, job)).catch(() => []);
    // What a killed export left behind is no export.
    const name = names.find((each) => MIMES[path.extname(each).slice(1)] !== undefined);
    const mime = MIMES[path.extname(name ?? '').slice(1)];
    return name === undefined || mime === undefined
      ? null
      : { path: path.join(folder, job, name), name, mime };
  }

  return {
    kinds: [
      {
        kind: EXPORT_JOB,
        atOnce: 1,
        // Somebody asked for it and waits.
        isAwaited: true,
        about: (payload) => [payloadSchema.parse(payload).of],
        run: ({ id, payload }, signal, progress, turn) =>
          run({ id, ...payloadSchema.parse(payload) }, signal, progress, turn),
      },
    ],
    attach: (ingest) => attached.resolve(ingest),
    services: {
      async 'text.export'({ of, format }) {
        const { name } = await pagesOf(journal, of);
        const { queue } = await attached.promise;
        const open = queue
          .list()
          .filter(isOpenJob)
          .map(({ id }) => id);
        await forgetOldest(folder, new Set(open));
        const id = newId({ msecs: now() });
        await onDisk(folder, () => mkdir(path.join(folder, id), { recursive: true }));
        const job = { id, kind: EXPORT_JOB, title: `${name}.${ENDINGS[format]}`, payload: { of, format } };
        await queue.wake(job);
        return { job: id };
      },
      async 'text.saveExport'({ job, folder: into }) {
        const found = await file(job);
        if (found === null) throw new TroubleError('EXPORT_GONE');
        await checkSavePlace(into, dataFolder);
        const { name: stem, ext } = path.parse(found.name);
        const to = await freeName(into, stem, ext);
        await onDisk(to, () => copyWhole(found.path, to));
        return { file: to };
      },
    },
    file,
    async exportTo(id, format, into, watch) {
      const wanted = await pagesOf(journal, id);
      await mkdir(into, { recursive: true });
      // Two records may be called the same, and what was exported before may have been worked on.
      const to = await freeName(into, wanted.name, format === 'pdf' ? '.pdf' : '');
      const written =
        format === 'pdf'
          ? await writeExport(writing, wanted, 'pdf', to, watch)
          : await writeAltoFolder(writing, wanted, to, watch);
      if (written === null) throw new TroubleError('CANCELLED');
      return { ...written, path: to };
    },
  };
}

async function forgetOldest(folder: string, open: ReadonlySet<string>): Promise<void> {
  // Their names are UUIDv7: the oldest first.
  const jobs: string[] = await readdir(folder).catch(() => []);
  const ended = jobs.filter((job) => !open.has(job)).sort();
  for (const job of ended.slice(0, -EXPORTS_KEPT + 1))
    await rm(path.join(folder, job), { recursive: true, force: true }).catch(() => undefined);
}
