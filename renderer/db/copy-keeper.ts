/**
 * Keeps this profile's copy of the catalogue open and true to the journal. Every window shows the copy; the one that
 * holds the lock writes it: it follows the journal and makes a new copy where this one is empty, damaged, ahead of the
 * journal (that was restored from a backup) or another archive's. Whatever fails is tried again; the journal loses nothing.
 */
import type { Dexie } from 'dexie';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueStatus, RebuildReason } from './catalogue-status.ts';
import { troubleCode } from './catalogue-trouble.ts';
import type { CopyChannel } from './copy-channel.ts';
import { DESK_VERSIONS, type CatalogueDatabase, type DeskDatabase } from './database.ts';
import { createPause, withDeadline } from './deadline.ts';
import {
  openAtOnce,
  openDesk,
  pointedTo,
  sweepGenerations,
  type OpenCopy,
  type ThereNow,
} from './generations.ts';
import { createJournalHead, type Head } from './journal-head.ts';
import { judgeCopy } from './judge-copy.ts';
import { followJournal } from './follow.ts';
import { makeGeneration } from './rebuild.ts';
import { createShownCopy } from './shown-copy.ts';
import type { WritableStore } from './store.ts';

export type KeeperDeps = {
  readonly host: HostClient;
  readonly archive: RecordId;
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: CopyChannel;
  readonly status: WritableStore<CatalogueStatus>;
  /** The copy to read from; null while there is none. */
  readonly copy: WritableStore<CatalogueDatabase | null>;
  readonly desk: WritableStore<DeskDatabase | null>;
  readonly onHead: (head: Head) => void;
};

export type Keeper = { readonly ended: Promise<void>; wake(): void; close(): void };

/** Opening waits for other windows to let an older version go, but not for ever. */
const OPEN_DEADLINE_MS = 15_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5000;
const BETWEEN_GOES_MS = 20;

/** Starts keeping; answers at once, `status` and `copy` tell the rest. */
export function keepCopy(deps: KeeperDeps): Keeper {
  const { host, archive, status, channel } = deps;
  const pause = createPause();
  const head = createJournalHead(deps);
  const shown = createShownCopy(deps.copy, status);
  const closing = new AbortController();
  let damaged = false;
  let session = new AbortController();

  const stops = [
    host.on('journal.grew', () => pause.wake()),
    channel.onMessage((message) => {
      if (message.kind === 'switched') session.abort();
      else if (status.get().state === 'ready') shown.showReady(message.n);
    }),
  ];
  const ended = run();
  return {
    ended,
    wake: () => pause.wake(),
    close() {
      closing.abort();
      for (const stop of stops) stop();
      session.abort();
      pause.wake();
    },
  };

  async function run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!closing.signal.aborted) {
      session = new AbortController();
      const began = Date.now();
      try {
        if (!(await keepOnce(session.signal))) return;
      } catch (error) {
        if (!session.signal.aborted) {
          const code = troubleCode(error);
          damaged ||= code === 'CATALOGUE_DAMAGED';
          if (Date.now() - began > LAST_RETRY_MS) retryMs = FIRST_RETRY_MS;
          shown.showTrouble(code);
          await pause.wait(retryMs);
          retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
        }
      }
      // Whatever ends a go again and again must not keep the machine busy.
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_GOES_MS));
    }
    shown.hide();
    deps.desk.get()?.close();
    deps.desk.set(null);
  }

  /** One go from opening to the next trouble, switch or close; false when this program must not go on. */
  async function keepOnce(signal: AbortSignal): Promise<boolean> {
    // What trouble with the host leaves open stays on the screens and under the search index.
    const open = shown.current();
    // Asked while the databases open: the first page of a list waits for the slower of the two only.
    const [opened, now] = await Promise.all([
      withDeadline(openAtOnce(archive, openTheDesk, open), OPEN_DEADLINE_MS, 'CATALOGUE_BLOCKED'),
      // It waits for both whatever happens: a database that is opened is never left behind.
      head.ask().catch((error: unknown) => ({ error })),
    ]);
    if (!opened.ok) return refuse();
    const { desk, pointed } = opened.value;
    let current = opened.value.copy;
    if (current !== null && current.db !== open?.db) watchForLoss(current.db);
    if ('error' in now) {
      if (current?.db !== open?.db) current?.db.close();
      throw now.error;
    }
    const reason = damaged ? 'damaged' : await judgeCopy(current, archive, now, head.markAt);
    if (current !== null && reason === null) shown.show(current);
    else shown.hide();
    await deps.locks.request(`qoima-applier-${archive}`, { signal }, async () => {
      // Another window may have been at work while this one waited for the lock.
      if ((await pointedTo(desk, archive)) !== pointed) return;
      if (current === null || reason !== null) {
        current?.db.close();
        current = await makeAnew(desk, reason ?? 'empty');
      } else await sweepGenerations(archive, current.generation);
      for (;;) {
        const deps = { host, archive, channel, shown, pause, askHead: head.ask };
        if ((await followJournal(deps, current, signal)) === 'ended') return;
        // Too much came at once: the copy on show stays whole as it was while another one is made.
        current = await makeAnew(desk, 'step');
      }
    });
    return true;
  }

  async function openTheDesk(there: ThereNow): Promise<Result<DeskDatabase, 'CATALOGUE_NEWER'>> {
    const before = deps.desk.get();
    if (before !== null) return ok(before);
    const opened = await openDesk(archive, DESK_VERSIONS, there);
    if (!opened.ok) return opened;
    const desk = opened.value;
    watchForLoss(desk, () => {
      if (deps.desk.get() === desk) deps.desk.set(null);
    });
    deps.desk.set(desk);
    return opened;
  }

  /** Fills a new generation, shows it and lets all windows switch to it. What stands in the way is left for the next go. */
  async function makeAnew(desk: DeskDatabase, why: RebuildReason): Promise<OpenCopy> {
    const total = (await head.ask()).records;
    const onProgress = (done: number): void =>
      status.set({ state: 'rebuilding', why, done, total: Math.max(total, done) });
    onProgress(0);
    const made = await makeGeneration({ host, archive, desk, onProgress, onOpened: watchForLoss });
    damaged = false;
    // One that is on show is let go before it is deleted.
    if (shown.current() !== null) shown.show(made);
    channel.post({ kind: 'switched' });
    await sweepGenerations(archive, made.generation);
    shown.show(made);
    return made;
  }

  function refuse(): boolean {
    status.set({ state: 'refused', code: 'CATALOGUE_NEWER' });
    return false;
  }

  /** The browser may close a database at any time: its data was cleared, the disk failed, another window replaced it. */
  function watchForLoss(db: Dexie, onLost?: () => void): void {
    const lost = (): void => {
      onLost?.();
      session.abort();
      pause.wake();
    };
    db.on('versionchange', lost);
    db.on('close', lost);
  }
}
