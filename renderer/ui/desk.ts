/** What features reach the host by; the composition root in `app/` provides it. */
import { createContext, useContext } from 'react';
import { must } from '../../shared/must.ts';
import type { Details } from '../../shared/result.ts';
import type { Capabilities } from '../../shared/rpc/contract.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Edit } from '../../shared/sync/change.ts';

/** A trouble to be told to a person; `retry` does the act again. */
export type Trouble = {
  readonly code: string;
  readonly details?: Details | undefined;
  readonly retry?: (() => void) | undefined;
};

/** A line about what was just done, shown at the foot of the window; `undo` offers to take it back. */
export type Notice = { readonly text: string; readonly undo?: boolean };

export type Desk = {
  readonly host: HostClient;
  readonly capabilities: Capabilities;
  /** The one funnel of errors: shows a dialog with what happened, what was not lost, what to do. */
  readonly reportError: (trouble: Trouble) => void;
  /**
   * Writes edits, however many, as one change that is visible at once and undone as one; answers whether it is safe on this
   * machine. Of thousands the status bar shows the progress, with the way to stop. Trouble has been told by then, with the
   * offer to try again.
   */
  readonly write: (command: string, edits: readonly Edit[]) => Promise<boolean>;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Says what was done, on the screen and to a screen reader. */
  readonly say: (notice: Notice) => void;
};

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  return must(useContext(DeskContext), 'features stand inside DeskProvider');
}
