/** The pages that a job of reading is about, and which of them are still to be read. */
import { imageOf, textsOf } from '../../../shared/model/record-values.ts';
import type { PageImage } from '../../../shared/model/record-types.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { derivedId } from '../ingest/derived-id.ts';
import type { Journal } from '../journal/journal.ts';

export type ReadJob = {
  readonly id: string;
  readonly of: readonly RecordId[];
  readonly languages: readonly string[];
  readonly again: boolean;
};

export type PageToRead = {
  readonly page: RecordView;
  readonly image: PageImage;
  /** The id that its text gets: the same one however often the job is taken up again. */
  readonly text: RecordId;
};

const HOLDERS: ReadonlySet<string> = new Set(['document', 'volume', 'unit']);

/** In the order of the records named and of their pages; each page once. What is in the bin or has no picture is passed over. */
export async function pagesToRead(
  journal: Pick<Journal, 'state' | 'pages'>,
  job: ReadJob,
): Promise<{ readonly total: number; readonly left: readonly PageToRead[] }> {
  const pages = new Map<RecordId, RecordView>();
  for (const state of await journal.state([...job.of])) {
    const named = viewOf(state);
    const views =
      named.t === 'page'
        ? [named]
        : HOLDERS.has(named.t) && !named.deleted
          ? (await journal.pages({ parent: named.id })).states.map(viewOf)
          : [];
    for (const view of views) if (!view.deleted) pages.set(view.id, view);
  }
  const asked: PageToRead[] = [];
  const left: PageToRead[] = [];
  for (const page of pages.values()) {
    const image = imageOf(page.values);
    if (image === null) continue;
    const each = { page, image, text: derivedId(job.id, page.id) };
    if (isWanted(each, job)) asked.push(each);
    if (isWanted(each, job) && !isRead(each)) left.push(each);
  }
  return { total: asked.length, left };
}

/** Whether the job is about the page: not when an earlier job read it in the same languages, unless that is the point. */
function isWanted({ page, text }: PageToRead, { languages, again }: ReadJob): boolean {
  if (again) return true;
  const key = languages.join('+');
  return !textsOf(page.values).some((known) => known.id !== text && known.text.languages.join('+') === key);
}

function isRead({ page, text }: PageToRead): boolean {
  return textsOf(page.values).some((known) => known.id === text);
}
