/**
 * Keys of commands. A chord is written as `Control+Shift+KeyP`: letters and digits by their place on the keyboard
 * (`KeyP`), so that they work on Kazakh and Russian layouts too, everything else by what is typed (`F1`, `?`). Pure.
 */

type Keys = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

/** Keys that every list and grid gives to the same acts: the one on the screen takes them. */
export const EDIT_CHORDS = { cut: 'Control+KeyX', paste: 'Control+KeyV' } as const;

/** Whether these keys are the chord; the Command key of a Mac stands for Control. */
export function isChord(event: Keys, chord: string): boolean {
  const parts = chord.split('+');
  const key = parts.at(-1) ?? '';
  const byPlace = /^(?:Key|Digit)/.test(key);
  const isKey = byPlace ? event.code === key : event.key === key;
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return (
    isKey &&
    (event.ctrlKey || event.metaKey) === has('Control') &&
    event.altKey === has('Alt') &&
    // What is typed tells of Shift by itself: `?` is Shift+/ here and Shift+7 there.
    (key.length === 1 || event.shiftKey === has('Shift'))
  );
}

/** Whether it would type something, and so belongs to a field that has the focus. */
export function isPlain(chord: string): boolean {
  return !/^(?:Control|Alt)\+/.test(chord) && !/^F\d+$/.test(chord);
}

/** For `aria-keyshortcuts`: `Control+Shift+P`. */
export function ariaChord(chord: string): string {
  return chord.replace(/(?:Key|Digit)(?=[A-Z0-9]$)/, '');
}

/** For people: `Ctrl+Shift+P`. */
export function printChord(chord: string): string {
  return ariaChord(chord).replace('Control', 'Ctrl').replace('Delete', 'Del');
}
