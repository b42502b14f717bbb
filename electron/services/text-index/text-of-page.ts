/** What the index takes of a record: of a page which text, and where it stands; of all others what pages need to know of them. Pure. */
import { accessSetOn } from '../../../shared/model/access.ts';
import { dateBounds } from '../../../shared/model/date-bounds.ts';
import {
  datesOf,
  fileOf,
  imageOf,
  leavesOf,
  numberOf,
  parentOf,
  tagsOf,
  textOf,
  type Values,
} from '../../../shared/model/record-values.ts';
import { LEVELS, type PageImage } from '../../../shared/model/record-types.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { correctionsOf, type Corrections } from '../../../shared/page-text/corrections.ts';
import { codeParts } from '../../../shared/text/code-tokens.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { NodeToIndex } from './node-table.ts';
import type { OwnAccess } from './page-facts.ts';
import type { JournalRow } from './read-journal.ts';

/** The text that is shown of a page: a reading with a person's lines, else what a person wrote, else what its PDF brings itself. */
type WantedText =
  | {
      readonly from: 'reading';
      readonly sha256: string;
      readonly engine: string;
      readonly sure: number | null;
      readonly corrections: Corrections;
    }
  | { readonly from: 'written'; readonly text: string }
  /** `isPdf`: the page has a file of its own, and it is one; otherwise its document knows. */
  | { readonly from: 'own'; readonly image: PageImage; readonly isPdf: boolean }
  | { readonly from: 'nothing' };

export type PageOfRecord = {
  readonly id: RecordId;
  readonly n: number;
  readonly under: RecordId | null;
  readonly place: string;
  readonly leaf: string;
  readonly access: OwnAccess;
  readonly tags: readonly RecordId[];
  readonly deleted: boolean;
  readonly text: WantedText;
  /** The same for the same text, whatever else changes. */
  readonly source: string;
};

const HOLDERS: ReadonlySet<string> = new Set(['archive', ...LEVELS.filter((level) => level !== 'page')]);
const PDF = 'application/pdf';

/** Whether pages may hang below such records. */
export function isHolder(t: string): boolean {
  return HOLDERS.has(t);
}

export function pageOfRecord({ id, n, place, state }: JournalRow): PageOfRecord {
  const { values, deleted } = viewOf(state);
  const text = wantedText(values);
  return {
    id,
    n,
    under: parentOf(values),
    place,
    leaf: leavesOf(values, 'leaf')?.written ?? '',
    access: accessSetOn(values),
    tags: tagsOf(values),
    deleted,
    text,
    source: sourceOf(text),
  };
}

export function nodeOfRecord({ id, t, n, place, state }: JournalRow): NodeToIndex {
  const { values, deleted } = viewOf(state);
  const days = t === 'archive' ? NO_DAYS : daysOf(datesOf(values)?.edtf ?? null);
  return {
    id,
    t,
    n,
    place,
    parent: parentOf(values),
    ...days,
    access: accessSetOn(values),
    deleted,
    pdf: pdfOf(values),
    tags: tagsOf(values),
    codes: codesOf(t, values),
  };
}

const NO_NUMBER = { num: 0 };

/** Its own number alone: what stands above tells the rest. */
function codesOf(t: string, values: Values): string[] {
  const number = t === 'fonds' || t === 'inventory' || t === 'unit' ? numberOf(values) : null;
  if (number === null) return [];
  const code = t === 'fonds' ? { fonds: number } : { fonds: NO_NUMBER, [t]: number };
  const words = codeParts(code).at(-1)?.words ?? [];
  return words.filter((word) => /^\p{L}/u.test(word));
}

function wantedText(values: Values): WantedText {
  const shown = shownReadingOf(values);
  if (shown !== null) {
    const { sha256, engine, sure } = shown.text;
    return { from: 'reading', sha256, engine, sure, corrections: correctionsOf(values, shown.id) };
  }
  const text = textOf(values, 'transcription');
  if (text !== null) return { from: 'written', text };
  const image = imageOf(values);
  if (image === null) return { from: 'nothing' };
  return { from: 'own', image, isPdf: pdfOf(values) === image.sha256 };
}

function pdfOf(values: Values): string | null {
  const file = values['file'] === undefined ? null : fileOf(values);
  return file?.mime === PDF ? file.sha256 : null;
}

function sourceOf(text: WantedText): string {
  if (text.from === 'written') return `written ${hashOf(text.text)}`;
  if (text.from === 'own') return ownSource(text.image);
  if (text.from === 'nothing') return 'nothing';
  const { sha256, sure, corrections } = text;
  return `read ${sha256} ${sure ?? ''} ${hashOf(JSON.stringify([...corrections]))}`;
}

/** The source of a page that has nothing but what its file may bring. */
export function ownSource({ sha256, index }: PageImage): string {
  return `own ${sha256} ${index}`;
}

type Days = { readonly first: string | null; readonly last: string | null };
const NO_DAYS: Days = { first: null, last: null };
/** Reading a date takes 86 µs, and most of an archive's dates are the same few years. */
const REMEMBERED = 20_000;
const known = new Map<string, Days>();

function daysOf(edtf: string | null): Days {
  if (edtf === null) return NO_DAYS;
  const before = known.get(edtf);
  if (before !== undefined) return before;
  const bounds = dateBounds(edtf);
  const days = bounds === null ? NO_DAYS : { first: bounds.start, last: bounds.end };
  if (known.size >= REMEMBERED) known.clear();
  known.set(edtf, days);
  return days;
}

/** Two times 32 bits by two multipliers (as in cyrb53): no two texts of one page have the same by chance. */
function hashOf(text: string): string {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
  }
  return `${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}${text.length.toString(36)}`;
}
