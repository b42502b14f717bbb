/**
 * The job that reads pages, one after the other. Each text is stored in the vault as ALTO and named on its page in the
 * journal before the next page begins, so it may be killed anywhere.
 */
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import { turnedOf, type Turned } from '../../../shared/model/record-values.ts';
import { fail, TroubleError } from '../../../shared/result.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Attention } from '../jobs/attention.ts';
import type { JobKind, JobOutcome, JobTurn } from '../jobs/job-kind.ts';
import type { Journal } from '../journal/journal.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import { aboutText } from './about-text.ts';
import { createLine } from './next-page.ts';
import { createAbove, type Above } from './pages-below.ts';
import { askedOf, pagesToRead, type LostTexts, type PageToRead, type ReadJob } from './pages-to-read.ts';
import { openTextBatch, type TextBatch } from './text-batch.ts';
import type { TextNotes } from './text-notes.ts';

export type ReadingDeps = {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly recognizer: Pick<Recognizer, 'read'>;
  readonly log: Log;
  readonly notes: TextNotes;
  readonly attention?: Pick<Attention, 'shown'> | undefined;
  /** Asked once, when a job reads only what looks misread. */
  readonly lostTexts: () => Promise<LostTexts>;
};

type Counts = { read: number; refused: Record<string, number>; misread: number; gone: number };
/** What became of one page. */
type PageEnd = { readonly read: RecognisedText } | { readonly code: string } | 'gone' | 'stopped';

/** Runs a job of reading; see `JobKind.run`. */
export async function runReading(
  deps: ReadingDeps,
  job: ReadJob,
  signal: AbortSignal,
  progress: Parameters<JobKind['run']>[2],
  turn?: JobTurn,
): Promise<JobOutcome> {
  const lost: LostTexts = job.onlyMisread ? await deps.lostTexts() : new Set();
  const { total, left } = await pagesToRead(deps.journal, job, lost, signal);
  if (signal.aborted) return 'waiting';
  const before = total - left.length;
  const counts: Counts = { read: before, refused: {}, misread: 0, gone: 0 };
  progress(before, total);
  if (total === 0) return 'done';
  const batch = await openBatch(deps, job);
  // Everything that could be read was; the program ended before the job was noted as done.
  if (batch === null) return 'done';
  const line = createLine(left, () => deps.attention?.shown() ?? []);
  const above = createAbove(deps.journal);
  for (let each = line.take(); each !== undefined; each = line.take()) {
    if (signal.aborted || turn?.giveWay() === true) return 'waiting';
    const end = await readPage(deps, job, { batch, above, lost }, each, signal);
    if (end === 'stopped') return 'waiting';
    await count(counts, each, end, turn);
    progress(total - line.length, total);
  }
  await batch.seal();
  return ended(deps.log, counts, total, progress);
}

async function count(counts: Counts, each: PageToRead, end: PageEnd, turn?: JobTurn): Promise<void> {
  if (end === 'gone') counts.gone++;
  else if (typeof end === 'object' && 'code' in end) {
    counts.refused[end.code] = (counts.refused[end.code] ?? 0) + 1;
    await turn?.failed({ key: each.page, name: '', code: end.code, record: each.page });
  } else if (typeof end === 'object') {
    counts.read++;
    if (end.read.looksLike !== undefined) counts.misread++;
    await turn?.mended(each.page);
  }
  turn?.numbers({ read: counts.read, misread: counts.misread, gone: counts.gone });
}

function ended(
  log: Log,
  { refused, gone }: Counts,
  total: number,
  progress: Parameters<JobKind['run']>[2],
): JobOutcome {
  const sum = Object.values(refused).reduce((all, some) => all + some, 0);
  if (sum === 0) return 'done';
  log.info('text.refused', { pages: total, refused: sum, ...refused });
  // What the job shows as done are the pages that were read, so that the figures add up.
  progress(total - sum, total);
  throw sum + gone >= total
    ? new TroubleError('TEXT_NOT_READ', refused)
    : new TroubleError('TEXT_PARTLY_READ', refused);
}

async function openBatch({ vault, journal }: ReadingDeps, job: ReadJob): Promise<TextBatch | null> {
  try {
    return await openTextBatch(vault, job.id, journal.person);
  } catch (error) {
    if (error instanceof TroubleError && error.code === 'VAULT_BATCH_SEALED') return null;
    throw error;
  }
}

async function readPage(
  deps: ReadingDeps,
  job: ReadJob,
  { batch, above, lost }: { readonly batch: TextBatch; readonly above: Above; readonly lost: LostTexts },
  { page: id }: PageToRead,
  signal: AbortSignal,
): Promise<PageEnd> {
  const { journal, vault, notes } = deps;
  // As it stands now: it may have been binned, or its picture replaced, since the job began.
  const [state] = await journal.state([id]);
  if (state === undefined) return 'gone';
  const page = viewOf(state);
  const kept = batch.kept(id);
  if (kept !== null) {
    await notes.note(job.id, page, kept);
    return { read: kept };
  }
  const asked = await askedOf(page, job, above, lost);
  if (asked === null) return 'gone';
  const { image, models } = asked;
  const file = await vault.locate(image.sha256);
  if (file === null) return { code: 'FILE_MISSING' };
  const about = { index: image.index, turned: turnedOf(page.values) };
  const read = await readFile(deps, file.path, about, models, signal);
  if (!read.ok) return read.code === 'CANCELLED' ? 'stopped' : { code: read.code };
  const alto = writeAlto(read.value, `${image.sha256}/${image.index}`);
  const text = await batch.keep(id, alto, aboutText(read.value, models));
  await notes.note(job.id, page, text);
  return { read: text };
}

async function readFile(
  { recognizer, log }: ReadingDeps,
  path: string,
  { index, turned }: { readonly index: number; readonly turned: Turned },
  models: readonly string[],
  signal: AbortSignal,
): ReturnType<Recognizer['read']> {
  const read = await recognizer
    .read(path, index, models, { urgent: false, signal, turned })
    .catch((error: unknown) => {
      // What no code was given for, such as a disk that cannot read this one file, costs this page and not all the others.
      if (error instanceof TroubleError) throw error;
      log.error('text.page_failed', error);
      return fail('TEXT_NOT_READ');
    });
  // The next page would meet it as well; a model that only some fonds names may be missing for the others' sake.
  if (!read.ok && read.code === 'MODEL_BROKEN') throw new TroubleError(read.code, read.details);
  return read;
}
