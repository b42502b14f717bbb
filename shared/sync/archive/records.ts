/** Whole states of records, and pieces of history: of this log and no other one, or refused. */
import { fail, ok, type Result } from '../../result.ts';
import { shortHash, textBytes } from '../chain.ts';
import { opId } from '../op-id.ts';
import type { OpId, RecordId } from '../op.ts';
import type { RecordState } from '../state.ts';
import type { Limits } from '../wire/limits.ts';
import type { PutRow } from '../wire/messages.ts';
import type { HistoryAnswer, HistoryAsk, RecordsAnswer, RecordsAsk } from '../wire/records-messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { ArchiveRead } from './archive-store.ts';
import { refuseCursor } from './check-cursor.ts';

/** So many numbers without bytes are named with a state. */
const UNREAD = 1000;

/** The records' states as of the picture's end. */
export async function readRecords(
  tx: ArchiveRead,
  { ids, cursor }: RecordsAsk,
  limits: Limits,
): Promise<Result<RecordsAnswer, ProblemCode>> {
  const facts = await tx.facts();
  const refused = await refuseCursor(tx, cursor, facts);
  if (refused !== null) return fail(refused);
  const recs = [...new Set(ids)].slice(0, limits.records);
  const states = new Map((await tx.states(recs)).map((state) => [state.id, state]));
  const puts = await toPuts(
    tx,
    recs.map((rec) => ({ rec, state: states.get(rec) ?? null })),
  );
  // Whose record they are about nobody here can tell: no state holds them.
  const unread = (await tx.lacking(UNREAD)).flatMap(({ replica, from, to }) =>
    Array.from({ length: Math.min(to - from + 1, UNREAD) }, (_, i) => opId(replica, from + i)),
  );
  return ok({
    epoch: facts.epoch,
    asOf: facts.head,
    ends: (await tx.places(null)).map(({ replica, seq, hash }) => [replica, seq, shortHash(hash)]),
    puts: puts.map((put) => ({ ...put, without: [...put.without, ...unread] })),
  });
}

/** States with what they do not hold. */
export async function toPuts(
  tx: ArchiveRead,
  rows: readonly { readonly rec: RecordId; readonly state: RecordState | null }[],
): Promise<PutRow[]> {
  const without = new Map<RecordId, OpId[]>();
  for (const { rec, id } of await tx.withoutOf(rows.map((row) => row.rec))) {
    const ids = without.get(rec) ?? [];
    ids.push(id);
    without.set(rec, ids);
  }
  return rows.map((row) => ({ ...row, without: without.get(row.rec) ?? [] }));
}

/** Ops of one replica from before a station's snapshot; what is withheld comes as its hash. */
export async function readHistory(
  tx: ArchiveRead,
  ask: HistoryAsk,
  limits: Limits,
): Promise<Result<HistoryAnswer, ProblemCode>> {
  const { replica, from, to } = ask;
  const [seq, hashThere] = ask.end;
  const [last] = await tx.opFacts([{ replica, seq }]);
  if (last === undefined || shortHash(last.hash) !== hashThere) return fail('LOG_MISMATCH');
  const items: HistoryAnswer['items'] = [];
  let bytes = 0;
  for (const { status, text, hash } of await tx.ops({ replica, from, to }, limits.historyOps)) {
    items.push(status === 'withheld' || text === null ? { hash } : text);
    bytes += text === null ? 0 : textBytes(text).length;
    if (bytes >= limits.pullBytes) break;
  }
  return ok({ replica, from, items });
}
