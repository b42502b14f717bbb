import { expect, test } from 'vitest';
import { killIngest } from './ingest-kill.ts';

/** A few of the kills that `npm run torture -- ingest` makes by the hundred, on a smaller import; another seed each day. */
test('killed in the middle of an import, every file is in exactly once', { timeout: 240_000 }, async () => {
  const seed = Math.floor(Date.now() / 86_400_000);
  expect(await killIngest(3, seed, 40)).toMatchObject({ lost: 0 });
});
