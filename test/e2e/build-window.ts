/**
 * Builds the window once before all tests, if that was not done since its sources changed, and bundles what runs beside it; makes room
 * for what they share. What tests and their browsers put into the temporary folder lies in one of this run's own, in memory where there
 * is plenty of it, and goes with it, also what a killed one has left.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureWindowIsBuilt } from '../../build/built.ts';
import { startBundled } from '../fixtures/start-bundled.ts';
import { useTestsFolder } from '../fixtures/tests-folder.ts';
import { KEPT_FOLDER } from './kept-once.ts';

// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default function buildWindow(): () => void {
  const giveBack = useTestsFolder();
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-run-'));
  process.env['TMPDIR'] = folder;
  const kept = path.join(folder, 'kept');
  mkdirSync(kept);
  process.env[KEPT_FOLDER] = kept;
  if (!ensureWindowIsBuilt(console.error)) throw new Error('the window cannot be built');
  startBundled();
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    giveBack();
  };
}
