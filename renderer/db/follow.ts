/** Follows the journal: asks what came after the copy's cursor and applies it, for as long as the window lives. */
import type { Output } from '../../shared/rpc/contract.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { fail, ok, TroubleError, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { applyStates } from './apply.ts';
import type { CopyChannel } from './copy-channel.ts';
import type { CatalogueDatabase } from './database.ts';
import type { Pause } from './deadline.ts';
import type { OpenCopy } from './generations.ts';
import type { Standing } from './rows.ts';
import type { ShownCopy } from './shown-copy.ts';

/** Records asked for at once. */
const SLICE = 1000;
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

/** Follows until `signal`; throws on trouble, the keeper begins anew then. */
export async function followJournal(deps: FollowDeps, current: OpenCopy, signal: AbortSignal): Promise<void> {
  let standing: Standing = current.standing ?? BEGINNING;
  while (!signal.aborted) {
    if ((await deps.askHead()).n < standing.n) throw new TroubleError('JOURNAL_WENT_BACK');
    const reached = await followTo(current.db, deps, standing);
    if (!reached.ok) throw new TroubleError(reached.code, reached.details);
    standing = reached.value;
    deps.shown.showReady(standing.n);
    deps.channel.post({ kind: 'applied', n: standing.n });
    await deps.pause.wait(LOOK_AGAIN_MS);
  }
}

/**
 * Applies the journal's changes after `from` until its head is reached; answers where the copy stands.
 * Errors: JOURNAL_WENT_BACK when `from` is no part of the journal's past; those of the host's call.
 */
export async function followTo(
  db: CatalogueDatabase,
  deps: Pick<FollowDeps, 'host' | 'archive'>,
  from: Standing,
): Promise<Result<Standing, string>> {
  let cursor = from;
  for (;;) {
    const told = await deps.host.call('journal.changes', { after: cursor.n, limit: SLICE });
    if (!told.ok) return told;
    const { n, head, since, states } = told.value;
    if (since !== cursor.mark) return fail('JOURNAL_WENT_BACK');
    const before = cursor.n;
    if (n > before || states.length > 0) cursor = await applyStates(db, deps.archive, told.value, before);
    // The second half keeps a host that never reaches its own head from being asked for ever.
    if (cursor.n >= head || cursor.n === before) return ok(cursor);
  }
}
