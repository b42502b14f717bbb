/** Whole states of records, and pieces of history. */
import type { OpId, RecordId } from '../op.ts';
import type { RecordState } from '../state.ts';
import type { Limits } from '../wire/limits.ts';
import type {
  HistoryAnswer,
  HistoryAsk,
  PutRow,
  RecordsAnswer,
  RecordsAsk,
  SeqVector,
} from '../wire/messages.ts';
import type { ArchiveRead, ServerPlace } from './archive-store.ts';

/** The records' states as of the picture's end. */
export async function readRecords(
  tx: ArchiveRead,
  { ids }: RecordsAsk,
  limits: Limits,
): Promise<RecordsAnswer> {
  const recs = [...new Set(ids)].slice(0, limits.records);
  const { epoch, head } = await tx.facts();
  const states = new Map((await tx.states(recs)).map((state) => [state.id, state]));
  const puts = await toPuts(
    tx,
    recs.map((rec) => ({ rec, state: states.get(rec) ?? null })),
  );
  return { epoch, asOf: head, vector: vectorOf(await tx.places(null)), puts };
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

function vectorOf(places: readonly ServerPlace[]): SeqVector {
  return Object.fromEntries(places.map(({ replica, seq }) => [replica, seq]));
}

/** Ops of one replica from before a station's snapshot; what is withheld comes as its hash. */
export async function readHistory(tx: ArchiveRead, ask: HistoryAsk, limits: Limits): Promise<HistoryAnswer> {
  const { replica, from, to } = ask;
  const items: HistoryAnswer['items'] = [];
  let bytes = 0;
  for (const { status, text, hash } of await tx.ops({ replica, from, to }, limits.historyOps)) {
    items.push(status === 'withheld' || text === null ? { hash } : text);
    bytes += text?.length ?? 0;
    if (bytes >= limits.pullBytes) break;
  }
  return { replica, from, items };
}
