/** The leaves of a unit or volume: what should be there, what is there, and where the holes are. Live. */
import { useMemo } from 'react';
import { auditLeaves, type Claim, type LeafAudit } from '../../../shared/binding/holes.ts';
import { leavesOf, parentOf } from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { unitLeavesOf, type UnitLeaves as Wanted } from '../../../shared/model/unit-leaves.ts';
import { useChildren, usePages } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { cellsOf, gapsOf, type Cell, type Gap } from './leaf-cells.ts';

export type UnitLeaves = {
  readonly unit: CatalogueRecord;
  /** The id of its sheaf, which may not be there yet. */
  readonly sheaf: string;
  /** The pages of the sheaf, in their order. */
  readonly pages: readonly CatalogueRecord[];
  readonly wanted: Wanted;
  readonly audit: LeafAudit;
  readonly gaps: readonly Gap[];
  readonly cells: readonly Cell<CatalogueRecord>[];
};

/** A unit of more documents is compared by its first ones. */
const MOST_DOCUMENTS = 1000;

/** Undefined until they are read; null for what has no leaves of its own. */
export function useUnitLeaves(record: CatalogueRecord | null): UnitLeaves | null | undefined {
  const unit = record !== null && (record.t === 'unit' || record.t === 'volume') ? record : null;
  const inside = useChildren(unit?.id ?? null, MOST_DOCUMENTS)?.rows;
  const all = usePages(unit?.id ?? null)?.pages;
  return useMemo(() => {
    if (unit === null) return null;
    if (inside === undefined || all === undefined) return undefined;
    const sheaf = sheafIdOf(unit.id);
    const pages = all.filter(({ values }) => parentOf(values) === sheaf);
    const wanted = unitLeavesOf(unit.values);
    const audit = auditLeaves(wanted, claimsOf(inside, all));
    const gaps = gapsOf(pages, audit.holes);
    return { unit, sheaf, pages, wanted, audit, gaps, cells: cellsOf(pages, gaps) };
  }, [unit, inside, all]);
}

/** Pages that name their leaf, and the documents none of whose pages does. Volumes have leaves of their own. */
function claimsOf(inside: readonly CatalogueRecord[], pages: readonly CatalogueRecord[]): Claim[] {
  const documents = new Map(inside.filter(({ t }) => t === 'document').map((each) => [each.id, each]));
  const byPage = new Set<string>();
  const claims: Claim[] = [];
  for (const { values } of pages) {
    const document = parentOf(values) ?? '';
    const ranges = leavesOf(values, 'leaf')?.ranges ?? null;
    if (ranges === null || !documents.has(document)) continue;
    byPage.add(document);
    claims.push({ of: 'page', ranges });
  }
  for (const { id, values } of documents.values()) {
    const ranges = leavesOf(values)?.ranges ?? null;
    if (ranges !== null && !byPage.has(id)) claims.push({ of: 'document', ranges });
  }
  return claims;
}
