import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,node,electron,renderer,test}/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
