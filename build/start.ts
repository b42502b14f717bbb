/**
 * `npm start`: the shell where Electron's binary is there, else the web host with an app window of Chromium; without a
 * screen or a browser it serves and prints the address. When the window closes, the host ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser, hasScreen, openAppWindow } from './browser.ts';
import { ensureShellIsBuilt, ensureWindowIsBuilt } from './built.ts';
import { webSecret } from '../electron/web-host/access.ts';
import type { WebHost } from '../electron/web-host/start-web-host.ts';
import { useCompileCache } from '../electron/services/compile-cache.ts';
import { chooseDataFolder, profileFolder } from '../electron/services/data-folder.ts';
import {
  fallText,
  movedText,
  terminalLanguage,
  troubleCode,
  troublePage,
  troubleText,
} from '../electron/services/start-trouble.ts';
import { TroubleError } from '../shared/result.ts';

useCompileCache();
const { launchUrl, startWebHost } = await import('../electron/web-host/start-web-host.ts');

const ROOT = path.resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const dataFolder = chooseDataFolder(args);
/** The window's own copies and drafts: beside the data, never in it, because a backup of the data needs none of them. */
const profile = profileFolder(dataFolder);
const browser = hasScreen() ? findBrowser() : undefined;

const electron = electronBinary();
if (!ensureWindowIsBuilt(say)) fail('the window could not be built; look at the lines above.');
if (electron === undefined) await startInBrowser();
else await startShell(electron);

function say(text: string): void {
  console.error(`Qoima: ${text}`);
}

function fail(text: string): never {
  say(text);
  process.exit(1);
}

/** Looks for the binary where the package keeps it; asking the package itself would start a download. */
function electronBinary(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(ROOT, 'node_modules/electron/dist');
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron',
  };
  const file = path.join(folder, names[process.platform] ?? 'electron');
  return existsSync(file) ? file : undefined;
}

async function startShell(binary: string): Promise<void> {
  if (!ensureShellIsBuilt(say)) fail('the shell could not be built; look at the lines above.');
  const shell = spawn(binary, [ROOT, ...args], { stdio: 'inherit' });
  const [code] = (await once(shell, 'exit')) as [number | null];
  process.exit(code ?? 1);
}

async function startInBrowser(): Promise<void> {
  let web: WebHost;
  try {
    web = await startWebHost({ dataFolder });
  } catch (error) {
    await showTrouble(error);
    return;
  }
  process.on('uncaughtExceptionMonitor', (error) => void web.host.log.error('host.crashed', error));
  const window = openWindow(web.launchUrl('window'));
  if (window === undefined) console.log(`Qoima: ${web.launchUrl('printed')}`);
  else console.log(`Qoima: ${web.address}`);

  let stopping = false;
  const stop = (code: number): void => {
    // A second Ctrl+C does not wait.
    if (stopping) process.exit(1);
    stopping = true;
    window?.kill();
    void web.stop().then(() => process.exit(code));
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  const watch = (): void => {
    void web.host.fallen.then(() => {
      console.error(fallText(terminalLanguage()));
      stop(1);
    });
    void web.host.moved.then(async (moved) => {
      say(movedText(moved, terminalLanguage()));
      await web.stop();
      if (stopping) return;
      // The window stays open and finds the host again at the same address.
      try {
        web = await startWebHost({ dataFolder: moved.folder, notSwitched: moved.trouble });
      } catch (error) {
        window?.kill();
        return showTrouble(error);
      }
      watch();
    });
  };
  watch();
  window?.once('exit', (code) => {
    if (stopping) return;
    if (code === 0) return stop(0);
    // The browser would not run; the host does, and can be reached by another.
    say(`the window ended with ${code}. Open this address in a browser instead:`);
    console.log(`Qoima: ${web.launchUrl('printed')}`);
  });
}

function openWindow(url: string): ChildProcess | undefined {
  if (browser !== undefined) return openAppWindow(browser, url, profile);
  if (!hasScreen()) say('there is no screen here, so no window is opened. Serving; stop with Ctrl+C.');
  else
    say('no Chromium was found. Install it (Debian: sudo apt-get install chromium), or open this address:');
  return undefined;
}

/** A host that cannot start says why, also in a window; where another one is at work already, its window is opened. */
async function showTrouble(error: unknown): Promise<void> {
  const address = addressOfOther(error);
  if (address !== undefined) {
    say('it is running already on this data folder.');
    const url = launchUrl(address, webSecret(dataFolder), browser === undefined ? 'printed' : 'window');
    if (browser === undefined) console.log(`Qoima: ${url}`);
    else await once(openAppWindow(browser, url, profile), 'exit');
    return;
  }
  console.error(`${troubleText(error, terminalLanguage())} [${troubleCode(error)}]`);
  if (troubleCode(error) === 'INTERNAL') console.error(error);
  process.exitCode = 1;
  if (browser === undefined) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-trouble-'));
  try {
    const page = path.join(folder, 'trouble.html');
    writeFileSync(page, troublePage(error));
    await once(openAppWindow(browser, pathToFileURL(page).href, path.join(folder, 'profile')), 'exit');
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function addressOfOther(error: unknown): string | undefined {
  if (!(error instanceof TroubleError) || error.code !== 'DATA_FOLDER_IN_USE') return undefined;
  const address = error.details?.['address'];
  return typeof address === 'string' ? address : undefined;
}
