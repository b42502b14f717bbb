/** Follows the journal: asks what came after the copy's cursor and applies it, for as long as the window lives. */
import type { Output } from '../../shared/rpc/contract.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { fail, ok, TroubleError, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { applyStates } from './apply.ts';
import type { CopyChannel } from './copy-channel.ts';
import type { CatalogueDatabase } from './database.ts';
import type { Pause } from './deadline.ts';
import type { OpenCopy } from './generations.ts';
import type { Standing } from './rows.ts';
import type { ShownCopy } from './shown-copy.ts';

/** Records asked for at once: neither side stands still for so many. */
const SLICE = 500;
/** A transaction of more records makes a new copy beside the shown one, instead of closing that one to readers meanwhile. */
const MOST_AT_ONCE = 20_000;
/** An event may be lost with its connection: the head is asked for now and then all the same. */
const LOOK_AGAIN_MS = 20_000;
const BEGINNING: Standing = { n: 0, mark: '' };

export type FollowDeps = {
  readonly host: HostClient;
  readonly archive: RecordId;
  readonly channel: CopyChannel;
  readonly shown: ShownCopy;
  /** Woken by the journal's growth. */
  readonly pause: Pause;
  readonly askHead: () => Promise<Output<'journal.head'>>;
};

/** Follows until `signal`, or until so much comes at once that a new copy is due; throws on trouble, the keeper begins anew then. */
export async function followJournal(
  deps: FollowDeps,
  current: OpenCopy,
  signal: AbortSignal,
): Promise<'ended' | 'too-many'> {
  let standing: Standing = current.standing ?? BEGINNING;
  while (!signal.aborted) {
    if ((await deps.askHead()).n < standing.n) throw new TroubleError('JOURNAL_WENT_BACK');
    const reached = await followTo(current.db, deps, standing);
    if (!reached.ok && reached.code === 'TOO_MANY_AT_ONCE') return 'too-many';
    if (!reached.ok) throw new TroubleError(reached.code, reached.details);
    standing = reached.value;
    deps.shown.showReady(standing.n);
    deps.channel.post({ kind: 'applied', n: standing.n });
    await deps.pause.wait(LOOK_AGAIN_MS);
  }
  return 'ended';
}

/**
 * Applies the journal's changes after `from` until its head is reached; answers where the copy stands. A transaction that
 * comes in slices is applied when it is whole. Errors: JOURNAL_WENT_BACK when `from` is no part of the journal's past;
 * TOO_MANY_AT_ONCE when a transaction is better taken in by a new copy; those of the host's call.
 */
export async function followTo(
  db: CatalogueDatabase,
  deps: Pick<FollowDeps, 'host' | 'archive'>,
  from: Standing,
): Promise<Result<Standing, string>> {
  let cursor = from;
  let gathered: RecordState[] = [];
  let next: number | null = null;
  for (;;) {
    const told: Result<Output<'journal.changes'>, string> = await deps.host.call('journal.changes', {
      after: cursor.n,
      limit: SLICE,
      ...(next === null ? {} : { from: next }),
    });
    if (!told.ok) return told;
    const { n, head, since } = told.value;
    if (since !== cursor.mark) return fail('JOURNAL_WENT_BACK');
    gathered = next === null ? told.value.states : gathered.concat(told.value.states);
    next = told.value.next;
    if (gathered.length > MOST_AT_ONCE) return fail('TOO_MANY_AT_ONCE');
    if (next !== null) continue;
    const before = cursor.n;
    if (n > before || gathered.length > 0) {
      cursor = await applyStates(db, deps.archive, { ...told.value, states: gathered }, before);
    }
    // The second half keeps a host that never reaches its own head from being asked for ever.
    if (cursor.n >= head || cursor.n === before) return ok(cursor);
  }
}
