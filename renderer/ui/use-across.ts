/** How many cells of a grid stand side by side in its box. */
import { useEffect, useState } from 'react';

export function useAcross(box: { readonly current: HTMLElement | null }, cellWidth: number): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return Math.max(1, Math.floor(width / cellWidth));
}
