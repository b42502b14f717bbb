/** The program's window: hardened, where it was, and loaded again when its process dies. */
import { BrowserWindow, screen } from 'electron';
import { createCrashPolicy } from './crash-policy.ts';
import { ORIGIN } from './origin.ts';
import { webPreferences } from './security.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

/** Where the shell's own page after too many crashes lies. */
export const CRASH_PATH = '/crashed';

/** Opens the window on `path` of our origin. `report` hears of every crash. */
export function openWindow(options: {
  readonly path: string;
  readonly preload: string;
  readonly stateFile: string;
  readonly report: (event: string, details: { reason: string; action: string }) => void;
}): BrowserWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const { maximized, ...place } = readWindowState(options.stateFile, areas);
  const window = new BrowserWindow({
    ...place,
    show: false,
    title: 'Qoima',
    webPreferences: webPreferences(options.preload),
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(options.stateFile, window.getNormalBounds(), window.isMaximized()),
  );

  const policy = createCrashPolicy();
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const action = policy.crashed();
    options.report('window.crashed', { reason, action });
    if (action === 'reload') window.webContents.reload();
    else void window.loadURL(`${ORIGIN}${CRASH_PATH}`);
  });
  void window.loadURL(`${ORIGIN}${options.path}`);
  return window;
}
