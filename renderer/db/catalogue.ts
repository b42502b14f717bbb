/** The window's catalogue: a copy that follows the journal, to read from; the host's journal, to write to. */
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Undoable } from '../../shared/rpc/contract-journal.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueStatus, Safety } from './catalogue-status.ts';
import { createWriter, type Writer } from './commit.ts';
import { openCopyChannel } from './copy-channel.ts';
import { keepCopy } from './copy-keeper.ts';
import type { CatalogueDatabase, DeskDatabase } from './database.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createStore, type Store } from './store.ts';

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
  /** The copy to read from; null until it is complete. `queries.ts` has the reads. */
  readonly copy: Store<CatalogueDatabase | null>;
  readonly desk: Store<DeskDatabase | null>;
  readonly drafts: Drafts;
  /** Lets the databases and the lock go; resolves when they are. */
  close(): Promise<void>;
};

/** How long to wait before asking for the undo state after another's write: a bulk act is many. */
const UNDOABLE_AFTER_MS = 200;

/** Opens the catalogue of `archive`; answers at once, and `status` tells how it goes. Never throws. */
export function openCatalogue(deps: CatalogueDeps): Catalogue {
  const { host, archive, locks = navigator.locks, now = Date.now } = deps;
  const status = createStore<CatalogueStatus>({ state: 'opening' });
  const safety = createStore<Safety>({ state: 'safe' });
  const undoable = createStore<Undoable>({ undo: null, redo: null });
  const copy = createStore<CatalogueDatabase | null>(null);
  const desk = createStore<DeskDatabase | null>(null);
  const channel = openCopyChannel(archive);
  let lastHead = 0;

  const keeper = keepCopy({
    host,
    archive,
    locks,
    channel,
    status,
    copy,
    desk,
    onHead: (head) => {
      if (head.n < lastHead) return;
      lastHead = head.n;
      undoable.set(head.undoable);
    },
  });
  const writer = createWriter({
    host,
    archive,
    copy,
    safety,
    undoable,
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
    if (head.ok && head.value.n >= lastHead) undoable.set(head.value.undoable);
  }

  const drafts = createDrafts({ archive, desk, now });
  return {
    ...writer,
    archive,
    host,
    status,
    safety,
    undoable,
    copy,
    desk,
    drafts,
    async close() {
      stopListening();
      clearTimeout(asking);
      await drafts.flush();
      keeper.close();
      await keeper.ended;
      channel.close();
    },
  };
}
