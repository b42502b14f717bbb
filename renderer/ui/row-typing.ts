/** Letters and digits typed quickly one after the other in a list, as one text: a file manager goes to what begins so. */
import { useRef, type KeyboardEvent } from 'react';

/** After such a pause the next letter begins anew. */
const PAUSE_MS = 1000;

type Typed = { readonly text: string; readonly at: number };
type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What is typed by now; null when the key types nothing. Signs and spaces only go on, they never begin. Pure. */
export function typedBy(keys: Keys, before: Typed, now: number): Typed | null {
  if (keys.ctrlKey || keys.metaKey || keys.altKey || Array.from(keys.key).length !== 1) return null;
  const begun = now - before.at > PAUSE_MS ? '' : before.text;
  if (begun === '' && !/[\p{L}\p{N}]/u.test(keys.key)) return null;
  return { text: begun + keys.key, at: now };
}

/** Answers whether a key was taken as typing. */
export function useTyped(onType: ((text: string) => void) | undefined): (event: KeyboardEvent) => boolean {
  const typed = useRef<Typed>({ text: '', at: 0 });
  return (event) => {
    if (onType === undefined) return false;
    const next = typedBy(event, typed.current, event.timeStamp);
    if (next === null) return false;
    typed.current = next;
    onType(next.text);
    return true;
  };
}
