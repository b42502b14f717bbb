/** The records of the hits on the screen, each with those above it; while others are read, those known already stay. */
import { useState } from 'react';
import type { CatalogueDatabase } from '../../db/database.ts';
import { recordOf, type CatalogueRecord } from '../../db/row-of.ts';
import { useLive } from '../../db/use-live.ts';

export type HitRecord = { readonly record: CatalogueRecord; readonly ancestors: readonly CatalogueRecord[] };

/** Deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 12;

/** One read for each level, whatever the number of hits: neighbours share what stands above them. */
export async function readHitRows(db: CatalogueDatabase, ids: readonly string[]): Promise<HitRecord[]> {
  const known = new Map<string, CatalogueRecord | null>();
  let wanted = [...ids];
  for (let depth = 0; depth <= MAX_DEPTH && wanted.length > 0; depth++) {
    const rows = await db.records.bulkGet(wanted);
    for (const [i, row] of rows.entries())
      known.set(wanted[i] ?? '', row === undefined ? null : recordOf(row));
    const parents = rows.map((row) => (row === undefined ? null : parentIn(known, row.id)));
    wanted = [...new Set(parents)].filter((id): id is string => id !== null && !known.has(id));
  }
  return ids.flatMap((id) => {
    const record = known.get(id);
    return record === null || record === undefined ? [] : [{ record, ancestors: above(known, id) }];
  });
}

function above(known: ReadonlyMap<string, CatalogueRecord | null>, id: string): CatalogueRecord[] {
  const found: CatalogueRecord[] = [];
  for (
    let next = parentIn(known, id);
    next !== null && found.length < MAX_DEPTH;
    next = parentIn(known, next)
  ) {
    const record = known.get(next);
    if (record === null || record === undefined) break;
    found.unshift(record);
  }
  return found;
}

function parentIn(known: ReadonlyMap<string, CatalogueRecord | null>, id: string): string | null {
  const parent = known.get(id)?.values['parent'];
  return typeof parent === 'string' ? parent : null;
}

export type HitRows = {
  readonly byId: ReadonlyMap<string, HitRecord>;
  /** These are of the ids before. */
  readonly stale: boolean;
};

export function useHitRows(ids: readonly string[]): HitRows {
  const rows = useLive(readHitRows, [ids]);
  const [last, setLast] = useState<{ rows: typeof rows; byId: HitRows['byId'] }>({
    rows: undefined,
    byId: new Map(),
  });
  if (rows === undefined || rows === last.rows) return { byId: last.byId, stale: rows === undefined };
  const byId = new Map(rows.map((row) => [row.record.id, row]));
  setLast({ rows, byId });
  return { byId, stale: false };
}
