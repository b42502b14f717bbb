/** Remembers how the document is looked at: a moment after each change, and when it is left. */
import { useCallback, useEffect, useRef } from 'react';
import { rememberDocument, type Seen } from './remembered.ts';

const AFTER_MS = 400;

/** Answers what to call when something of it changed; `now` is asked when it is written. */
export function useMemory(now: () => Seen | null): () => void {
  const latest = useRef(now);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = now;
  });
  const write = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    const seen = latest.current();
    if (seen !== null) rememberDocument(seen);
  }, []);
  useEffect(() => {
    window.addEventListener('pagehide', write);
    return () => {
      window.removeEventListener('pagehide', write);
      write();
    };
  }, [write]);
  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(write, AFTER_MS);
  }, [write]);
}
