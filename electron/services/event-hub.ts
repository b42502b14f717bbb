/** Hands the host's events to whoever listens: each window in the shell, each stream in the web host. */
import type { Emit, EventName, EventValue } from '../../shared/rpc/events.ts';

export type EventListener = <E extends EventName>(event: E, value: EventValue<E>) => void;

export type EventHub = {
  readonly emit: Emit;
  /** Listens to every event; the function returned stops it. */
  readonly on: (listener: EventListener) => () => void;
};

/** Makes a hub; a listener that throws harms neither the others nor the one who emits. */
export function createEventHub(report: (event: string, error: unknown) => string): EventHub {
  const listeners = new Set<EventListener>();
  return {
    emit(event, value) {
      for (const listener of listeners) {
        try {
          listener(event, value);
        } catch (error) {
          report('listener.failed', error);
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
