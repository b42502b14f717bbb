/** A list or grid as a place for drops, and where in it the mouse is with what is dragged. */
import { useEffect, useRef, type RefObject } from 'react';
import { offerDrops, useRowDragging, type DropSpot, type DropTarget } from './row-drag.ts';

/** Takes drops on the rows of the box; answers the spot that is beneath the mouse now. */
export function useDrops(
  box: RefObject<HTMLElement | null>,
  drops: DropTarget | undefined,
): DropSpot | undefined {
  const latest = useRef(drops);
  useEffect(() => {
    latest.current = drops;
  });
  const takesDrops = drops !== undefined;
  useEffect(() => {
    if (!takesDrops || box.current === null) return undefined;
    return offerDrops(box.current, () => latest.current);
  }, [box, takesDrops]);
  return useRowDragging((now) => (now?.over?.box === box.current ? now?.over?.spot : undefined));
}
