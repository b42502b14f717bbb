import { expect, it } from 'vitest';
import { ariaChord, isChord, isPlain, printChord } from './chords.ts';

const NONE = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

it('knows a letter by its place, whatever the layout types there', () => {
  const russian = { ...NONE, key: 'З', code: 'KeyP', ctrlKey: true, shiftKey: true };
  expect(isChord(russian, 'Control+Shift+KeyP')).toBe(true);
  expect(isChord({ ...russian, ctrlKey: false, metaKey: true }, 'Control+Shift+KeyP')).toBe(true);
  expect(isChord({ ...russian, shiftKey: false }, 'Control+Shift+KeyP')).toBe(false);
  expect(isChord({ ...russian, altKey: true }, 'Control+Shift+KeyP')).toBe(false);
});

it('knows a sign by what is typed, with whatever Shift it takes', () => {
  expect(isChord({ ...NONE, key: '?', code: 'Digit7', shiftKey: true }, '?')).toBe(true);
  expect(isChord({ ...NONE, key: '/', code: 'Slash' }, '?')).toBe(false);
  expect(isChord({ ...NONE, key: 'F1', code: 'F1' }, 'F1')).toBe(true);
  expect(isChord({ ...NONE, key: 'F1', code: 'F1', shiftKey: true }, 'F1')).toBe(false);
});

it('leaves to a field what would type there', () => {
  expect(['?', '/', 'Delete', 'KeyR', 'Shift+KeyR'].every(isPlain)).toBe(true);
  expect(['Control+KeyK', 'Alt+KeyN', 'F1'].some(isPlain)).toBe(false);
});

it('is printed for people and for screen readers', () => {
  expect(printChord('Control+Shift+KeyP')).toBe('Ctrl+Shift+P');
  expect(ariaChord('Alt+KeyN')).toBe('Alt+N');
});
