/** Gathers everything that was found, not only what is shown: all records, and all pages of all units, slice by slice. */
import type { Result } from '../../../shared/result.ts';
import type { Hit } from '../../search/query.ts';
import { hasMore, type HostAnswer, type MoreHits, type PageHit } from './page-answer.ts';
import type { HitRecord } from './use-hit-rows.ts';

export type FoundRow =
  | { readonly kind: 'record'; readonly hit: Hit; readonly row: HitRecord }
  /** `of`: the unit, where the window has it. */
  | { readonly kind: 'page'; readonly hit: PageHit; readonly of: HitRecord | null };

export type CollectDeps = {
  /** Null: nothing is asked of the texts. */
  readonly pages: ((cursor: string | null) => Promise<Result<HostAnswer, string>>) | null;
  readonly more: (unit: string, cursor: string | null) => Promise<Result<MoreHits, string>>;
  readonly read: (ids: readonly string[]) => Promise<readonly HitRecord[]>;
  /** How many rows there are so far, of how many. */
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
};

export type Collected =
  { readonly ok: true; readonly rows: readonly FoundRow[] } | { readonly ok: false; readonly code: string };

const SLICE = 500;
/** Whoever takes longer for one answer is busy with a newer question of somebody else; it is asked again. */
const TRIES = 3;

/** In the order of the list. Ends with the code CANCELLED when it is given up, else with the host's. */
export async function collectFound(hits: readonly Hit[], deps: CollectDeps): Promise<Collected> {
  const rows: FoundRow[] = [];
  let total = hits.length;
  const told = () => deps.onProgress(rows.length, Math.max(total, rows.length));
  for (let from = 0; from < hits.length; from += SLICE) {
    if (deps.signal.aborted) return { ok: false, code: 'CANCELLED' };
    const slice = hits.slice(from, from + SLICE);
    const records = await byIds(
      deps,
      slice.map(({ id }) => id),
    );
    for (const hit of slice) {
      const row = records.get(hit.id);
      if (row !== undefined && !row.record.deleted) rows.push({ kind: 'record', hit, row });
    }
    told();
  }
  const { pages } = deps;
  if (pages === null) return { ok: true, rows };
  // The list may move while it is gathered: a unit that comes a second time is there already.
  const gathered = new Set<string>();
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const answer: Result<HostAnswer, string> = await retried(deps.signal, () => pages(from));
    if (!answer.ok) return answer;
    total = hits.length + answer.value.total.pages;
    const units = await byIds(
      deps,
      answer.value.units.map(({ unit }) => unit),
    );
    for (const unit of answer.value.units) {
      if (gathered.has(unit.unit)) continue;
      gathered.add(unit.unit);
      const all = await allHits(unit, deps);
      if (!all.ok) return all;
      const of = units.get(unit.unit) ?? null;
      for (const hit of all.value) rows.push({ kind: 'page', hit, of });
      told();
    }
    cursor = answer.value.next;
  } while (cursor !== null);
  return { ok: true, rows };
}

async function byIds(deps: CollectDeps, ids: readonly string[]): Promise<ReadonlyMap<string, HitRecord>> {
  const read = await deps.read(ids);
  return new Map(read.map((row) => [row.record.id, row]));
}

async function allHits(
  unit: HostAnswer['units'][number],
  { more, signal }: CollectDeps,
): Promise<Result<readonly PageHit[], string>> {
  const hits = new Map(unit.hits.map((hit) => [hit.page, hit]));
  let isMore = hasMore(unit);
  let cursor: string | null = null;
  while (isMore) {
    const answer: Result<MoreHits, string> = await retried(signal, () => more(unit.unit, cursor));
    if (!answer.ok) return answer;
    for (const hit of answer.value.hits) if (!hits.has(hit.page)) hits.set(hit.page, hit);
    cursor = answer.value.next;
    isMore = cursor !== null;
  }
  return { ok: true, value: [...hits.values()] };
}

async function retried<T>(
  signal: AbortSignal,
  call: () => Promise<Result<T, string>>,
): Promise<Result<T, string>> {
  let answer: Result<T, string> = { ok: false, code: 'CANCELLED' };
  for (let i = 0; i < TRIES && !signal.aborted; i++) {
    answer = await call();
    if (answer.ok || !['CANCELLED', 'DEADLINE'].includes(answer.code)) return answer;
  }
  return answer;
}
