/**
 * Turns edits into ops and state rows, inside a transaction that its caller opened: sequence, clock, predecessors, hash
 * chain, reducer, rows. When anything throws, the caller's transaction takes all of it back.
 */
import { MAX_EDITS, type Edit } from '../../../shared/sync/change.ts';
import { TroubleError } from '../../../shared/result.ts';
import { tickClock } from '../../../shared/sync/clock.ts';
import { encodeOp } from '../../../shared/sync/op-bytes.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { Op, OpId, RecordId } from '../../../shared/sync/op.ts';
import { applyOp } from '../../../shared/sync/reducer.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { checkEdit } from './check-edit.ts';
import type { Writer } from './journal-calls.ts';
import { makeOp } from './make-op.ts';
import type { Meta } from './meta.ts';
import type { OpLog } from './op-log.ts';
import type { RecordDraft, RecordStore, Touched } from './record-store.ts';
import { createRenaming } from './renaming.ts';
import { chainHash, type Replicas } from './replicas.ts';

/** What one act may weigh on the wire: 4 MiB of ops. */
const MAX_ACT_BYTES = 4 * 1024 * 1024;

type Act = {
  /** The id that all ops of the act carry. */
  readonly id: RecordId;
  readonly edits: readonly Edit[];
  readonly step?: Op['st'];
  /** Made by the journal from values that it held: predecessors are taken exactly as given, values are not checked again. */
  readonly isReversal?: boolean;
  /**
   * For each edit whose words it writes a second time, and the ops that it was: nothing of them is checked, whatever they name
   * and hang under. What names one of those ops names the new one too.
   */
  readonly anew?: readonly { readonly by: RecordId; readonly was: readonly OpId[] }[];
};

export type OpWriter = { begin(writer: Writer, now: number): WriteSession };

/** The writes of one local number. */
export type WriteSession = {
  readonly n: number;
  /** Writes one act of at most 5,000 edits and gives the records that it touched. */
  write(act: Act): Touched[];
  /** What a record's row weighs as it stands; 0 for one that is not there yet. */
  recordBytes(id: RecordId): number;
  /** Keeps the writer's place; without it nothing of the session may be committed. */
  end(): void;
};

export type OpWriterDeps = {
  readonly meta: Pick<Meta, 'archive' | 'person' | 'localNumber' | 'set'>;
  readonly log: Pick<OpLog, 'append' | 'holds' | 'isApplied'>;
  readonly replicas: Pick<Replicas, 'load' | 'save' | 'lastClock'>;
  readonly records: Pick<RecordStore, 'draft' | 'bytesOf'>;
};

export function createOpWriter(deps: OpWriterDeps): OpWriter {
  const { meta, log, replicas, records } = deps;
  const archive = meta.archive();

  return {
    begin(writer, now) {
      const replica = replicas.load(writer);
      const n = meta.localNumber() + 1;
      const person = meta.person();
      const firstSeq = replica.seq + 1;
      let clock = tickClock(replicas.lastClock(), now);
      const renamed = createRenaming();

      const write = (act: Act): Touched[] => {
        const count = act.edits.length;
        if (count > MAX_EDITS) throw new TroubleError('CHANGE_TOO_LARGE', { edits: count });
        const isExact = act.isReversal === true || act.anew !== undefined;
        const draft = records.draft();
        let weight = 0;
        for (const [i, given] of act.edits.entries()) {
          const before = act.anew?.[i];
          const edit = before === undefined ? given : renamed.seenBy(given);
          const state = draft.state(edit.rec);
          if (before === undefined) {
            refuseUnfit(edit, draft, isExact);
            refuseUnknownHeads(edit, state, log);
          }
          const seq = replica.seq + 1;
          clock = tickClock(clock, now);
          const op = makeOp(edit, state, {
            id: opId(replica.id, seq),
            archive,
            person: before?.by ?? person,
            clock,
            firstSeq: isExact ? Infinity : firstSeq,
            ...(count > 1 ? { x: [act.id, i, count] as const satisfies Op['x'] } : {}),
            ...(act.step === undefined ? {} : { st: act.step }),
          });
          renamed.note(edit, before?.was ?? [], op);
          const bytes = encodeOp(op);
          weight += bytes.length;
          replica.hash = chainHash(replica.hash, bytes);
          replica.seq = seq;
          draft.put(applyOp(state, op, (id) => log.isApplied(id, edit.rec)));
          log.append({ n, replica, seq, rec: edit.rec, t: edit.t, bytes, hash: replica.hash });
        }
        if (weight > MAX_ACT_BYTES) throw new TroubleError('CHANGE_TOO_LARGE', { bytes: weight });
        const touched = draft.touched();
        draft.flush(n);
        return touched;
      };

      const end = (): void => {
        replicas.save(replica, clock);
        meta.set('n', n);
      };
      return { n, write, recordBytes: (id) => records.bytesOf(id), end };
    },
  };
}

function refuseUnfit(edit: Edit, draft: RecordDraft, isExact: boolean): void {
  const fits = checkEdit(edit, draft, isExact);
  if (!fits.ok) throw new TroubleError(fits.code, fits.details);
}

/**
 * A head that this journal never had comes from a copy of another journal, or of a later one after this was restored:
 * naming it would bury our own next op under its id.
 */
function refuseUnknownHeads(edit: Edit, state: RecordState | null, log: Pick<OpLog, 'holds'>): void {
  const present = new Set(
    Object.values(state?.f ?? {}).flatMap((register) => register.heads.map(({ id }) => id)),
  );
  for (const id of Object.values(edit.p).flat() satisfies OpId[]) {
    if (!present.has(id) && !log.holds(id, edit.rec))
      throw new TroubleError('UNKNOWN_HEAD', { rec: edit.rec, head: id });
  }
}
