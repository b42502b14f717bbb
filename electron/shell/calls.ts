/** Calls from windows to the host, and events from the host to windows. */
import { ipcMain, type WebContents } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';
import { isTrusted } from './security.ts';
import type { EventListener } from '../services/event-hub.ts';
import type { Dispatch } from '../../shared/rpc/dispatch.ts';

export type Windows = {
  /** Lets this window call until it is destroyed. */
  admit(contents: WebContents): void;
  /** Tells every window. */
  readonly tell: EventListener;
};

/** Answers calls by `dispatch`, but only those of windows that were admitted. */
export function serveWindows(dispatch: Dispatch): Windows {
  const windows = new Map<number, WebContents>();
  ipcMain.handle(CALL_CHANNEL, (event, method: unknown, input: unknown) =>
    isTrusted(event, new Set(windows.keys())) ? dispatch(method, input) : { ok: false, code: 'FORBIDDEN' },
  );
  return {
    admit(contents) {
      const { id } = contents;
      windows.set(id, contents);
      contents.once('destroyed', () => void windows.delete(id));
    },
    tell(event, value) {
      for (const contents of windows.values()) {
        if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, event, value);
      }
    },
  };
}
