/** Builds the window once before all tests, so that they see the sources as they are; makes room for what they share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { KEPT_FOLDER } from './kept-once.ts';

// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function buildWindow(): Promise<() => void> {
  const kept = mkdtempSync(path.join(tmpdir(), 'qoima-kept-'));
  process.env[KEPT_FOLDER] = kept;
  await build({ configFile: path.resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'warn' });
  return () => rmSync(kept, { recursive: true, force: true });
}
