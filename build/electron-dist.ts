/**
 * Puts in `dist/electron` what electron-builder packs around the program: Electron as it was downloaded for this system
 * (`npx install-electron`), or, where it is not, a stand-in of a few bytes. With the stand-in everything about the
 * packing can be tried offline (what goes in, the archive, the fuses), but what comes out cannot run.
 */
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** How `@electron/fuses` finds the fuses in a binary: this text, a version, their number, and one digit for each. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101110111'),
]);

/** The files whose absence stops electron-builder; a `default_app.asar` would stop it by its presence. */
const STAND_INS = [
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'icudtl.dat',
  'resources.pak',
  'version',
];
const LOCALES = ['en-US', 'kk', 'ru', 'de'];

/** Prepares `<dist>/electron` and answers whether it is the real one. */
export function prepareElectron(dist: string): boolean {
  const target = path.join(dist, 'electron');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const real = path.join(ROOT, 'node_modules/electron/dist');
  if (existsSync(path.join(real, 'version'))) {
    symlinkSync(real, target, 'junction');
    return true;
  }
  mkdirSync(path.join(target, 'locales'), { recursive: true });
  mkdirSync(path.join(target, 'resources'));
  for (const name of STAND_INS) writeFileSync(path.join(target, name), '-');
  for (const locale of LOCALES) writeFileSync(path.join(target, 'locales', `${locale}.pak`), '-');
  const script =
    '#!/bin/sh\necho "This is a stand-in for Electron: it shows how Qoima is packed and cannot run." >&2\nexit 1\n';
  const binary = path.join(target, 'electron');
  writeFileSync(binary, Buffer.concat([Buffer.from(script), FUSES]));
  chmodSync(binary, 0o755);
  return false;
}
