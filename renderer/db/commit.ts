/**
 * The window's way to write: the host first, then this profile's copy. What a person typed stays on the screen when a
 * commit fails, and is kept here until it is written after all or thrown away by a person.
 */
import { v7 as newId } from 'uuid';
import type { Output } from '../../shared/rpc/contract.ts';
import type { Undoable } from '../../shared/rpc/written.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Result } from '../../shared/result.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { applyStates } from './apply.ts';
import type { Safety, Writing } from './catalogue-status.ts';
import type { CatalogueDatabase } from './database.ts';
import { createOwnWrites } from './own-writes.ts';
import { isStep, sendStep, untilAnswered } from './send-step.ts';
import type { Store, WritableStore } from './store.ts';
import { createUnsaved } from './unsaved.ts';

type Written = Output<'journal.commit'>;

type Turn = 'journal.undo' | 'journal.redo';

export type WriterDeps = {
  readonly host: HostClient;
  readonly archive: RecordId;
  readonly copy: Store<CatalogueDatabase | null>;
  readonly safety: WritableStore<Safety>;
  /** The people under whose names the text of a change was begun; empty where nobody was signed in. */
  readonly authors: (change: Change) => readonly RecordId[];
  /** Called with what can be undone as the journal stood at its number `n`. */
  readonly onUndoable: (n: number, undoable: Undoable) => void;
  /** The change of many parts that is on its way. */
  readonly writing: WritableStore<Writing | null>;
  /** Waits until the copy has come to the journal's number `n`, but not for ever. */
  readonly untilCopied: (n: number) => Promise<void>;
  /** Called when rows have changed, with the cursor. */
  readonly onApplied: (n: number) => void;
  /** Called when the copy could not take what the journal has. */
  readonly onCopyTrouble: () => void;
};

export type Writer = {
  /** Writes a change of any size, as one that is undone as one. Errors: besides the host's CANCELLED. */
  commit(change: Change): Promise<Result<Written, string>>;
  /** Writes what is there of a step that its author left, because a person said so. */
  writeLeft(step: RecordId): Promise<Result<Written, string>>;
  undo(): Promise<Result<Written, string>>;
  redo(): Promise<Result<Written, string>>;
  /** Sends all changes again that are not saved; the journal writes each once, however often it comes. */
  retryUnsaved(): Promise<void>;
  /**
   * Sends again what was refused because nobody was signed in, now that `person` is. What was begun under another's name stays
   * until somebody who sees it says so.
   */
  retrySignedIn(person: RecordId): Promise<void>;
  /** Throws an unsaved change away, because a person said so. */
  discardUnsaved(change: RecordId): void;
};

export function createWriter(deps: WriterDeps): Writer {
  const { host, safety, onUndoable } = deps;
  const unsaved = createUnsaved();
  const own = createOwnWrites();
  const unanswered = new Map<Turn, RecordId>();
  /** The first of those under way is shown. */
  const underWay = new Map<RecordId, Writing>();
  let open = 0;

  function commit(change: Change): Promise<Result<Written, string>> {
    const before = unsaved.get(change.id);
    const authors = before?.authors ?? deps.authors(change);
    const sent = own.follow(change);
    return write(
      () => (isStep(sent) ? commitStep(sent) : host.call('journal.commit', sent)),
      (answer) => {
        if (answer.ok) {
          unanswered.clear();
          own.wrote(change, answer.value.states, before !== undefined);
        }
        if (answer.ok || answer.code === 'CANCELLED') unsaved.drop(change.id);
        else unsaved.put({ change, failure: answer, authors });
      },
    );
  }

  async function commitStep(change: Change): Promise<Result<Written, string>> {
    const { id, command, edits } = change;
    const controller = new AbortController();
    const showFirst = (): void => deps.writing.set(underWay.values().next().value ?? null);
    const show = (done: number): void => {
      const cancel = done < edits.length ? () => controller.abort() : null;
      underWay.set(id, { command, done, total: edits.length, cancel });
      showFirst();
    };
    show(0);
    try {
      return await sendStep(host, change, { signal: controller.signal, onSent: show });
    } finally {
      underWay.delete(id);
      showFirst();
    }
  }

  /** One whose answer was lost may have been done: asked for again, it goes under the same id. */
  async function turn(call: Turn): Promise<Result<Written, string>> {
    const id = unanswered.get(call) ?? newId();
    return write(
      () => untilAnswered(() => host.call(call, { id })),
      (answer) => {
        const isLost = !answer.ok && (answer.code === 'HOST_GONE' || answer.code === 'DEADLINE');
        if (isLost) unanswered.set(call, id);
        else unanswered.delete(call);
      },
    );
  }

  async function write(
    call: () => Promise<Result<Written, string>>,
    settle?: (answer: Result<Written, string>) => void,
  ): Promise<Result<Written, string>> {
    open++;
    showSafety();
    let answer: Result<Written, string>;
    try {
      answer = await call();
    } finally {
      open--;
    }
    settle?.(answer);
    // Safe is what the journal has; the copy is only for looking at.
    showSafety();
    if (answer.ok) {
      onUndoable(answer.value.n, answer.value.undoable);
      await takeIn(answer.value);
    }
    return answer;
  }

  /** The journal has it, so trouble here is the copy's, not the change's: the keeper puts it right. */
  async function takeIn(written: Written): Promise<void> {
    if (written.states.length === 0) return deps.untilCopied(written.n);
    const db = deps.copy.get();
    if (db === null) return;
    try {
      deps.onApplied((await applyStates(db, deps.archive, written, null)).n);
    } catch {
      deps.onCopyTrouble();
    }
  }

  function showSafety(): void {
    safety.set(open > 0 ? { state: 'saving' } : (unsaved.told() ?? { state: 'safe' }));
  }

  return {
    commit,
    writeLeft: (step) => write(() => untilAnswered(() => host.call('step.write', { step, partial: true }))),
    undo: () => turn('journal.undo'),
    redo: () => turn('journal.redo'),
    async retryUnsaved() {
      for (const change of unsaved.all()) await commit(change);
    },
    retrySignedIn: (person) => unsaved.sendSigned(person, commit),
    discardUnsaved(change) {
      const entry = unsaved.get(change);
      unsaved.drop(change);
      showSafety();
      // Should this not arrive, the step is offered to a person later.
      if (entry !== undefined && isStep(entry.change)) void host.call('step.discard', { step: change });
    },
  };
}
