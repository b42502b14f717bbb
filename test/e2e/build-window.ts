/** Builds the window once before all tests, so that they see the sources as they are. */
import { build } from 'vite';
import path from 'node:path';

// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function buildWindow(): Promise<void> {
  await build({ configFile: path.resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'warn' });
}
