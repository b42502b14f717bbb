/** End-to-end tests in the Chromium of the system, over the real web host. One at a time: each has its own data folder. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  globalSetup: './test/e2e/build-window.ts',
  outputDir: 'test-results',
});
