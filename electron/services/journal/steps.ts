/**
 * Changes of any size. Their edits come in parts, each on the disk when it is answered, and wait here, beside the log:
 * nothing of them is an op, so nothing is half visible and nobody's edit meets a half. When all are in and the author
 * says so, the acts are written in one go under one local number. What an author leaves unfinished is listed until a
 * person has it written after all or thrown away.
 */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { OpenStep, StepPart } from '../../../shared/rpc/contract-step.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createActWriter } from './acts.ts';
import type { Commands } from './commands.ts';
import type { Meta } from './meta.ts';
import type { OpWriter } from './op-writer.ts';
import { reverseOf } from './reverse.ts';

export type StepsDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly writer: OpWriter;
  readonly commands: Commands;
};

export type Steps = {
  /**
   * Keeps one part, in whatever order they come; the same part again changes nothing. Answers how many edits are here.
   *
   * @throws TroubleError STEP_CLOSED (written or thrown away already), STEP_DIFFERS (it is not a part of this step)
   */
  take(part: StepPart, now: number): number;
  /**
   * Writes the step as one command of the window and gives its local number, the same one when it was written before.
   * `partial`: with the parts that are here, because a person said so.
   *
   * @throws TroubleError NO_SUCH_STEP, STEP_INCOMPLETE, STEP_CLOSED (thrown away, or written in
   * part), and what a commit throws; it stays open then
   */
  write(id: RecordId, partial: boolean, now: number): { n: number; isNew: boolean };
  /** Throws a step away; parts that still come are refused. Answers false when it was written already. */
  discard(id: RecordId): boolean;
  /** The steps that are neither written nor thrown away, oldest first. */
  open(): OpenStep[];
};

type StepRow = { id: string; command: string; total: number; began: number };

export function createSteps({ db, meta, writer, commands }: StepsDeps): Steps {
  const find = db.prepare<StepRow>('SELECT id, command, total, began FROM steps WHERE id = ?');
  const all = db.prepare<StepRow & { held: number }>(`
    SELECT id, command, total, began, sum(count) AS held
    FROM steps JOIN step_parts ON step_parts.step = steps.id GROUP BY id ORDER BY began, id`);
  const insert = db.prepare('INSERT INTO steps (id, command, total, began) VALUES (?, ?, ?, ?)');
  const insertPart = db.prepare('INSERT INTO step_parts (step, no, count, edits) VALUES (?, ?, ?, ?)');
  const part = db.prepare<{ edits: string }>('SELECT edits FROM step_parts WHERE step = ? AND no = ?');
  const numbers = db.prepare<{ no: number }>('SELECT no FROM step_parts WHERE step = ? ORDER BY no');
  const count = db.prepare<{ held: number | null }>(
    'SELECT sum(count) AS held FROM step_parts WHERE step = ?',
  );
  const removeParts = db.prepare('DELETE FROM step_parts WHERE step = ?');
  const remove = db.prepare('DELETE FROM steps WHERE id = ?');
  const held = (id: RecordId): number => count.get(id)?.held ?? 0;
  /** When something of a step came last, in this run; whether its author is still there can only be told from that. */
  const heard = new Map<RecordId, number>();
  const beginning = performance.now();

  function close(id: RecordId): void {
    removeParts.run(id);
    remove.run(id);
    heard.delete(id);
  }

  /** The edits of the parts that are here, one part in memory at a time. */
  function* editsOf(id: RecordId): Generator<Edit> {
    for (const { no } of numbers.all(id)) yield* readEdits(part.get(id, no)?.edits, db.path);
  }

  return {
    take({ step, command, no, total, edits }, now) {
      if (commands.numberOf(step) !== undefined) throw new TroubleError('STEP_CLOSED');
      heard.set(step, performance.now());
      const text = JSON.stringify(edits);
      return db.transaction(() => {
        const known = find.get(step);
        if (known === undefined) insert.run(step, command, total, now);
        else if (known.command !== command || known.total !== total) throw new TroubleError('STEP_DIFFERS');
        const here = part.get(step, no);
        if (here === undefined) insertPart.run(step, no, edits.length, text);
        else if (here.edits !== text) throw new TroubleError('STEP_DIFFERS', { no });
        const sum = held(step);
        if (sum > total) throw new TroubleError('STEP_DIFFERS', { held: sum, total });
        return sum;
      });
    },
    write(id, partial, now) {
      const before = commands.numberOf(id);
      if (before !== undefined) {
        // Its author must not take a part of it for the whole.
        const isOther = commands.isDiscarded(id) || (commands.isPartial(id) && !partial);
        if (isOther) throw new TroubleError('STEP_CLOSED');
        return { n: before, isNew: false };
      }
      const step = find.get(id);
      if (step === undefined) throw new TroubleError('NO_SUCH_STEP');
      const here = held(id);
      if (here < step.total && !partial) {
        throw new TroubleError('STEP_INCOMPLETE', { held: here, total: step.total });
      }
      heard.set(id, performance.now());
      return db.transaction(() => {
        const session = writer.begin('window', now);
        commands.add({
          id,
          n: session.n,
          writer: 'window',
          command: step.command,
          group: null,
          isStacked: true,
          isPartial: here < step.total,
        });
        const acts = createActWriter(session, {
          id,
          newId,
          isReversal: false,
          written: (touched) => commands.addReverse(id, reverseOf(touched, new Set())),
        });
        acts.write(editsOf(id), true);
        session.end();
        close(id);
        return { n: session.n, isNew: true };
      });
    },
    discard(id) {
      if (commands.numberOf(id) !== undefined) return commands.isDiscarded(id);
      db.transaction(() => {
        commands.addDiscarded(id, meta.localNumber());
        close(id);
      });
      return true;
    },
    open: () =>
      all.all().map((step) => ({
        ...step,
        quietMs: Math.round(performance.now() - (heard.get(step.id) ?? beginning)),
      })),
  };
}

function readEdits(text: string | undefined, path: string): Edit[] {
  try {
    return JSON.parse(text ?? '') as Edit[];
  } catch {
    throw new TroubleError('JOURNAL_BROKEN', { path, part: 'steps' });
  }
}
