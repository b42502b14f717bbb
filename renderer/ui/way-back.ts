/** Where the keyboard goes on when a dialog closes and what it was opened from is gone by then. */
import { useEffect, useState } from 'react';

const TABBABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';

/**
 * For a dialog: at its end the focus is given back by React Aria; where that finds nobody to give it to, it goes to the first
 * control of the nearest place around that is still there, and is not lost.
 */
export function useWayBack(): void {
  const [around] = useState(() => placesAround(document.activeElement));
  useEffect(
    () => () => {
      // React Aria gives the focus back in the first frame after the end.
      requestAnimationFrame(() => requestAnimationFrame(() => goOnIn(around)));
    },
    [around],
  );
}

/** From the innermost out; what is taken off the page no longer knows them. */
export function placesAround(element: Element | null): Element[] {
  const around: Element[] = [];
  for (let each = element?.parentElement ?? null; each !== null; each = each.parentElement) around.push(each);
  return around;
}

/** Gives a focus that nobody has to the first control of the innermost of these places that is still there. */
export function goOnIn(around: readonly Element[]): void {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) return;
  for (const place of around) {
    const next = place.isConnected ? place.querySelector<HTMLElement>(TABBABLE) : null;
    if (next === null) continue;
    next.focus();
    return;
  }
}
