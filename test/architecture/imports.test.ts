/** Holds the arrows of `docs/architecture.md`: which folder may import which, and which packages belong where. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** A folder and what it may import; the longest matching folder counts. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  node: ['node', 'shared'],
  'electron/services': ['electron/services', 'node', 'shared'],
  'electron/shell': ['electron/shell', 'electron/services', 'node', 'shared'],
  'electron/web-host': ['electron/web-host', 'electron/services', 'node', 'shared'],
  'electron/cli': ['electron/cli', 'electron/services', 'node', 'shared'],
  server: ['server', 'node', 'shared'],
  'renderer/ui': ['renderer/ui', 'shared'],
  'renderer/db': ['renderer/db', 'shared'],
  'renderer/search': ['renderer/search', 'renderer/db', 'shared'],
  'renderer/features': ['renderer/db', 'renderer/search', 'renderer/ui', 'shared'],
  'renderer/app': ['renderer', 'shared'],
};

/** Packages that only the named folders may import. */
const PACKAGES: readonly { readonly pattern: RegExp; readonly folders: readonly string[] }[] = [
  { pattern: /^electron$/, folders: ['electron/shell'] },
  { pattern: /^node:/, folders: ['node', 'electron', 'server'] },
  {
    pattern: /^(react|react-dom|react-aria|react-i18next|dexie|flexsearch|openseadragon)/,
    folders: ['renderer'],
  },
  { pattern: /^(sharp|@napi-rs\/canvas)$/, folders: ['electron/services'] },
  { pattern: /^fastify$/, folders: ['server/http'] },
];

type Import = { readonly from: string; readonly to: string };

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"](?<specifier>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]|new URL\(\s*['"](?<url>\.[^'"]+\.tsx?)['"]/g;

/** Every import of a source text; a path of ours is given from the project's top. */
function importsOf(from: string, source: string): Import[] {
  return [...source.matchAll(IMPORT)].map(({ groups }) => {
    const specifier = groups?.['specifier'] ?? groups?.['dynamic'] ?? groups?.['url'] ?? '';
    return {
      from,
      to: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier,
    };
  });
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

/** Says what is wrong with an import, or null. */
function faultOf({ from, to }: Import): string | null {
  const rule = PACKAGES.find(({ pattern }) => pattern.test(to));
  if (rule !== undefined && !rule.folders.some((folder) => isInside(from, folder)))
    return `${from} may not import ${to}`;
  const isOurs = Object.keys(ARROWS).some((folder) => isInside(to, folder.split('/')[0] ?? ''));
  if (!isOurs) return null;
  const folder = Object.keys(ARROWS)
    .filter((each) => isInside(from, each))
    .sort((a, b) => b.length - a.length)[0];
  if (folder === undefined) return `${from} lies in no folder of the table`;
  const feature = /^renderer\/features\/[^/]+/.exec(from)?.[0];
  const allowed = [...(ARROWS[folder] ?? []), ...(feature === undefined ? [] : [feature])];
  return allowed.some((each) => isInside(to, each)) ? null : `${from} may not import ${to}`;
}

const sources = globSync('{shared,node,electron,server,renderer}/**/*.{ts,tsx}', { cwd: path.resolve('.') })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => !/\.test\.tsx?$/.test(file));

describe('imports', () => {
  test('there are sources to look at', () => expect(sources.length).toBeGreaterThan(10));

  test('run along the arrows', () => {
    const faults = sources
      .flatMap((file) => importsOf(file, readFileSync(file, 'utf8')))
      .map(faultOf)
      .filter((fault) => fault !== null);
    expect(faults).toEqual([]);
  });

  test.each([
    ['renderer/features/viewer/page.tsx', "import { x } from '../tags/tag-list.tsx';"],
    ['shared/sync/op.ts', "import { readFileSync } from 'node:fs';"],
    ['electron/services/journal/journal.ts', "import { app } from 'electron';"],
    ['renderer/db/rows.ts', "import { openJournal } from '../../electron/services/journal/journal.ts';"],
    ['node/vault/vault.ts', "import { openIngest } from '../../electron/services/ingest/ingest.ts';"],
    ['server/main.ts', "import { openJournal } from '../electron/services/journal/journal.ts';"],
    ['renderer/ui/button.tsx', "export { rows } from '../db/rows.ts';"],
    ['electron/services/jobs/queue.ts', "const child = new URL('../../shell/main.ts', import.meta.url);"],
  ])('a wrong arrow in %s is seen', (file, source) => {
    expect(importsOf(file, source).map(faultOf)).toEqual([expect.stringContaining('may not import')]);
  });
});
