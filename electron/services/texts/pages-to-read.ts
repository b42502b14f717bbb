/** The pages that a job of reading is about, which of them are still to be read, and by which models. */
import type { PageImage } from '../../../shared/model/record-types.ts';
import { imageOf, parentOf, textsOf } from '../../../shared/model/record-values.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { correctedTexts } from '../../../shared/page-text/corrections.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Journal } from '../journal/journal.ts';
import { createAbove, pagesBelow, type Above } from './pages-below.ts';

export type ReadPlan = {
  readonly of: readonly RecordId[];
  /** The models asked for. */
  readonly languages: readonly string[];
  /** Read each page as its unit or fonds says, and by `languages` only where nobody says anything. */
  readonly asSet: boolean;
  /** Pages that have been read by these models already, too. */
  readonly again: boolean;
  /** Only pages whose text looks like another language than it was read in; read in that one. */
  readonly onlyMisread: boolean;
};
/** Pages whose file brings a text that lost its Kazakh letters, as the page-text index knows it. */
export type LostTexts = ReadonlySet<RecordId>;
export type ReadJob = ReadPlan & { readonly id: string };

/** What is kept of a page until its turn comes: there may be half a million of them. */
export type PageToRead = {
  readonly page: RecordId;
  readonly document: RecordId | null;
  readonly sha256: string;
};

/** What pages of a selection there are; each is in `pages` and in one of the others at most. */
export type ReadPreview = {
  readonly pages: number;
  readonly toRead: number;
  /** Have this very reading already. */
  readonly read: number;
  /** Of those to be read: have lines that a person corrected, which stay. */
  readonly corrected: number;
  readonly noPicture: number;
};

/** Goes through a job's pages: those that are left, and how many it is about. */
export async function pagesToRead(
  journal: Pick<Journal, 'state' | 'pages' | 'below'>,
  job: ReadJob,
  lost: LostTexts,
  signal?: AbortSignal,
): Promise<{ readonly total: number; readonly left: readonly PageToRead[] }> {
  const above = createAbove(journal);
  const left: PageToRead[] = [];
  let total = 0;
  for await (const pages of pagesBelow(journal, job.of)) {
    if (signal?.aborted === true) break;
    for (const page of pages) {
      const image = imageOf(page.values);
      if (image === null) continue;
      const isRead = hasReading(page, derivedId(job.id, page.id));
      if (!isRead && !(await isWanted(page, job, above, lost))) continue;
      total++;
      if (!isRead) left.push({ page: page.id, document: parentOf(page.values), sha256: image.sha256 });
    }
  }
  return { total, left };
}

/** Counts a selection before anything is begun. */
export async function previewReading(
  journal: Pick<Journal, 'state' | 'pages' | 'below'>,
  plan: ReadPlan,
  lost: LostTexts,
): Promise<ReadPreview> {
  const above = createAbove(journal);
  const sums = { pages: 0, toRead: 0, read: 0, corrected: 0, noPicture: 0 };
  for await (const pages of pagesBelow(journal, plan.of)) {
    for (const page of pages) {
      sums.pages++;
      if (imageOf(page.values) === null) sums.noPicture++;
      else if (await isWanted(page, plan, above, lost)) {
        sums.toRead++;
        if (correctedTexts(page.values).size > 0) sums.corrected++;
      } else if (!plan.onlyMisread) sums.read++;
    }
  }
  return sums;
}

export type Asked = { readonly image: PageImage; readonly models: readonly string[] };

/** The picture of a page and the models that read it, as it stands now; null when it is not to be read any more. */
export async function askedOf(
  page: RecordView,
  plan: ReadPlan,
  above: Above,
  lost: LostTexts,
): Promise<Asked | null> {
  const image = imageOf(page.values);
  if (image === null || page.deleted) return null;
  return { image, models: await modelsFor(page, plan, above, lost) };
}

async function modelsFor(
  page: RecordView,
  plan: ReadPlan,
  above: Above,
  lost: LostTexts,
): Promise<readonly string[]> {
  const { languages, asSet, onlyMisread } = plan;
  const set = asSet ? await above.readAs(parentOf(page.values)) : null;
  if (!onlyMisread) return set ?? languages;
  const like = misreadAs(page, lost);
  // Where a fonds holds two languages, both are read; never by what misread it alone.
  return like === null || set?.includes(like) === true ? (set ?? languages) : [like];
}

/**
 * What the shown reading of a page looks like, or the text that its file brings; null when it fits, or when a person chose or
 * corrected it.
 */
export function misreadAs(page: Pick<RecordView, 'id' | 'values'>, lost: LostTexts): string | null {
  const shown = shownReadingOf(page.values);
  if (shown === null) return lost.has(page.id) ? 'kaz' : null;
  return shown.because === 'newest' ? (shown.text.looksLike ?? null) : null;
}

/** Whether it is to be read: not when an earlier job read it by the same models, unless that is the point. */
async function isWanted(page: RecordView, plan: ReadPlan, above: Above, lost: LostTexts): Promise<boolean> {
  if (plan.onlyMisread && misreadAs(page, lost) === null) return false;
  if (plan.again) return true;
  const readings = textsOf(page.values);
  if (readings.length === 0) return true;
  const key = (await modelsFor(page, plan, above, lost)).join('+');
  return readings.every(({ text }) => text.languages.join('+') !== key);
}

function hasReading(page: RecordView, id: RecordId): boolean {
  return textsOf(page.values).some((known) => known.id === id);
}
