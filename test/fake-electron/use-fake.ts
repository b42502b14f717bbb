/**
 * Runs the built shell in plain Node: `electron` is the fake, for `require` and `import` alike. One process boots one
 * shell, as in life.
 */
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import * as fakeApp from './fake-app.ts';
import { utilityProcess } from './fake-utility.ts';
import { FakeBrowserWindow } from './fake-windows.ts';

const { asked: _asked, ...appModules } = fakeApp;
const bridge = new URL('./electron-bridge.cjs', import.meta.url).href;

/** Boots `dist/shell/main.cjs` on a data folder; what it does can be watched in `fake-state.ts`. */
export function bootShell(distFolder: string, dataFolder: string): void {
  (globalThis as { fakeElectron?: unknown }).fakeElectron = {
    ...appModules,
    utilityProcess,
    BrowserWindow: FakeBrowserWindow,
  };
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: bridge, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
  });
  process.env['QOIMA_DATA'] = dataFolder;
  createRequire(import.meta.url)(path.join(distFolder, 'shell/main.cjs'));
}
