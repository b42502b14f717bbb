/**
 * Builds the window once before all tests, so that they see the sources as they are; makes room for what they share. What tests and
 * their browsers put into the temporary folder lies in one of this run's own and goes with it, also what a killed one has left.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { KEPT_FOLDER } from './kept-once.ts';

// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function buildWindow(): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-run-'));
  process.env['TMPDIR'] = folder;
  const kept = path.join(folder, 'kept');
  mkdirSync(kept);
  process.env[KEPT_FOLDER] = kept;
  await build({ configFile: path.resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'warn' });
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}
