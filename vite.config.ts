/**
 * Builds the window's files into `dist/renderer`, with `files.json`: every file and its MIME type. The hosts serve what
 * stands there and nothing else, so a path from outside never reaches the file system.
 */
import react from '@vitejs/plugin-react';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const PDFJS = resolve(import.meta.dirname, 'node_modules/pdfjs-dist');

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webp': 'image/webp',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.wasm': 'application/wasm',
};

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Copies what pdf.js fetches by itself: character maps, the standard fonts, decoders and colour profiles. */
function pdfjsFiles(): Plugin {
  let out = '';
  return {
    name: 'qoima-pdfjs-files',
    apply: 'build',
    configResolved(config) {
      out = config.build.outDir;
    },
    writeBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
        const target = join(out, 'pdfjs', folder);
        mkdirSync(target, { recursive: true });
        cpSync(join(PDFJS, folder), target, {
          recursive: true,
          filter: (source) =>
            extname(source) === '' || (Object.hasOwn(MIME, extname(source)) && !source.includes('quickjs')),
        });
      }
    },
  };
}

/** Writes `files.json`: `[{ path, mime }]`, with `/` in paths; a file of an unknown kind stops the build. */
function fileManifest(): Plugin {
  let out = '';
  return {
    name: 'qoima-file-manifest',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      out = config.build.outDir;
    },
    closeBundle() {
      const files = filesUnder(out)
        .map((file) => relative(out, file).split(sep).join('/'))
        .filter((path) => path !== 'files.json' && !path.split('/').at(-1)?.startsWith('LICENSE'))
        .sort()
        .map((path) => {
          const mime = MIME[extname(path)];
          if (mime === undefined) throw new Error(`no MIME type is known for ${path}`);
          return { path, mime };
        });
      writeFileSync(join(out, 'files.json'), `${JSON.stringify(files, null, 1)}\n`);
    },
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, 'renderer'),
  base: '/',
  publicDir: false,
  plugins: [react(), pdfjsFiles(), fileManifest()],
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  worker: { format: 'es' },
  build: {
    outDir: resolve(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // A strict content policy: nothing as data: URL, no script of Vite's own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 2000,
  },
});
