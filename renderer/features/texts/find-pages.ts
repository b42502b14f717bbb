/** Which texts of a page are looked through, and in which order the pages of a document are. Pure. */
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { imageOf, textOf, textsOf } from '../../../shared/model/record-values.ts';
import { correctionsOf } from '../../../shared/page-text/corrections.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import type { FindPage, FindSource } from './find-messages.ts';

/** From the page that is shown on, and round again: what lies near is found first. */
export function pagesToFind(pages: readonly RecordView[], from: number): FindPage[] {
  return [...pages.slice(from), ...pages.slice(0, from)].map((page) => ({
    page: page.id,
    image: imageOf(page.values),
    sources: sourcesOf(page),
  }));
}

/** What was written by hand, the text of the page, and of its other readings the lines that a person put right. */
function sourcesOf({ values }: RecordView): FindSource[] {
  const byHand = textOf(values, 'transcription');
  const shown = shownReadingOf(values);
  const readings = textsOf(values).flatMap(({ id, text }): FindSource[] => {
    const corrections = [...correctionsOf(values, id)];
    const onlyCorrected = id !== shown?.id;
    if (onlyCorrected && corrections.length === 0) return [];
    return [{ kind: 'reading', sha256: text.sha256, corrections, onlyCorrected }];
  });
  return [
    ...(byHand === null ? [] : [{ kind: 'plain' as const, text: byHand }]),
    ...readings.sort((a, b) => Number(isAside(a)) - Number(isAside(b))),
    ...(shown === null ? [{ kind: 'own' as const }] : []),
  ];
}

function isAside(source: FindSource): boolean {
  return source.kind === 'reading' && source.onlyCorrected;
}
