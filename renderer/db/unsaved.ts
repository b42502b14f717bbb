/** Changes that could not be written: they are on the screen, and go again when somebody says so or has signed in. */
import type { Failure } from '../../shared/result.ts';
import type { Change } from '../../shared/sync/change.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { Safety } from './catalogue-status.ts';

type UnsavedChange = {
  readonly change: Change;
  readonly failure: Failure<string>;
  /** The people under whose names its text was begun; empty where nobody was signed in. */
  readonly authors: readonly RecordId[];
};

export type Unsaved = {
  get(change: RecordId): UnsavedChange | undefined;
  put(entry: UnsavedChange): void;
  drop(change: RecordId): void;
  /** Oldest first. */
  all(): readonly Change[];
  /** Null: there are none. */
  told(): Extract<Safety, { state: 'not-saved' }> | null;
  /**
   * Sends what was refused because nobody was signed in, now that `person` is; each once, however often that is told. What was
   * begun under another's name is left for whoever sees it.
   */
  sendSigned(person: RecordId, send: (change: Change) => Promise<unknown>): Promise<void>;
};

export function createUnsaved(): Unsaved {
  const entries = new Map<RecordId, UnsavedChange>();
  const underWay = new Set<RecordId>();
  const isFor = (person: RecordId, { change, failure, authors }: UnsavedChange): boolean =>
    failure.code === 'SIGN_IN_NEEDED' &&
    !underWay.has(change.id) &&
    authors.every((author) => author === person);

  return {
    get: (change) => entries.get(change),
    put: (entry) => void entries.set(entry.change.id, entry),
    drop: (change) => void entries.delete(change),
    all: () => [...entries.values()].map(({ change }) => change),
    told() {
      const last = [...entries.values()].at(-1);
      if (last === undefined) return null;
      const { code, details } = last.failure;
      return { state: 'not-saved', code, details, unsaved: this.all() };
    },
    async sendSigned(person, send) {
      const mine = [...entries.values()].filter((entry) => isFor(person, entry));
      for (const { change } of mine) underWay.add(change.id);
      for (const { change } of mine) {
        // It may have been thrown away or written meanwhile.
        if (entries.has(change.id)) await send(change);
        underWay.delete(change.id);
      }
    },
  };
}
