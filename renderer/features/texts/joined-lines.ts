/** Whether copied text flows, with the words that a line's end cut joined again: a taste of whoever sits here. */
import { useSyncExternalStore } from 'react';

const KEY = 'qoima.joined';
const listeners = new Set<() => void>();
let joined = recall();

export function isJoined(): boolean {
  return joined;
}

export function setJoined(next: boolean): void {
  joined = next;
  try {
    localStorage.setItem(KEY, String(next));
  } catch {
    // A full or closed storage: it counts until the window goes.
  }
  for (const listener of listeners) listener();
}

export function useJoined(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, isJoined);
}

function recall(): boolean {
  try {
    return localStorage.getItem(KEY) === 'true';
  } catch {
    return false;
  }
}
