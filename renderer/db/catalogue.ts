/** The window's catalogue: a copy that follows the journal, to read from; the host's journal, to write to. */
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Undoable } from '../../shared/rpc/written.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueStatus, Safety, Writing } from './catalogue-status.ts';
import { createWriter, type Writer } from './commit.ts';
import { openCopyChannel } from './copy-channel.ts';
import { keepCopy } from './copy-keeper.ts';
import type { CatalogueDatabase, DeskDatabase } from './database.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { withDeadline } from './deadline.ts';
import { createStore, whenStore, type Store } from './store.ts';
import { syncStatusOf } from './sync-status.ts';

export type CatalogueDeps = {
  readonly host: HostClient;
  /** The archive that the host holds, as `app.info` tells it. */
  readonly archive: RecordId;
  readonly locks?: Pick<LockManager, 'request'>;
  readonly now?: () => number;
};

export type Catalogue = Writer & {
  readonly archive: RecordId;
  readonly host: HostClient;
  readonly status: Store<CatalogueStatus>;
  readonly safety: Store<Safety>;
  readonly undoable: Store<Undoable>;
  /** The change of many parts that is on its way; null while there is none. */
  readonly writing: Store<Writing | null>;
  /** The copy to read from; null until it is complete. `queries.ts` has the reads. */
  readonly copy: Store<CatalogueDatabase | null>;
  readonly desk: Store<DeskDatabase | null>;
  readonly drafts: Drafts;
  /** Lets the databases and the lock go; resolves when they are. */
  close(): Promise<void>;
};

/** How long to wait before asking for the undo state after another's write: a bulk act is many. */
const UNDOABLE_AFTER_MS = 200;

/** How long a change that is safe may take to be on the screen before its author is told so all the same. */
const COPIED_AFTER_MS = 120_000;

/** Opens the catalogue of `archive`; answers at once, and `status` tells how it goes. Never throws. */
export function openCatalogue(deps: CatalogueDeps): Catalogue {
  const { host, archive, locks = navigator.locks, now = Date.now } = deps;
  const status = createStore<CatalogueStatus>({ state: 'opening' });
  const safety = createStore<Safety>({ state: 'safe' });
  const undoable = createStore<Undoable>({ undo: null, redo: null });
  const writing = createStore<Writing | null>(null);
  const copy = createStore<CatalogueDatabase | null>(null);
  const desk = createStore<DeskDatabase | null>(null);
  const channel = openCopyChannel(archive);
  const centre = syncStatusOf(host);
  let lastHead = 0;
  /** Answers may come in another order than they were asked for. */
  const tellUndoable = (n: number, next: Undoable): void => {
    if (n < lastHead) return;
    lastHead = n;
    undoable.set(next);
  };
  const stopWatching = status.subscribe(() => {
    // The journal may have been set back to a lower number.
    if (status.get().state === 'rebuilding') lastHead = 0;
  });

  const keeper = keepCopy({
    host,
    archive,
    locks,
    channel,
    status,
    copy,
    desk,
    onHead: (head) => tellUndoable(head.n, head.undoable),
  });
  const signedIn = (): RecordId | null => centre.get()?.person?.id ?? null;
  const drafts = createDrafts({ archive, desk, signedIn, now });
  const writer = createWriter({
    host,
    authors: (change) =>
      change.edits.flatMap(({ rec, f }) =>
        Object.keys(f).flatMap((field) => drafts.author(`${rec}/${field}`) ?? []),
      ),
    archive,
    copy,
    safety,
    writing,
    onUndoable: tellUndoable,
    async untilCopied(n) {
      keeper.wake();
      const isThere = (now: CatalogueStatus): now is CatalogueStatus =>
        now.state === 'ready' ? now.n >= n : now.state !== 'rebuilding';
      await withDeadline(whenStore(status, isThere), COPIED_AFTER_MS, 'DEADLINE').catch(() => undefined);
    },
    onApplied: (n) => {
      lastHead = Math.max(lastHead, n);
      const state = status.get();
      if (state.state === 'ready' && n > state.n) status.set({ ...state, n });
      channel.post({ kind: 'applied', n });
    },
    onCopyTrouble: () => keeper.wake(),
  });

  let asking: ReturnType<typeof setTimeout> | undefined;
  const stopListening = host.on('journal.grew', ({ n }) => {
    if (n <= lastHead) return;
    asking ??= setTimeout(() => void askUndoable(), UNDOABLE_AFTER_MS);
  });
  async function askUndoable(): Promise<void> {
    asking = undefined;
    const head = await host.call('journal.head', {});
    if (head.ok) tellUndoable(head.value.n, head.value.undoable);
  }

  const stopWaiting = centre.subscribe(() => {
    const person = signedIn();
    if (person !== null) void writer.retrySignedIn(person);
  });
  return {
    ...writer,
    archive,
    host,
    status,
    safety,
    undoable,
    writing,
    copy,
    desk,
    drafts,
    async close() {
      stopListening();
      stopWaiting();
      stopWatching();
      clearTimeout(asking);
      await drafts.flush();
      keeper.close();
      await keeper.ended;
      channel.close();
    },
  };
}
