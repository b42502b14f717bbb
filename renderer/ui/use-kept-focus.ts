/** A place whose controls go away by what they do: it takes the focus of what has gone, and the keyboard is not lost. */
import { useEffect, type RefObject } from 'react';

/** `place` can take the focus (`tabIndex`). */
export function useKeptFocus(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let last: EventTarget | null = null;
    const note = ({ target }: FocusEvent): void => {
      last = target;
    };
    // Somebody went elsewhere; what is taken off the page goes nowhere.
    const forget = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) last = null;
    };
    const watch = new MutationObserver(() => {
      const isGone = last instanceof Node && !last.isConnected;
      if (isGone && document.activeElement === document.body) element.focus();
    });
    element.addEventListener('focusin', note);
    element.addEventListener('focusout', forget);
    watch.observe(element, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('focusin', note);
      element.removeEventListener('focusout', forget);
    };
  }, [place]);
}
