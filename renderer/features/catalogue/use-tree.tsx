/** The open branches of the tree. Each open branch is loaded and followed by itself. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useAncestors } from '../../db/hooks.ts';
import { usePlaceIds } from '../../db/place-ids.ts';
import { treeRows, type Branches } from './tree-rows.ts';

function BranchLoader({
  place,
  onIds,
}: {
  place: string;
  onIds: (place: string, ids: readonly string[]) => void;
}) {
  const list = usePlaceIds(place);
  useEffect(() => {
    if (list !== undefined) onIds(place, list.ids);
  }, [place, list, onIds]);
  return null;
}

/** `reveal`: the record whose ancestors are opened, so that it can be seen. */
export function useTree(reveal: string | null) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [branches, setBranches] = useState<Branches>(new Map());
  const ancestors = useAncestors(reveal);

  const onIds = useCallback((place: string, ids: readonly string[]) => {
    setBranches((before) => (before.get(place) === ids ? before : new Map(before).set(place, ids)));
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

  const rows = useMemo(() => treeRows('top', branches, open), [branches, open]);
  const loaders = (
    <>
      <BranchLoader place="top" onIds={onIds} />
      {[...open].map((place) => (
        <BranchLoader key={place} place={place} onIds={onIds} />
      ))}
    </>
  );
  return { rows, loaders, expand };
}
