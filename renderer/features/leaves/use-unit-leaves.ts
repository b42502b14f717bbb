/** The leaves of a unit or volume: what should be there, what is there, and where the holes are. Live. */
import { useMemo } from 'react';
import { auditLeaves, type Claim, type LeafAudit } from '../../../shared/binding/holes.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { unitLeavesOf, type UnitLeaves as Wanted } from '../../../shared/model/unit-leaves.ts';
import { useChildren } from '../../db/hooks.ts';
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
const NO_PAGES: readonly CatalogueRecord[] = [];

/**
 * `sheafPages`: the pages of the unit's sheaf, undefined while they are read. Undefined until all is read; null for what has
 * no leaves of its own.
 */
export function useUnitLeaves(
  record: CatalogueRecord | null,
  sheafPages: readonly CatalogueRecord[] | undefined,
): UnitLeaves | null | undefined {
  const unit = record !== null && hasLeaves(record) ? record : null;
  const inside = useChildren(unit?.id ?? null, MOST_DOCUMENTS)?.rows;
  return useMemo(() => {
    if (unit === null) return null;
    if (inside === undefined || sheafPages === undefined) return undefined;
    const sheaf = sheafIdOf(unit.id);
    // What is in a sheaf that is in the bin is in it too.
    const pages = inside.some(({ id }) => id === sheaf) ? sheafPages : NO_PAGES;
    const wanted = unitLeavesOf(unit.values);
    const audit = auditLeaves(wanted, claimsOf(inside, sheaf, pages));
    const gaps = gapsOf(pages, audit.holes);
    return { unit, sheaf, pages, wanted, audit, gaps, cells: cellsOf(pages, gaps) };
  }, [unit, inside, sheafPages]);
}

/** Units, and volumes of them, are made of leaves. */
export function hasLeaves({ t }: CatalogueRecord): boolean {
  return t === 'unit' || t === 'volume';
}

/** The pages of the sheaf that name their leaf, and the leaves that other documents are said to take up. */
function claimsOf(
  inside: readonly CatalogueRecord[],
  sheaf: string,
  pages: readonly CatalogueRecord[],
): Claim[] {
  const byPages = pages.flatMap(({ values }): Claim[] => {
    const ranges = leavesOf(values, 'leaf')?.ranges ?? null;
    return ranges === null ? [] : [{ of: 'page', ranges }];
  });
  const byDocuments = inside.flatMap(({ id, t, values }): Claim[] => {
    const ranges = t === 'document' && id !== sheaf ? (leavesOf(values)?.ranges ?? null) : null;
    return ranges === null ? [] : [{ of: 'document', ranges }];
  });
  return [...byPages, ...byDocuments];
}
