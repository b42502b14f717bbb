/**
 * Every command of the window in one place: whoever can do something says so while it is on the screen, and toolbar,
 * keys and palette read the same list.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { isChord, isPlain } from './chords.ts';
import { isTypingPlace } from './keys.ts';

export type Command = {
  readonly id: string;
  /** In the language of the window. */
  readonly label: string;
  /** Its keys, the first of them shown; see `chords.ts`. */
  readonly chords?: readonly string[];
  /** Its keys are taken where the focus is (the viewer's stage), not by the window. */
  readonly isLocal?: boolean;
  /** A text field with the focus does something of its own by these keys. */
  readonly isFieldsOwn?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
};

const groups = new Set<readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

function changed(): void {
  // A later one takes the place of an earlier one of the same name: two lists may both be able to move.
  const byId = new Map([...groups].flat().map((command) => [command.id, command]));
  all = [...byId.values()];
  for (const listener of Array.from(listeners)) listener();
}

/** Offers commands while the component is on the screen. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const key = JSON.stringify(commands);
  useEffect(() => {
    const shapes = JSON.parse(key) as Omit<Command, 'run'>[];
    const group = shapes.map((shape) => ({
      ...shape,
      run: () => latest.current.find(({ id }) => id === shape.id)?.run(),
    }));
    groups.add(group);
    changed();
    return () => {
      groups.delete(group);
      changed();
    };
  }, [key]);
}

/** All commands that can be given now, or that wait for something to be chosen. */
export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => all,
  );
}

/** Gives commands by their keys; a dialog keeps its keys to itself. */
export function useCommandKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isInDialog(event.target)) return;
      const isTyping = isTypingPlace(event.target);
      const command = all.find(
        (each) =>
          each.isLocal !== true &&
          !(isTyping && each.isFieldsOwn === true) &&
          each.chords?.some((chord) => !(isTyping && isPlain(chord)) && isChord(event, chord)) === true,
      );
      if (command === undefined) return;
      event.preventDefault();
      if (command.isDisabled !== true) command.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isInDialog(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]') !== null
  );
}

/** Those whose name holds every word typed, in any order. Pure. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  return commands.filter(({ label }) => {
    const name = label.toLocaleLowerCase();
    return words.every((word) => name.includes(word));
  });
}
