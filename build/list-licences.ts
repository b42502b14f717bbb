/**
 * Lists the packages whose code is in the product, with their licences: those that are packed beside it, those that its
 * sources import, and what these need in turn. `node build/list-licences.ts` writes the list that the settings show; a test
 * says when it is not up to date.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};
export type Licence = { readonly name: string; readonly version: string; readonly licence: string };

const ROOT = path.resolve(import.meta.dirname, '..');
export const LICENCES_FILE = path.join(ROOT, 'renderer/features/settings/licences.json');
const SOURCES = '{shared,node,electron,server,renderer}/**/*.{ts,tsx}';
/** It is the platform of the packed program, with licences of its own beside it. */
const PLATFORM = new Set(['electron']);

/** Words and other data of third parties that travel with the product; their licences lie beside them in `assets`. */
const DATA: readonly Licence[] = [
  { name: 'dictionary-en (words)', version: '4.0.0', licence: 'MIT AND BSD' },
  { name: 'dictionary-ru (words)', version: '3.0.0', licence: 'BSD-3-Clause' },
  { name: 'hunspell-kk (words)', version: '1.1', licence: 'MPL-1.1' },
];

/** The list in the order of names. */
export function listLicences(): Licence[] {
  const own = readManifest(ROOT);
  const direct = new Set(Object.keys(own.dependencies ?? {}));
  const known = Object.keys(own.devDependencies ?? {}).filter((name) => !PLATFORM.has(name));
  const sources = globSync(SOURCES, { cwd: ROOT })
    .filter((file) => !/\.test\.tsx?$|\/fixture/u.test(file))
    .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
    .join('\n');
  const imports = importsOf(sources);
  for (const name of known)
    if (imports.some((from) => from === name || from.startsWith(`${name}/`))) direct.add(name);
  const found = new Map<string, Licence>();
  for (const name of direct) take(name, ROOT, found);
  return [...found.values(), ...DATA].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a source text imports: the name of a package may stand in it as a word, too, as `'node'` does. */
const IMPORT = /\b(?:from|import)\s*\(?\s*'(?<from>[^']+)'/gu;

function importsOf(sources: string): string[] {
  return [...sources.matchAll(IMPORT)].map(({ groups }) => groups?.['from'] ?? '');
}

/** As Node looks for it: in the package's own folder first, then above. Packages for other systems are not there. */
function take(name: string, from: string, found: Map<string, Licence>): void {
  const folder = foldersAbove(from)
    .map((each) => path.join(each, 'node_modules', name))
    .find((each) => existsSync(path.join(each, 'package.json')));
  if (folder === undefined || found.has(folder)) return;
  const { version, license = 'see its package', dependencies = {} } = readManifest(folder);
  if (name.startsWith('@types/')) return;
  found.set(folder, { name, version, licence: license });
  for (const each of Object.keys(dependencies)) take(each, folder, found);
}

function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return folder === ROOT || above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

if (import.meta.main) writeFileSync(LICENCES_FILE, `${JSON.stringify(listLicences(), null, 2)}\n`);
