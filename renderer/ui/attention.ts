/**
 * What this window shows, told to the host so that work on it comes first: thumbnails, tiles, readings. Screens say what they
 * show while they are there; one place tells the host.
 */
import { useEffect } from 'react';
import { v7 as newId } from 'uuid';
import { useDesk } from './desk.ts';

/** As many as the host takes. */
const MOST = 200;
const SOON_MS = 300;
/** While somebody works at the window it is said again this often; the host forgets a window that is silent. */
const AGAIN_MS = 60_000;

const window_ = newId();
/** The screen that came last stands first. */
let screens: { readonly keys: readonly string[] }[] = [];
let listener: (() => void) | null = null;

/** Says what a screen shows while it is there, most looked at first: ids of records, digests of files. */
export function useAttention(keys: readonly string[]): void {
  const key = keys.join('\n');
  useEffect(() => {
    const screen = { keys: key === '' ? [] : key.split('\n') };
    screens = [screen, ...screens];
    listener?.();
    return () => {
      screens = screens.filter((each) => each !== screen);
      listener?.();
    };
  }, [key]);
}

/** Tells the host, soon after something else is shown, and each minute in which somebody did something here. */
export function useToldAttention(): void {
  const { host } = useDesk();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = () => {
      timer = undefined;
      toldAt = performance.now();
      const shown = [...new Set(screens.flatMap(({ keys }) => keys))].slice(0, MOST);
      // What is not heard costs only the order; the next one is.
      void host.call('job.attend', { window: window_, shown });
    };
    const soon = () => {
      timer ??= setTimeout(tell, SOON_MS);
    };
    const onAct = () => {
      if (performance.now() - toldAt >= AGAIN_MS) soon();
    };
    listener = soon;
    soon();
    for (const event of ACTS) window.addEventListener(event, onAct, { passive: true, capture: true });
    return () => {
      listener = null;
      clearTimeout(timer);
      for (const event of ACTS) window.removeEventListener(event, onAct, { capture: true });
    };
  }, [host]);
}

const ACTS = ['pointerdown', 'keydown', 'wheel'] as const;
const AROUND = 12;

/** A place among others and its neighbours, nearest first; those ahead before those behind. Pure. */
export function aroundOf<T>(items: readonly T[], index: number, many = AROUND): T[] {
  const found: T[] = [];
  for (let step = 0; step <= many; step++) {
    for (const at of step === 0 ? [index] : [index + step, index - step]) {
      const item = items[at];
      if (at >= 0 && item !== undefined) found.push(item);
    }
  }
  return found;
}
