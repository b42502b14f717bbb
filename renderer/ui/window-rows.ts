/**
 * Which rows of a scrolled box stand on the screen, for rows of one height: whatever their number, nothing is laid out
 * but these. Chromium draws boxes up to some 33 million pixels high, which is a million rows.
 */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

/** Rows that stand ready on each side: a turn of the wheel shows them before the next are made. */
const SPARE_ROWS = 8;

/** First and last row to be drawn, the last one not among them. */
export type RowWindow = { readonly first: number; readonly end: number };

/** Pure; `top` and `height` of what is seen, in pixels. */
export function windowOf(top: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(top / rowHeight) - SPARE_ROWS;
  const end = Math.ceil((top + height) / rowHeight) + SPARE_ROWS;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}

/** Where the box must be scrolled to for a row to be seen whole, by the shortest way; null where it is. Pure. */
export function scrollToSee(index: number, top: number, height: number, rowHeight: number): number | null {
  const start = index * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + height ? start + rowHeight - height : null;
}

export type WindowedRows = RowWindow & {
  /** Of all rows together, in pixels. */
  readonly total: number;
  /** Rows that a page key goes. */
  readonly pageRows: () => number;
  readonly see: (index: number) => void;
};

export function useWindowedRows(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): WindowedRows {
  /** What was seen when other rows came to be drawn, in pixels. */
  const [seen, setSeen] = useState({ top: 0, height: 0 });
  const shown = windowOf(seen.top, seen.height, rowHeight, count);
  const latest = useRef({ rowHeight, seen });
  useEffect(() => {
    latest.current = { rowHeight, seen };
  });

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (isNow: boolean) => {
      const { rowHeight: row, seen: before } = latest.current;
      const next = { top: element.scrollTop, height: element.clientHeight };
      // Compared without the number of rows: what there is room for counts when more of them come.
      const [was, is] = [before, next].map(({ top, height }) => windowOf(top, height, row, Infinity));
      if (was?.first === is?.first && was?.end === is?.end) return;
      latest.current = { rowHeight: row, seen: next };
      // In the same frame as the scrolling: a frame later would show a gap.
      if (isNow) flushSync(() => setSeen(next));
      else setSeen(next);
    };
    const onScroll = () => look(true);
    const observer = new ResizeObserver(() => look(false));
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [box]);

  return {
    ...shown,
    total: count * rowHeight,
    pageRows: () => Math.max(1, Math.floor((box.current?.clientHeight ?? 300) / rowHeight) - 1),
    see(index) {
      const element = box.current;
      if (element === null || index < 0) return;
      const to = scrollToSee(index, element.scrollTop, element.clientHeight, rowHeight);
      if (to !== null) element.scrollTo({ top: to });
    },
  };
}
