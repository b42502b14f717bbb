/** Texts that the vault keeps, named on their pages in the journal. */
import { TEXT_PREFIX, type RecognisedText } from '../../../shared/model/record-types.ts';
import { textsOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Journal } from '../journal/journal.ts';

export type TextNotes = {
  /** Names a text on its page; once, however often it is asked. */
  readonly note: (job: string, page: RecordView, value: RecognisedText) => Promise<void>;
  /** Names what a job that will not go on had kept, where that was not done yet. */
  readonly noteLeft: (job: string, kept: ReadonlyMap<RecordId, RecognisedText>) => Promise<void>;
};

export function createTextNotes(journal: Journal): TextNotes {
  async function note(job: string, page: RecordView, value: RecognisedText): Promise<void> {
    const text = derivedId(job, page.id);
    const edit = setFields(page, { [`${TEXT_PREFIX}${text}`]: value });
    const change = { id: derivedId(text, 'noted'), command: 'text.read', edits: [edit], group: job };
    await journal.commit(change, 'jobs');
  }

  async function noteLeft(job: string, kept: ReadonlyMap<RecordId, RecognisedText>): Promise<void> {
    for (const state of await journal.state([...kept.keys()])) {
      const page = viewOf(state);
      const text = kept.get(page.id);
      const isNoted = textsOf(page.values).some(({ id }) => id === derivedId(job, page.id));
      if (text !== undefined && !isNoted && !page.deleted) await note(job, page, text);
    }
  }

  return { note, noteLeft };
}
