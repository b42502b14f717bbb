/** The text of a page as it is to be shown: which reading, or the file's own, with what a person put right. */
import { useMemo } from 'react';
import { shownReadingOf, type Reading } from '../../../shared/model/shown-reading.ts';
import { imageOf, textsOf } from '../../../shared/model/record-values.ts';
import {
  corrected,
  correctionsOf,
  readLineField,
  type Corrections,
} from '../../../shared/page-text/corrections.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { isOfOther } from '../../../shared/page-text/source-picture.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useOwnText, type LoadOwnText } from './use-own-text.ts';
import { usePageText } from './use-page-text.ts';
import type { TextEdits } from './use-text-edits.ts';

/** Where a text comes from: a reading by its id, or the file itself. */
export const OWN = 'own';

export type ShownText = {
  readonly page: CatalogueRecord;
  /** The newest first. */
  readonly readings: readonly Reading[];
  /** The file has a text of its own. */
  readonly hasOwn: boolean;
  /** Null: the page has no text. */
  readonly source: Reading | typeof OWN | null;
  /** As the machine read it; undefined while it is on its way, null when it could not be opened. */
  readonly read: PageText | null | undefined;
  /** With the lines that a person put right. */
  readonly text: PageText | null | undefined;
  readonly corrections: Corrections;
  /** It was read from a picture that this page no longer shows: its places mean nothing here. */
  readonly isOfOtherPicture: boolean;
};

/** `chosen`: what a person wants to see of this page; null: what is its text. */
export function useShownText(
  page: CatalogueRecord | undefined,
  chosen: string | null,
  edits: TextEdits,
  loadOwn: LoadOwnText,
): ShownText | null {
  const own = useOwnText(page, loadOwn);
  const readings = useMemo(() => (page === undefined ? [] : textsOf(page.values)), [page]);
  const source = page === undefined ? null : sourceOf(page, readings, chosen, own);
  const reading = source === OWN ? null : source;
  const loaded = usePageText(reading?.text.sha256 ?? null);
  const read =
    source === OWN
      ? own
      : reading === null
        ? null
        : loaded === undefined
          ? undefined
          : (loaded?.page ?? null);
  const lines =
    page === undefined || reading === null ? '[]' : JSON.stringify([...linesOf(page, reading.id, edits)]);
  const corrections = useMemo((): Corrections => new Map(JSON.parse(lines) as [string, string][]), [lines]);
  const text = useMemo(() => (read ? corrected(read, corrections) : read), [read, corrections]);
  return useMemo(() => {
    if (page === undefined) return null;
    const of = source === OWN ? null : (loaded?.picture ?? null);
    return {
      page,
      readings,
      hasOwn: own !== null && own !== undefined,
      source,
      read,
      text,
      corrections,
      isOfOtherPicture: isOfOther(of, imageOf(page.values)),
    };
    // oxlint-disable-next-line react/exhaustive-deps -- a source is what its parts are
  }, [page, readings, own, reading?.id, source === OWN, read, text, corrections, loaded]);
}

function sourceOf(
  page: CatalogueRecord,
  readings: readonly Reading[],
  chosen: string | null,
  own: PageText | null | undefined,
): ShownText['source'] {
  if (chosen === OWN && own) return OWN;
  const reading = readings.find(({ id }) => id === chosen) ?? shownReadingOf(page.values);
  return reading ?? (own ? OWN : null);
}

/** What is in the page, and over it what was typed and is on its way. */
function linesOf(page: CatalogueRecord, reading: string, edits: TextEdits): Map<string, string> {
  const lines = new Map(correctionsOf(page.values, reading));
  for (const [field, text] of edits.allSent(page)) {
    const named = readLineField(field);
    if (named?.text !== reading) continue;
    if (text === null) lines.delete(named.line);
    else lines.set(named.line, text);
  }
  return lines;
}
