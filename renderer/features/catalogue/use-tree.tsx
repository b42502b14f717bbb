/** The open branches of the tree as rows in the order of the screen. Each open branch is loaded and followed by itself. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useAncestors, useChildIds } from '../../db/hooks.ts';
import type { TreePlace } from '../../ui/row-list.tsx';

type Branches = ReadonlyMap<string, readonly string[]>;

/** Lays the open branches out as rows; a branch that is open but not loaded yet has no rows. */
export function layOut(root: string, branches: Branches, open: ReadonlySet<string>): Map<string, TreePlace> {
  const rows = new Map<string, TreePlace>();
  const walk = (place: string, depth: number) => {
    for (const id of branches.get(place) ?? []) {
      if (rows.has(id)) continue;
      rows.set(id, { depth, expanded: open.has(id) });
      if (open.has(id)) walk(id, depth + 1);
    }
  };
  walk(root, 0);
  return rows;
}

function BranchLoader({
  place,
  onIds,
}: {
  place: string;
  onIds: (place: string, ids: readonly string[]) => void;
}) {
  const ids = useChildIds(place);
  useEffect(() => {
    if (ids !== undefined) onIds(place, ids);
  }, [place, ids, onIds]);
  return null;
}

/** `reveal`: the record whose ancestors are opened, so that it can be seen. */
export function useTree(reveal: string | null) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [branches, setBranches] = useState<Branches>(new Map());
  const ancestors = useAncestors(reveal);

  const onIds = useCallback((place: string, ids: readonly string[]) => {
    setBranches((before) => new Map(before).set(place, ids));
  }, []);
  const expand = useCallback((id: string, expanded: boolean) => {
    setOpen((before) => {
      const next = new Set(before);
      if (expanded) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  // The branches above a record are opened when it is come to, not each time that it is looked at.
  const wanted = (ancestors ?? []).map((record) => record.id);
  const revealKey = ancestors === undefined ? '' : [reveal, ...wanted].join();
  const [revealed, setRevealed] = useState('');
  if (revealKey !== '' && revealKey !== revealed) {
    setRevealed(revealKey);
    setOpen(new Set([...open, ...wanted]));
  }

  const rows = useMemo(() => layOut('top', branches, open), [branches, open]);
  const loaders = (
    <>
      <BranchLoader place="top" onIds={onIds} />
      {[...open].map((place) => (
        <BranchLoader key={place} place={place} onIds={onIds} />
      ))}
    </>
  );
  return { rows, loaders, expand, loaded: branches.has('top') };
}
