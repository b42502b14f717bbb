/** Whether what was built is still what the sources say, and building it again when it is not. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Builds the window's files if they are missing or older than their sources; answers whether they are there now. */
export function ensureWindowIsBuilt(say: (text: string) => void): boolean {
  const sources = ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'];
  if (newest(sources) <= timeOf('dist/renderer/files.json')) return true;
  say('building the window …');
  return runNode('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
}

/** The same for the shell's bundles. */
export function ensureShellIsBuilt(say: (text: string) => void): boolean {
  const sources = ['electron', 'node', 'shared', 'build/bundle-host.ts', 'package-lock.json'];
  if (newest(sources) <= timeOf('dist/shell/main.cjs')) return true;
  say('building the shell …');
  return runNode('build/bundle-host.ts');
}

function runNode(...args: string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] }).status === 0;
}

/** When the youngest of the files under these names was changed; tests do not count. */
function newest(names: readonly string[]): number {
  return Math.max(...names.map((name) => newestUnder(path.join(ROOT, name))));
}

function newestUnder(place: string): number {
  const { mtimeMs } = statSync(place);
  if (!statSync(place).isDirectory()) return mtimeMs;
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.\w+$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
  return Math.max(0, ...files.map((file) => statSync(path.join(place, file)).mtimeMs));
}

function timeOf(file: string): number {
  return statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
