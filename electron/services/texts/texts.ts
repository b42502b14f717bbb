/**
 * The text of pages, read on this machine: a job of the one queue that goes from page to page. Each text is stored in the
 * vault as ALTO and named on its page in the journal before the next page begins, so it may be killed anywhere.
 */
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { linesOf, meanSureness } from '../../../shared/page-text/page-text.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { fail, TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { JobKind, JobOutcome } from '../jobs/queue.ts';
import type { Journal } from '../journal/journal.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import { createTextNotes } from './text-notes.ts';
import { pagesToRead, type PageToRead, type ReadJob } from './pages-to-read.ts';
import { openTextBatch, sealLeftTexts, type TextBatch } from './text-batch.ts';

export type TextsDeps = {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly recognizer: Recognizer;
  readonly log: Log;
};

export type Texts = {
  /** For the queue that `attach` hands over. */
  readonly kinds: readonly JobKind[];
  attach(ingest: Pick<Ingest, 'queue'>): Promise<void>;
  readonly services: Pick<Services, 'text.begin' | 'text.languages'>;
};

const TEXT_JOB = 'text';

const payloadSchema = z.object({
  of: z.array(recordIdSchema),
  languages: z.array(z.string()),
  again: z.boolean(),
});

export function createTexts({ journal, vault, recognizer, log }: TextsDeps): Texts {
  const queue = Promise.withResolvers<Ingest['queue']>();
  const notes = createTextNotes(journal);

  async function run(
    job: ReadJob,
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<JobOutcome> {
    const { total, left } = await pagesToRead(journal, job);
    let done = total - left.length;
    const refusals: Record<string, number> = {};
    progress(done, total);
    if (left.length === 0) return 'done';
    const batch = await openBatch(job);
    // Everything that could be read was; the program ended before the job was noted as done.
    if (batch === null) return 'done';
    for (const each of left) {
      if (signal.aborted) return 'waiting';
      const code = await readPage(job, batch, each, signal);
      if (code === 'CANCELLED') return 'waiting';
      if (code !== null) refusals[code] = (refusals[code] ?? 0) + 1;
      progress(++done, total);
    }
    await batch.seal();
    const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
    if (refused > 0) log.info('text.refused', { pages: total, refused, ...refusals });
    if (refused === 0) return 'done';
    // What the job shows as done are the pages that were read, so that the figures add up.
    progress(total - refused, total);
    throw refused === total
      ? new TroubleError('TEXT_NOT_READ', refusals)
      : new TroubleError('TEXT_PARTLY_READ', refusals);
  }

  async function openBatch(job: ReadJob): Promise<TextBatch | null> {
    try {
      return await openTextBatch(vault, job.id, journal.person);
    } catch (error) {
      if (error instanceof TroubleError && error.code === 'VAULT_BATCH_SEALED') return null;
      throw error;
    }
  }

  /** Null, or why the page has no text; the next one may have. */
  async function readPage(
    job: ReadJob,
    batch: TextBatch,
    each: PageToRead,
    signal: AbortSignal,
  ): Promise<string | null> {
    const { page, image } = each;
    const kept = batch.kept(page.id);
    if (kept !== null) {
      await notes.note(job.id, page, kept);
      return null;
    }
    const file = await vault.locate(image.sha256);
    if (file === null) return 'FILE_MISSING';
    const options = { urgent: false, signal };
    const read = await recognizer
      .read(file.path, image.index, job.languages, options)
      .catch((error: unknown) => {
        // What no code was given for, such as a disk that cannot read this one file, costs this page and not all the others.
        if (error instanceof TroubleError) throw error;
        log.error('text.page_failed', error);
        return fail('INTERNAL');
      });
    if (!read.ok) {
      // The next page would meet it as well.
      if (read.code === 'NO_MODEL' || read.code === 'MODEL_BROKEN')
        throw new TroubleError(read.code, read.details);
      return read.code;
    }
    const { languages, engine } = read.value;
    const words = linesOf(read.value).reduce((sum, line) => sum + line.words.length, 0);
    const about = { languages, engine, words, sure: meanSureness(read.value) };
    await notes.note(
      job.id,
      page,
      await batch.keep(page.id, writeAlto(read.value, `${image.sha256}/${image.index}`), about),
    );
    return null;
  }

  return {
    kinds: [
      {
        kind: TEXT_JOB,
        atOnce: 1,
        run: ({ id, payload }, signal, progress) =>
          run({ id, ...payloadSchema.parse(payload) }, signal, progress),
      },
    ],
    async attach(ingest) {
      queue.resolve(ingest.queue);
      const going = new Set(
        ingest.queue
          .list()
          .flatMap(({ id, state }) => (state === 'waiting' || state === 'running' ? [id] : [])),
      );
      // A full disk or a damaged batch must not keep the program from opening; the next start tries again.
      await sealLeftTexts(vault, (job) => going.has(job), notes.noteLeft).catch((error: unknown) =>
        log.error('text.left_not_sealed', error),
      );
    },
    services: {
      'text.languages': async () => ({
        languages: (await recognizer.languages()).filter((language) => language.length === 3),
      }),
      async 'text.begin'({ of, languages, again }) {
        const known = await recognizer.languages();
        const missing = languages.find((language) => !known.includes(language));
        if (missing !== undefined) throw new TroubleError('NO_MODEL', { language: missing });
        const id = newId();
        await (
          await queue.promise
        ).wake({
          id,
          kind: TEXT_JOB,
          title: languages.join('+'),
          payload: { of, languages, again },
        });
        return { job: id };
      },
    },
  };
}
