/** The sample's records in the journal: made once, brought back from the bin, put into it. */
import { v7 as newId } from 'uuid';
import { TroubleError } from '../../../shared/result.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Journal } from '../journal/journal.ts';
import type { Writer } from '../journal/journal-calls.ts';
import type { PlannedFile, PlannedRecord } from './sample-plan.ts';

export type SampleRecords = {
  /** Makes the records that are missing and takes out of the bin what is in it. */
  open(planned: readonly PlannedRecord[]): Promise<void>;
  /** Puts documents fresh from the import into their units; what a person has named or placed stays as it is. */
  place(documents: ReadonlyMap<RecordId, Pick<PlannedFile, 'fields'>>): Promise<void>;
  /** How many of these are outside the bin. */
  live(ids: readonly RecordId[]): Promise<number>;
  /** Puts those of these that are outside the bin into it, as one command; answers how many. */
  remove(ids: readonly RecordId[], writer: Writer): Promise<number>;
};

export function createSampleRecords(deps: { journal: Journal; writer: Writer }): SampleRecords {
  const { journal } = deps;
  /** All of the sample belongs together, whenever it was written. */
  const group = derivedId(journal.archive, 'sample');

  async function commit(command: string, edits: Edit[]): Promise<void> {
    if (edits.length > 0) await journal.commit({ id: newId(), command, edits, group }, deps.writer);
  }
  async function views(ids: readonly RecordId[]): Promise<Map<RecordId, RecordView>> {
    return new Map((await journal.state([...ids])).map((state) => [state.id, viewOf(state)]));
  }

  return {
    async open(planned) {
      const there = await views(planned.map(({ id }) => id));
      const edits = planned.flatMap(({ id, t, fields }) => {
        const view = there.get(id);
        if (view === undefined) return [newRecord(id, t, fields)];
        return view.deleted ? [restoreRecord(view)] : [];
      });
      await commit('sample.open', edits);
    },
    async place(documents) {
      const there = await views([...documents.keys()]);
      const back = [...there.values()].filter((view) => view.deleted).map(restoreRecord);
      const edits = [...documents].flatMap(([id, { fields }]) => {
        const view = there.get(id);
        if (view === undefined) throw new TroubleError('SAMPLE_NOT_TAKEN');
        const isFresh =
          !('parent' in view.values) && !Object.keys(view.values).some((field) => field.startsWith('title/'));
        return isFresh ? [setFields(view, fields)] : [];
      });
      await commit('sample.open', [...back, ...edits]);
    },
    async live(ids) {
      return [...(await views(ids)).values()].filter((view) => !view.deleted).length;
    },
    async remove(ids, writer) {
      const there = [...(await views(ids)).values()].filter((view) => !view.deleted);
      // Without the group: it is a command of its own in the window's stack.
      const change = { id: newId(), command: 'sample.remove', edits: there.map(deleteRecord) };
      if (there.length > 0) await journal.commit(change, writer);
      return there.length;
    },
  };
}
