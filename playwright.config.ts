/** End-to-end tests in the Chromium of the system, over the real web host. Each has a data folder, a port and a profile of its own. */
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  // A test waits more than it works: two of them take two cores well.
  workers: Math.max(2, availableParallelism() - 1),
  // A busy machine is no fault of the program: what passes the second time is named as flaky at the end, to be looked at.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  globalSetup: './test/e2e/build-window.ts',
  outputDir: 'test-results',
});
