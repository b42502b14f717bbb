/** `npm run pictures`; see `take-pictures.ts` and `take-sync-pictures.ts`. */
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'take-*.ts',
  globalSetup: './build-window.ts',
  outputDir: '../../test-results',
});
