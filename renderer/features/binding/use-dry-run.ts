/** A plan held against the catalogue, unit by unit; what was looked up once is known while the dialog is open. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { dryRun, type DryRun, type FoundUnit } from '../../../shared/binding/dry-run.ts';
import type { Plan, PlannedUnit } from '../../../shared/binding/plan.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { findUnit } from './find-units.ts';

/** Null until the plan's units are looked up. */
export function useDryRun(plan: Plan | null): DryRun | null {
  const { copy, host } = useCatalogue();
  const cache = useRef(new Map<string, FoundUnit>());
  const [found, setFound] = useState<ReadonlyMap<string, FoundUnit>>(new Map());
  useEffect(() => {
    const db = copy.get();
    if (plan === null || db === null) return undefined;
    const left = new AbortController();
    const known = cache.current;
    const tell = () => setFound(new Map(known));
    void lookUp(plan, { known, find: (unit) => findUnit(db, host, unit), tell, signal: left.signal });
    return () => left.abort();
  }, [plan, copy, host]);
  return useMemo(
    () => (plan === null || plan.units.some(({ key }) => !found.has(key)) ? null : dryRun(plan, found)),
    [plan, found],
  );
}

async function lookUp(
  { units }: Plan,
  deps: {
    readonly known: Map<string, FoundUnit>;
    readonly find: (unit: PlannedUnit) => Promise<FoundUnit>;
    readonly tell: () => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const missing = units.filter(({ key }) => !deps.known.has(key));
  for (const unit of missing) {
    const found = await deps.find(unit);
    if (deps.signal.aborted) return;
    deps.known.set(unit.key, found);
  }
  deps.tell();
}
