/** A built program in a folder of the test's own: the shell's bundles and a page as small as a page can be. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureWindowIsBuilt } from '../../build/built.ts';

const run = promisify(execFile);
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A folder that lies nowhere near the sources; `linked` has the dependencies in reach of the bundles. */
export function newFolder(
  name: string,
  dependencies: 'linked' | 'none' = 'linked',
): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), `qoima-${name}-`));
  if (dependencies === 'linked')
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Bundles the shell into `<folder>/dist`, as `npm run build` does, and answers that. */
export async function bundleShell(folder: string): Promise<string> {
  const dist = path.join(folder, 'dist');
  await run(process.execPath, [path.join(ROOT, 'build/bundle-host.ts'), '--out', dist], { cwd: ROOT });
  writeTinyPage(path.join(dist, 'renderer'));
  return dist;
}

/** A window's files as the build leaves them: a page with a script of its own, and one that the policy must stop. */
export function writeTinyPage(folder: string): void {
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  const page =
    '<!doctype html><meta charset="utf-8"><title>Qoima</title>' +
    '<script>globalThis.inlineRan = true;</script><script type="module" src="/assets/page.js"></script>';
  writeFileSync(path.join(folder, 'index.html'), page);
  const script =
    "try { globalThis.evaluated = eval('1 + 1'); } catch (error) { globalThis.evaluated = error.name; }" +
    'globalThis.moduleRan = true;';
  writeFileSync(path.join(folder, 'assets/page.js'), script);
  writeFileSync(
    path.join(folder, 'files.json'),
    JSON.stringify([
      { path: 'index.html', mime: 'text/html; charset=utf-8' },
      { path: 'assets/page.js', mime: 'text/javascript; charset=utf-8' },
    ]),
  );
}

/** Builds the real window into `dist/renderer` of the sources, if that was not done since they changed. */
export function bundledRenderer(): string {
  if (!ensureWindowIsBuilt(() => undefined)) throw new Error('the window cannot be built');
  return path.join(ROOT, 'dist/renderer');
}
