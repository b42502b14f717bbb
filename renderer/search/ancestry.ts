/** What a record takes from those above it: the numbers of its reference code, and the bin that one of them lies in. */
import { parentOf, type Values } from '../../shared/model/record-values.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { recordOf, type CatalogueRecord } from '../db/row-of.ts';
import { pathBelow, type CodePath } from './entry.ts';

/** Deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 12;
/** Records kept at hand, so that a batch of units does not ask for its inventory again and again. */
const MAX_KEPT = 20_000;

type Kept = {
  readonly t: string;
  readonly parent: string | null;
  readonly values: Values;
  readonly binned: boolean;
};

export type Inheritance = { readonly path: CodePath; readonly binned: boolean };

export type Ancestry = {
  /** Reads what is not at hand of all that stands above these records. */
  load(records: readonly CatalogueRecord[]): Promise<void>;
  /** What hangs below a loaded record takes from it; `binned` when it or one above it is in the bin. */
  below(record: CatalogueRecord): Inheritance;
};

export function createAncestry(db: CatalogueDatabase): Ancestry {
  const kept = new Map<string, Kept | null>();

  function keep(record: CatalogueRecord): void {
    const { t, values, deleted } = record;
    const number = values['number'];
    // Only what a path is made of: titles of 20,000 records would be a burden.
    const lean: Values = number === undefined ? {} : { number };
    kept.set(record.id, { t, parent: parentOf(values), values: lean, binned: deleted });
  }

  return {
    async load(records) {
      if (kept.size > MAX_KEPT) kept.clear();
      for (const record of records) keep(record);
      let wanted = new Set(records.map((record) => parentOf(record.values)));
      for (let depth = 0; depth < MAX_DEPTH && wanted.size > 0; depth++) {
        const missing = [...wanted].filter((id): id is string => id !== null && !kept.has(id));
        const rows = await db.records.bulkGet(missing);
        for (const [i, row] of rows.entries()) {
          if (row === undefined) kept.set(missing[i] ?? '', null);
          else keep(recordOf(row));
        }
        wanted = new Set([...wanted].map((id) => (id === null ? null : (kept.get(id)?.parent ?? null))));
        wanted.delete(null);
      }
    },
    below(record) {
      const way: Kept[] = [];
      let next: string | null = record.id;
      while (next !== null && way.length < MAX_DEPTH) {
        const entry: Kept | null | undefined = kept.get(next);
        if (entry === null || entry === undefined) break;
        way.unshift(entry);
        next = entry.parent;
      }
      return {
        path: way.reduce<CodePath>((path, { t, values }) => pathBelow(path, t, values), {}),
        binned: way.some((entry) => entry.binned),
      };
    },
  };
}

/** A 32-bit mark of an inheritance (FNV-1a): when it changes, all below must be put in anew. */
export function markOf({ path, binned }: Inheritance): number {
  const text = JSON.stringify([path.fonds, path.inventory, path.unit, binned]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
