/** Handing the log out: pages from a cursor that the station owns. */
import { fail, ok, type Result } from '../../result.ts';
import { opId } from '../op-id.ts';
import type { ReplicaId } from '../op.ts';
import type { Limits } from '../wire/limits.ts';
import type { Entry, PullAsk, PullPage } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import { NO_RECORD, type ArchiveRead, type ReadEntry } from './archive-store.ts';
import { refuseCursor } from './check-cursor.ts';
import { shortHash } from '../chain.ts';

/** One page after the cursor, on one unchanging picture; a transaction is never cut. */
export async function readPage(
  tx: ArchiveRead,
  ask: PullAsk,
  limits: Limits,
): Promise<Result<PullPage, ProblemCode>> {
  const facts = await tx.facts();
  const refused = await refuseCursor(tx, ask.cursor, facts);
  if (refused !== null) return fail(refused);
  const after = ask.cursor?.srv ?? 0;
  const entries = await wholeTransactions(
    tx,
    after,
    Math.min(ask.limit, limits.pullEntries),
    limits.pullBytes,
  );
  const last = entries.at(-1);
  const isMine = await createFilter(tx, ask.mine);
  const told = entries.filter((entry) => !isMine(entry)).map(toEntry);
  const ends = new Map(
    entries.map(({ replica, seq, hash }) => [replica, [replica, seq, shortHash(hash)] as const]),
  );
  const replicas = [...ends.keys()];
  const srv = last?.srv ?? after;
  return ok({
    entries: told,
    cursor: last === undefined ? ask.cursor : { epoch: facts.epoch, srv, hash: shortHash(last.logHash) },
    head: facts.head,
    durable: facts.durable,
    more: srv < facts.head,
    ends: [...ends.values()].map(([replica, seq, hash]) => [replica, seq, hash]),
    seals: replicas.length === 0 ? [] : await tx.seals(replicas),
  });
}

async function wholeTransactions(
  tx: ArchiveRead,
  after: number,
  limit: number,
  bytes: number,
): Promise<ReadEntry[]> {
  const entries = await tx.entries(after, limit, bytes);
  for (let last = entries.at(-1); last !== undefined && last.rest > 0; last = entries.at(-1)) {
    const more = await tx.entries(last.srv, last.rest, bytes);
    if (more.length === 0) break;
    for (const entry of more) entries.push(entry);
  }
  return entries;
}

/** Leaves out what the station wrote itself, as far as its chain is the one here; what was accepted later is news to it. */
async function createFilter(tx: ArchiveRead, mine: PullAsk['mine']): Promise<(entry: ReadEntry) => boolean> {
  if (mine.length === 0) return () => false;
  const facts = await tx.opFacts(mine.map(([replica, seq]) => ({ replica, seq })));
  const here = new Map(facts.map(({ replica, seq, hash }) => [opId(replica, seq), shortHash(hash)]));
  const upTo = new Map<ReplicaId, number>();
  for (const [replica, seq, hash] of mine) if (here.get(opId(replica, seq)) === hash) upTo.set(replica, seq);
  return ({ kind, replica, seq }) => kind === 'op' && seq <= (upTo.get(replica) ?? 0);
}

function toEntry({ srv, kind, replica, seq, rec, hash, text, code }: ReadEntry): Entry {
  if (kind !== 'withheld' && text !== null) return { t: 'op', srv, op: text };
  return { t: 'withheld', srv, id: opId(replica, seq), rec: rec ?? NO_RECORD, hash, code: code ?? '' };
}
