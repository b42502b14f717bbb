/** A place whose controls go away by what they do: the focus of what has gone is kept near it. */
import { useEffect, type RefObject } from 'react';
import { goOnIn, placesAround } from './way-back.ts';

/**
 * `goesTo`: the place itself (it can take the focus then), where the next control would do something that nobody meant; or the
 * first control of what is left around the one that went.
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>, goesTo: 'place' | 'control'): void {
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let last: { readonly control: Element; readonly around: readonly Element[] } | null = null;
    const note = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? { control: target, around: placesAround(target) } : null;
    };
    // Somebody went elsewhere; what is taken off the page goes nowhere.
    const forget = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) last = null;
    };
    const watch = new MutationObserver(() => {
      if (last === null || last.control.isConnected || document.activeElement !== document.body) return;
      const { around } = last;
      last = null;
      if (goesTo === 'place') element.focus({ preventScroll: true });
      else goOnIn(around);
    });
    element.addEventListener('focusin', note);
    element.addEventListener('focusout', forget);
    watch.observe(element, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('focusin', note);
      element.removeEventListener('focusout', forget);
    };
  }, [place, goesTo]);
}
