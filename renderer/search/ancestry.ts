/**
 * What a record takes from those above it: the numbers of its reference code, its fonds, the bin that one of them lies in, who may
 * see it, and within a unit the unit's years and languages where it has none of its own (they are not written on each of its
 * documents).
 */
import { numberSortKey } from '../../shared/model/number-sort-key.ts';
import { accessSetOn, effectiveAccess, type Access } from '../../shared/model/access.ts';
import { membersOf, numberOf, parentOf, type Values } from '../../shared/model/record-values.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { foundRecordOf, type FoundRecord } from './found-record.ts';
import { pathBelow, type CodePath } from './entry.ts';
import type { FondsOfEntry } from './slot-table.ts';
import { NO_YEARS, yearsOf, type Years } from './years.ts';

/** Deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 12;
/** Records kept at hand, so that a batch of units does not ask for its inventory again and again. */
const MAX_KEPT = 20_000;

type Kept = {
  readonly t: string;
  readonly n: number;
  readonly parent: string | null;
  readonly values: Values;
  readonly years: Years;
  readonly languages: readonly string[];
  readonly access: Access | null;
  readonly binned: boolean;
};

export type Inheritance = {
  readonly path: CodePath;
  readonly fonds: FondsOfEntry | null;
  readonly years: Years;
  readonly languages: readonly string[];
  /** What was said of it, or else of the nearest above it; null: nothing. */
  readonly access: Access | null;
  readonly binned: boolean;
};

/** One record on the way up, and who may find it. */
type Above = { readonly id: string; readonly access: Access };

const NOTHING: Inheritance = {
  path: {},
  fonds: null,
  years: NO_YEARS,
  languages: [],
  access: null,
  binned: false,
};
/** What takes years and languages of what it hangs under; the dates of a fonds say nothing about one unit of it. */
const IN_UNITS: ReadonlySet<string> = new Set(['volume', 'document', 'page', 'region']);

export type Ancestry = {
  /** Reads what is not at hand of all that stands above these records. */
  load(records: readonly FoundRecord[]): Promise<void>;
  /** What hangs below a loaded record takes from it; `binned` when it or one above it is in the bin. */
  below(record: FoundRecord): Inheritance;
  /** A loaded record and all above it, itself first. */
  wayUp(record: FoundRecord): readonly Above[];
  /** Whether anything above a loaded record is newer than the catalogue's number `n`. */
  isBelowNewer(record: FoundRecord, n: number): boolean;
};

export function createAncestry(db: CatalogueDatabase): Ancestry {
  const kept = new Map<string, Kept | null>();

  function keep(record: FoundRecord): void {
    const { t, n, values, deleted } = record;
    const number = values['number'];
    // Only what a path is made of: titles of 20,000 records would be a burden.
    const lean: Values = number === undefined ? {} : { number };
    kept.set(record.id, {
      t,
      n,
      // A fonds stands at the top even when it names something above it, and is listed below nothing (`places.ts`).
      parent: t === 'fonds' ? null : parentOf(values),
      values: lean,
      years: yearsOf(values),
      languages: membersOf(values, 'languages'),
      access: accessSetOn(values),
      binned: deleted,
    });
  }

  /** From the record up; one that is not in the copy ends it. */
  function wayFrom(id: string): [string, Kept | null][] {
    const way: [string, Kept | null][] = [];
    for (let next: string | null = id; next !== null && way.length < MAX_DEPTH;) {
      const entry: Kept | null = kept.get(next) ?? null;
      way.push([next, entry]);
      next = entry?.parent ?? null;
    }
    return way;
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
          else keep(foundRecordOf(row));
        }
        wanted = new Set([...wanted].map((id) => (id === null ? null : (kept.get(id)?.parent ?? null))));
        wanted.delete(null);
      }
    },
    below: ({ id }) =>
      wayFrom(id).reduceRight<Inheritance>(
        (above, [id, entry]) => (entry === null ? above : inherit(above, id, entry)),
        NOTHING,
      ),
    wayUp({ id }) {
      const way = wayFrom(id);
      const said = way.map(([, entry]) => entry?.access ?? null);
      return way.map(([id], i) => ({ id, access: effectiveAccess(said.slice(i)) }));
    },
    isBelowNewer: ({ id }, n) =>
      wayFrom(id)
        .slice(1)
        .some(([, entry]) => entry !== null && entry.n > n),
  };
}

function inherit(
  above: Inheritance,
  id: string,
  { t, values, years, languages, access, binned }: Kept,
): Inheritance {
  const isUndated = years.from > years.to;
  return {
    path: pathBelow(above.path, t, values),
    fonds: t === 'fonds' ? { id, sort: numberSortKey(numberOf(values)) } : above.fonds,
    years: isUndated && IN_UNITS.has(t) ? above.years : years,
    languages: languages.length === 0 && IN_UNITS.has(t) ? above.languages : languages,
    access: access ?? above.access,
    binned: above.binned || binned,
  };
}

/**
 * A 32-bit mark of an inheritance (FNV-1a): when it changes, all below must be put in anew. `way`: the records on the way up where
 * those below cannot look it up in the index, because one of them is not in it.
 */
export function markOf(
  { path, fonds, years, languages, access, binned }: Inheritance,
  way: readonly string[],
): number {
  const text = JSON.stringify([
    path.fonds,
    path.inventory,
    path.unit,
    fonds?.id,
    years.from,
    years.to,
    years.fromDay,
    years.toDay,
    languages,
    access,
    binned,
    ...way,
  ]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
