/** A change of any size as acts: each is small enough for the wire, and together they are one step under one local number. */
import { MAX_EDITS, type Edit } from '../../../shared/sync/change.ts';
import type { Op, OpId, RecordId } from '../../../shared/sync/op.ts';
import type { WriteSession } from './op-writer.ts';
import type { Touched } from './record-store.ts';

/** Edits of so many bytes, with what an op has besides: well under the 4 MiB that an act may weigh. */
const BYTES_PER_ACT = 3 * 1024 * 1024;
/** Ids, clock, person, transaction and step of one op. */
const BYTES_AROUND_AN_EDIT = 350;
/** The records that an act changes are in memory until it is written, before and after: a thread that holds too much falls. */
const RECORD_BYTES_PER_ACT = 32 * 1024 * 1024;

/** Cuts edits into acts, in their order; reads one edit ahead to know the last act. Nothing from nothing. */
function* actsOf(
  edits: Iterable<Edit>,
  recordBytes: (id: RecordId) => number,
): Generator<{ readonly edits: Edit[]; readonly isLast: boolean }> {
  let act: Edit[] = [];
  let [bytes, held] = [0, 0];
  for (const edit of edits) {
    const weight = Buffer.byteLength(JSON.stringify(edit)) + BYTES_AROUND_AN_EDIT;
    const record = recordBytes(edit.rec);
    const isFull =
      act.length === MAX_EDITS || bytes + weight > BYTES_PER_ACT || held + record > RECORD_BYTES_PER_ACT;
    if (isFull && act.length > 0) {
      yield { edits: act, isLast: false };
      act = [];
      [bytes, held] = [0, 0];
    }
    act.push(edit);
    bytes += weight;
    held += record;
  }
  if (act.length > 0) yield { edits: act, isLast: true };
}

export type ActWriter = {
  /** Writes edits; `isLast` when none of the change come after these. */
  write(edits: Iterable<Edit>, isLast: boolean): void;
};

export type ActWriterOptions = {
  /** The id that the ops carry: of the act when it is the only one, else of the step. */
  readonly id: RecordId;
  /** Gives each act of a step an id of its own. */
  readonly newId: () => RecordId;
  /** Made by the journal from values that it held, see `op-writer.ts`. */
  readonly isReversal: boolean;
  /** For edits that are written a second time, see `op-writer.ts`. */
  readonly anewOf?: (edit: Edit) => { readonly by: RecordId; readonly was: readonly OpId[] };
  /** Hears the records of each act. */
  readonly written: (touched: Touched[]) => void;
};

/** Writes a change of any size into `session`: as one act, or as a step when it takes more. */
export function createActWriter(session: WriteSession, options: ActWriterOptions): ActWriter {
  const { id, newId, isReversal, anewOf, written } = options;
  let index = 0;
  return {
    write(edits, isLastOfAll) {
      for (const act of actsOf(edits, (rec) => session.recordBytes(rec))) {
        const isLast = isLastOfAll && act.isLast;
        const isAlone = isLast && index === 0;
        const step: Op['st'] = isAlone ? undefined : isLast ? [id, index, true] : [id, index];
        const anew = anewOf === undefined ? {} : { anew: act.edits.map(anewOf) };
        written(session.write({ id: isAlone ? id : newId(), edits: act.edits, isReversal, step, ...anew }));
        index++;
      }
    },
  };
}
