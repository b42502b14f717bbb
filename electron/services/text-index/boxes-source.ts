/** The text of a page with the places of its words, as it is shown beside its picture: a reading with a person's lines laid over. */
import { imageOf } from '../../../shared/model/record-values.ts';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { corrected, correctionsOf } from '../../../shared/page-text/corrections.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { isOfOther } from '../../../shared/page-text/source-picture.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { createPageFiles } from './page-files.ts';
import { openJournalReader } from './read-journal.ts';

/** Null: its text has no places, or they are those of a picture that another one has replaced. */
export type PlacedTextReader = (page: RecordId) => Promise<PageText | null>;

/** Keeps nothing open: a page is looked at now and then. */
export function createPlacedTextReader(deps: {
  /** `journal.db`. */
  readonly journal: string;
  /** The vault's folder. */
  readonly vault: string;
  readonly locate: (sha256: string) => Promise<string | null>;
}): PlacedTextReader {
  return async (page) => {
    const journal = openJournalReader(deps.journal);
    const files = createPageFiles(deps);
    try {
      const [row] = journal.rows([page]);
      if (row === undefined) return null;
      const { values } = viewOf(row.state);
      const shown = shownReadingOf(values);
      const read = shown === null ? null : await files.reading(shown.text.sha256);
      if (shown === null || read === null || isOfOther(read.picture, imageOf(values))) return null;
      return corrected(read.page, correctionsOf(values, shown.id));
    } finally {
      files.rest();
      journal.close();
    }
  };
}
