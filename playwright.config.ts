/** End-to-end tests in the Chromium of the system, over the real web host. Each has a data folder, a port and a profile of its own. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { BROWSER, HEADLESS_FLAGS } from './test/fixtures/browser.ts';

// As in `vitest.config.ts`: hosts and their threads find from their first line on what was compiled before.
process.env['NODE_COMPILE_CACHE'] ??= path.resolve(import.meta.dirname, 'node_modules/.cache/qoima');

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  // A test waits more than it works: three of them take two cores well, and need a sixth less time than two.
  workers: Math.max(3, availableParallelism() - 1),
  // A busy machine is no fault of the program: what passes the second time is named as flaky at the end, to be looked at.
  retries: 1,
  // What comes, comes when it is there; these only end what never comes, also where ten others want the same processor.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  globalSetup: './test/e2e/build-window.ts',
  use: { launchOptions: { executablePath: BROWSER, args: [...HEADLESS_FLAGS] } },
  outputDir: 'test-results',
});
