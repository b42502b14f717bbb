/** What windows may do: as little as there is. Each rule has its test in `docs/security.md`. */
import type { IpcMainInvokeEvent, Session, WebContents, WebPreferences } from 'electron';
import { isMadeHere, isOurs, ORIGIN } from './origin.ts';

/** The preferences of every window; all of them written out, so that no default decides. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
}

/** No permission is ever given: neither when a page asks nor when it looks; no device, no download but of what our page made. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isMadeHere(item.getURL())) event.preventDefault();
  });
}

/** Nothing leaves the window's own pages: no navigation, no redirect, no new window, no guest. */
export function confine(contents: WebContents): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * Whether a call comes from the main frame of one of our windows, still showing a page of ours. The frame is null when
 * it navigated meanwhile; `about:blank` has the origin of its parent, so being the main frame is asked as well.
 */
export function isTrusted(event: IpcMainInvokeEvent, windows: ReadonlySet<number>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && windows.has(event.sender.id) && frame.origin === ORIGIN;
}
