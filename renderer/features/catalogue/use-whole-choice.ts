/** All chosen in a list that is not read to its end means all that there are: it is done when they are known. */
import { useEffect, useRef } from 'react';
import type { Selection } from '../../ui/selection.ts';

export function useWholeChoice(
  ids: readonly string[],
  isWhole: boolean,
  onSelect: (selection: Selection) => void,
): (selection: Selection) => void {
  const waiting = useRef<Selection | null>(null);
  useEffect(() => {
    if (waiting.current === null || !isWhole) return;
    onSelect({ ids: new Set(ids), current: waiting.current.current });
    waiting.current = null;
  }, [isWhole, ids, onSelect]);
  return (selection) => {
    const isAll = !isWhole && ids.length > 1 && selection.ids.size === ids.length;
    waiting.current = isAll ? selection : null;
    if (!isAll) onSelect(selection);
  };
}
