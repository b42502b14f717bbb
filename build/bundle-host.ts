/**
 * Bundles what runs in Electron's main process and beside it: `dist/shell/main.cjs`, `dist/shell/preload.cjs` and one
 * file for each thread and child in `dist/host`. Each is whole in itself: a sandboxed preload cannot load a second
 * file, and a thread that lies in the packed archive need not find one. Packages with native code or with data files
 * of their own stay outside and travel as dependencies.
 *
 * `node build/bundle-host.ts [--out FOLDER] [--source FOLDER]`: tests bundle changed copies of the sources elsewhere.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { prepareElectron } from './electron-dist.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Bundle by entry point. */
const ENTRIES: Readonly<Record<string, string>> = {
  'shell/main': 'electron/shell/main.ts',
  'shell/preload': 'electron/shell/preload.ts',
  'host/journal-thread': 'electron/services/journal/journal-thread.ts',
  'host/vault-thread': 'node/vault/vault-thread.ts',
  'host/jobs-thread': 'electron/services/jobs/jobs-thread.ts',
  'host/text-index-thread': 'electron/services/text-index/text-index-thread.ts',
  'host/sync-thread': 'electron/services/sync/sync-thread.ts',
  'host/files-thread': 'electron/services/sync/files/files-thread.ts',
  'host/bundle-thread': 'electron/services/bundle/bundle-thread.ts',
  'host/backup-thread': 'electron/services/backup/backup-thread.ts',
  'host/sample-child': 'electron/services/sample/sample-child.ts',
  'host/recognize-child': 'electron/services/recognition/recognize-child.ts',
  'host/export-child': 'electron/services/text-export/export-child.ts',
  'host/decode-child': 'electron/services/decode/decode-child.ts',
};

/** What `package.json` calls dependencies is packed beside the bundles; all else is in them. */
const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Readonly<Record<string, string>>;
};
const OUTSIDE = ['electron', ...Object.keys(dependencies)];

const { values } = parseArgs({
  options: { out: { type: 'string' }, source: { type: 'string' }, only: { type: 'string', multiple: true } },
});
const out = path.resolve(values.out ?? path.join(ROOT, 'dist'));
const source = path.resolve(values.source ?? ROOT);

for (const [name, entry] of Object.entries(ENTRIES)) {
  if (values.only === undefined || values.only.includes(name)) await bundle(name, path.join(source, entry));
}

if (values.out === undefined && !prepareElectron(out)) {
  console.error(
    'Electron is not on this machine: dist/electron is a stand-in, what is packed with it cannot run.',
  );
}

async function bundle(name: string, entry: string): Promise<void> {
  const file = path.join(out, `${name}.cjs`);
  rmSync(file, { force: true });
  await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    ssr: { noExternal: true, external: OUTSIDE },
    build: {
      ssr: true,
      outDir: path.dirname(file),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: entry,
        external: (id) => OUTSIDE.some((outside) => id === outside || id.startsWith(`${outside}/`)),
        // What is loaded only when it is needed comes by `require` too: one way into the packed archive.
        output: {
          format: 'cjs',
          entryFileNames: path.basename(file),
          codeSplitting: false,
          dynamicImportInCjs: false,
        },
      },
    },
  });
}
