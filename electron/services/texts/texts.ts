/**
 * The text of pages, read on this machine: a job of the one queue that goes from page to page, what it would do, and which
 * pages look as if they should be read again.
 */
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import type { Json } from '../../../shared/json.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Input, Services } from '../../../shared/rpc/contract.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Attention } from '../jobs/attention.ts';
import type { JobKind } from '../jobs/queue.ts';
import type { Journal } from '../journal/journal.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import type { LostPage } from '../text-index/lost-pages.ts';
import { misreadPages } from './misread-pages.ts';
import { nameParts } from './name-parts.ts';
import { previewReading, type LostTexts, type ReadPlan } from './pages-to-read.ts';
import { runReading } from './read-job.ts';
import { sidecarBatchesOf } from './sidecars.ts';
import { sealLeftTexts } from './text-batch.ts';
import { createTextNotes } from './text-notes.ts';

export type TextsDeps = {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly recognizer: Recognizer;
  readonly log: Log;
  /** What people look at is read first. */
  readonly attention?: Pick<Attention, 'shown'> | undefined;
  /** What the page-text index knows of texts that lost their letters; left out: nothing. */
  readonly lostPages?: () => Promise<readonly LostPage[]>;
};

export type Texts = {
  /** For the queue that `attach` hands over. */
  readonly kinds: readonly JobKind[];
  attach(ingest: Pick<Ingest, 'queue'>): Promise<void>;
  readonly services: Pick<Services, 'text.begin' | 'text.languages' | 'text.preview' | 'text.misread'>;
};

const TEXT_JOB = 'text';

const payloadSchema = z.object({
  of: z.array(recordIdSchema),
  languages: z.array(z.string()),
  again: z.boolean(),
  // Jobs of an earlier version do not have them.
  asSet: z.boolean().default(false),
  onlyMisread: z.boolean().default(false),
});

export function createTexts(deps: TextsDeps): Texts {
  const { journal, vault, recognizer, log, attention } = deps;
  const queue = Promise.withResolvers<Ingest['queue']>();
  const notes = createTextNotes(journal);
  const reading = { journal, vault, recognizer, log, notes, attention, lostTexts };

  /** The index may be closed or damaged: then what readings say of themselves has to do. */
  async function lostPages(): Promise<readonly LostPage[]> {
    try {
      return (await deps.lostPages?.()) ?? [];
    } catch {
      return [];
    }
  }

  async function lostTexts(): Promise<LostTexts> {
    return new Set((await lostPages()).flatMap(({ page, isOwn }) => (isOwn ? [page] : [])));
  }

  return {
    kinds: [
      {
        kind: TEXT_JOB,
        atOnce: 1,
        run: ({ id, payload }, signal, progress, turn) =>
          runReading(reading, { id, ...payloadSchema.parse(payload) }, signal, progress, turn),
        about: (payload) => payloadSchema.parse(payload).of,
        again: (payload, failed) => failedAgain(payloadSchema.parse(payload), failed),
      },
    ],
    async attach(ingest) {
      queue.resolve(ingest.queue);
      // An import goes on with the texts that came with it.
      const going = new Set(
        ingest.queue
          .list()
          .filter(isOpenJob)
          .flatMap(({ id }) => [id, ...sidecarBatchesOf(id)]),
      );
      // A full disk or a damaged batch must not keep the program from opening; the next start tries again.
      await sealLeftTexts(vault, (job) => going.has(job), notes.noteLeft).catch((error: unknown) =>
        log.error('text.left_not_sealed', error),
      );
    },
    services: {
      'text.languages': async () => ({ languages: await recognizer.languages() }),
      'text.preview': async (input) => {
        const plan = planOf(input);
        return previewReading(journal, plan, plan.onlyMisread ? await lostTexts() : new Set());
      },
      'text.misread': async ({ of }) => misreadPages(journal, of, await lostPages()),
      async 'text.begin'(input) {
        const known = await recognizer.languages();
        const missing = input.languages.find((language) => !known.includes(language));
        if (missing !== undefined) throw new TroubleError('NO_MODEL', { language: missing });
        const id = newId();
        const job = { id, kind: TEXT_JOB, title: await titleOf(journal, input), payload: planOf(input) };
        await (await queue.promise).wake(job);
        return { job: id };
      },
    },
  };
}

/** What is read; by what, where that is not for units and fonds to say. */
async function titleOf(journal: Journal, { of, languages, asSet }: Input<'text.begin'>): Promise<string> {
  const [state] = await journal.state(of.slice(0, 1));
  const name = state === undefined ? '' : (await nameParts(journal, viewOf(state))).join('/');
  const more = of.length > 1 ? ` + ${of.length - 1}` : '';
  return [`${name}${more}`, asSet === true ? '' : languages.join('+')]
    .filter((part) => part !== '')
    .join(' · ');
}

function planOf({
  of,
  languages,
  again,
  asSet = false,
  onlyMisread = false,
}: Input<'text.begin'>): ReadPlan & Json {
  return { of, languages, again, asSet, onlyMisread };
}

function failedAgain(plan: ReadPlan, failed: readonly string[]): Json {
  return { ...plan, of: [...failed], languages: [...plan.languages], again: true };
}
