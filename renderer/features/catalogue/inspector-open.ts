/** Which groups of the inspector are closed in this profile: a taste and no data, so it lies in `localStorage`. */
import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { ELEMENT_GROUPS, type ElementGroup } from '../../../shared/model/elements.ts';

const KEY = 'inspector';
const closedSchema = z.array(z.enum(ELEMENT_GROUPS)).catch(['physical']);

const listeners = new Set<() => void>();
let closed: readonly ElementGroup[] | undefined;

/** Reads what is stored; anything else is the look at first. */
export function readClosed(text: string | null): readonly ElementGroup[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? 'null');
  } catch {
    stored = null;
  }
  return closedSchema.parse(stored);
}

function getClosed(): readonly ElementGroup[] {
  if (closed === undefined) {
    try {
      closed = readClosed(window.localStorage.getItem(KEY));
    } catch {
      closed = readClosed(null);
    }
  }
  return closed;
}

/** Opens or closes a group at once, and for the next start as well where the profile can keep it. */
export function setOpen(group: ElementGroup, open: boolean): void {
  const now = getClosed();
  if (now.includes(group) !== open) return;
  closed = open ? now.filter((each) => each !== group) : [...now, group];
  try {
    window.localStorage.setItem(KEY, JSON.stringify(closed));
  } catch {
    // A full or forbidden storage: the look holds until the window is closed.
  }
  for (const listener of Array.from(listeners)) listener();
}

/** The groups that are closed. */
export function useClosed(): readonly ElementGroup[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, getClosed);
}
