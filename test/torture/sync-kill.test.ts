import { expect, test } from 'vitest';
import { killSync } from './sync-kill.ts';

/** A few of the kills that `npm run torture -- sync` makes by the hundred; another seed each day. */
test(
  'stations and server killed in the middle of their traffic lose nothing that was shown as safe',
  { timeout: 240_000 },
  async () => {
    const seed = Math.floor(Date.now() / 86_400_000);
    expect(await killSync(5, seed)).toMatchObject({ lost: 0 });
  },
);
