import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Threads and children that tests start find what `bundle-programs.ts` compiled.
process.env['NODE_COMPILE_CACHE'] ??= path.resolve(import.meta.dirname, 'node_modules/.cache/qoima');

/** Files that change their whole process or measure it: each has one of its own. */
const APART = [
  // Hosts booted under the fake Electron, processes that are killed, stations that are counted.
  'test/{conformance,fake-electron,sim,torture}/**/*.test.ts',
  // IndexedDB is put into the process, and databases stay in it.
  'renderer/{db,search}/**/*.test.{ts,tsx}',
  'renderer/features/catalogue/inspector-clashes.test.ts',
  'renderer/features/**/use-*.test.{ts,tsx}',
  'renderer/features/catalogue/edit-field-typing.test.tsx',
];

/** As long as a busy machine may take over what a quiet one does in seconds. */
const DEADLINE_MS = 120_000;

/** What is waited for inside a test comes within this, or its own deadline. */
const POLL = { timeout: 30_000, interval: 20 } as const;

const common = {
  expect: { poll: POLL },
  environment: 'node',
  pool: 'forks',
  testTimeout: DEADLINE_MS,
  hookTimeout: DEADLINE_MS,
} as const;

export default defineConfig({
  test: {
    globalSetup: './test/fixtures/before-all.ts',
    // With two cores the default would be one; a test of processes waits more than it works.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      { extends: true, test: { ...common, name: 'apart', include: APART } },
      {
        extends: true,
        test: {
          ...common,
          name: 'together',
          include: ['{shared,node,electron,server,renderer,test}/**/*.test.{ts,tsx}'],
          exclude: APART,
          // One process after the other loads the same sources: that took half of the time of all small tests.
          isolate: false,
        },
      },
    ],
  },
});
