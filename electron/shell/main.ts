/**
 * The shell: Electron around the same services and the same window as the web host. The order matters: the profile's
 * folder and the scheme before the application is ready, one instance, the session shut before any window opens.
 */
import { app, BrowserWindow, dialog, session } from 'electron';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveWindows } from './calls.ts';
import { setMenu } from './menu.ts';
import { registerScheme, serve } from './protocol.ts';
import { systemSealer } from './secrets.ts';
import { confine, denyPermissions } from './security.ts';
import { crashPage, pageResponse } from './pages.ts';
import { startUtility } from './utility-child.ts';
import { CRASH_PATH, openWindow } from './window.ts';
import { createHost, type Host } from '../services/create-host.ts';
import { chooseDataFolder, notSwitchedOf, profileFolder, withDataFolder } from '../services/data-folder.ts';
import type { HostModules } from '../services/modules.ts';
import { fallText, terminalLanguage, troublePage } from '../services/start-trouble.ts';

/** The bundles: this one lies in `dist/shell`, threads and children in `dist/host`, the window in `dist/renderer`. */
const DIST = path.resolve(__dirname, '..');
const TROUBLE_PATH = '/trouble';

const dataFolder = chooseDataFolder(process.argv.slice(1));
useOwnProfile(profileFolder(dataFolder));
registerScheme();
app.enableSandbox();

if (app.requestSingleInstanceLock()) run();
else app.quit();

/** The window's own copies and drafts, and with them the lock of the single instance, belong to one data folder. */
function useOwnProfile(folder: string): void {
  try {
    // Electron takes only a folder that is there.
    mkdirSync(folder, { recursive: true });
    app.setPath('userData', folder);
  } catch {
    // The data folder beside it cannot be used either, and that is what the window will say.
  }
}

function run(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  void app.whenReady().then(start).catch(giveUp);
}

async function start(): Promise<void> {
  denyPermissions(session.defaultSession);
  const started = await startHost();
  serve(session.defaultSession, started.host?.handleRequest ?? (async () => pageResponse(started.trouble)), {
    [CRASH_PATH]: crashPage,
    [TROUBLE_PATH]: () => pageResponse(started.trouble),
  });
  const { host } = started;
  const window = openWindow({
    path: host === undefined ? TROUBLE_PATH : '/',
    preload: path.join(__dirname, 'preload.cjs'),
    stateFile: path.join(app.getPath('userData'), 'window.json'),
    report: (event, details) => host?.log.info(event, details),
  });
  if (host === undefined) return;

  const windows = serveWindows(host.dispatch);
  windows.admit(window.webContents);
  host.on(windows.tell);
  await followLanguage(host);
  stopBeforeQuitting(host);
  void host.moved.then(({ folder, trouble }) => {
    app.relaunch({ args: withDataFolder(process.argv.slice(1), folder, trouble) });
    app.exit(0);
  });
  void host.reopen.then(() => {
    app.relaunch({ args: withDataFolder(process.argv.slice(1), dataFolder) });
    app.exit(0);
  });
  void host.fallen.then(() => {
    dialog.showErrorBox('Qoima', fallText(terminalLanguage({ LANG: app.getPreferredSystemLanguages()[0] })));
    app.exit(1);
  });
}

/** A bug before there is a window: nobody would see it otherwise. */
function giveUp(error: unknown): void {
  dialog.showErrorBox('Qoima', error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
}

/** The host, or the page that says why there is none. */
async function startHost(): Promise<{ host?: Host; trouble: string }> {
  try {
    const host = await createHost({
      dataFolder,
      host: 'shell',
      address: null,
      version: app.getVersion(),
      programFolder: app.getAppPath(),
      modules: bundledModules(),
      startChild: startUtility,
      capabilities: {
        canWrite: true,
        canImport: true,
        hasNativeMenu: true,
        kiosk: false,
        canPickFolder: true,
      },
      rendererFolder: path.join(DIST, 'renderer'),
      pickFolder,
      sealer: await systemSealer(),
      notSwitched: notSwitchedOf(process.argv),
    });
    return { host, trouble: '' };
  } catch (error) {
    return { trouble: troublePage(error) };
  }
}

async function pickFolder(): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
  return filePaths[0] ?? null;
}

function bundledModules(): HostModules {
  const bundle = (name: string): URL => pathToFileURL(path.join(DIST, 'host', `${name}.cjs`));
  return {
    journalThread: bundle('journal-thread'),
    vaultThread: bundle('vault-thread'),
    jobsThread: bundle('jobs-thread'),
    decodeChild: bundle('decode-child'),
    backupThread: bundle('backup-thread'),
    sampleChild: bundle('sample-child'),
    recognizeChild: bundle('recognize-child'),
    exportChild: bundle('export-child'),
    textIndexThread: bundle('text-index-thread'),
    syncThread: bundle('sync-thread'),
    bundleThread: bundle('bundle-thread'),
    syncFilesThread: bundle('files-thread'),
  };
}

/** The menu speaks the program's language from the next start on after it was changed. */
async function followLanguage(host: Host): Promise<void> {
  const { settings } = await host.services['app.info']({});
  const system = app.getPreferredSystemLanguages()[0]?.slice(0, 2);
  setMenu(settings.language ?? (system === 'kk' || system === 'ru' ? system : 'en'));
}

/** Quitting waits for what is being written. */
function stopBeforeQuitting(host: Host): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void host.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
