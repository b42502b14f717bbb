/** The box tool in React's hands: what is on the stage now, and what the tool has under way. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { boxesInSight, type BoxTool, type BoxToolState } from './box-tool.ts';
import type { OverlayActs, OverlayBox } from './overlay.ts';

export function useBoxTool(
  tool: BoxTool,
  boxes: readonly OverlayBox[],
  acts: OverlayActs,
): { state: BoxToolState; inSight: readonly OverlayBox[] } {
  const state = useSyncExternalStore(
    (listener) => tool.subscribe(listener),
    () => tool.state(),
  );
  useEffect(() => tool.update(boxes, acts));
  const inSight = useMemo(() => boxesInSight(boxes, state), [boxes, state]);
  return { state, inSight };
}
