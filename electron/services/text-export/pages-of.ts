/** What is to be exported: the pages of a page, document, volume or unit in their order, with the text that is shown of each. */
import { safeFileName } from '../../../node/files/file-names.ts';
import type { PageImage } from '../../../shared/model/record-types.ts';
import { imageOf, leavesOf, turnedOf, type Turned } from '../../../shared/model/record-values.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { correctionsOf } from '../../../shared/page-text/corrections.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import { nameParts } from '../texts/name-parts.ts';

export type ExportPage = {
  readonly page: RecordId;
  readonly image: PageImage | null;
  readonly turned: Turned;
  readonly reading: { readonly sha256: string; readonly languages: readonly string[] } | null;
  readonly corrections: readonly (readonly [string, string])[];
  /** What a person wrote of the page by hand. */
  readonly transcription: string | null;
  /** A name for a file about it, without an ending: `0007_45об`. */
  readonly name: string;
};

export type Export = {
  /** A name for the whole, that every disk takes. */
  readonly name: string;
  /** ISO 639-1 of the text, where it is known. */
  readonly language: string | null;
  readonly pages: readonly ExportPage[];
};

const EXPORTED: ReadonlySet<string> = new Set(['page', 'document', 'volume', 'unit']);
const SHORT: Readonly<Record<string, string>> = { kaz: 'kk', rus: 'ru', eng: 'en' };
const NAME_CHARACTERS = 80;

/** Errors: NO_SUCH_RECORD, BAD_PARENT (a level above the unit), NOTHING_TO_EXPORT. */
export async function pagesOf(journal: Pick<Journal, 'state' | 'pages'>, id: RecordId): Promise<Export> {
  const [state] = await journal.state([id]);
  const named = state === undefined ? null : viewOf(state);
  if (named === null || named.deleted) throw new TroubleError('NO_SUCH_RECORD');
  if (!EXPORTED.has(named.t)) throw new TroubleError('BAD_PARENT', { type: named.t });
  const views = named.t === 'page' ? [named] : (await journal.pages({ parent: id })).states.map(viewOf);
  const pages = views.filter((view) => !view.deleted).map(toExport);
  if (pages.length === 0) throw new TroubleError('NOTHING_TO_EXPORT');
  const spoken = pages.find((page) => page.reading !== null)?.reading?.languages[0] ?? '';
  return { name: await nameOf(journal, named), language: SHORT[spoken] ?? null, pages };
}

function toExport({ id, values }: RecordView, at: number): ExportPage {
  const shown = shownReadingOf(values);
  const leaf = leavesOf(values, 'leaf')?.written ?? '';
  const no = String(at + 1).padStart(4, '0');
  return {
    page: id,
    image: imageOf(values),
    turned: turnedOf(values),
    reading: shown === null ? null : { sha256: shown.text.sha256, languages: shown.text.languages },
    corrections: shown === null ? [] : [...correctionsOf(values, shown.id)],
    transcription: typeof values['transcription'] === 'string' ? values['transcription'] : null,
    name: safeFileName(leaf === '' ? no : `${no}_${leaf}`),
  };
}

/** `Р-5_1_123`, as every disk takes it. */
async function nameOf(journal: Pick<Journal, 'state'>, named: RecordView): Promise<string> {
  const parts = await nameParts(journal, named);
  return safeFileName(parts.join('_').slice(0, NAME_CHARACTERS).replaceAll(/\s+/gu, ' ') || 'text');
}
