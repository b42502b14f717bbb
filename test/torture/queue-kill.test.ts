import { expect, test } from 'vitest';
import { killQueue } from './queue-kill.ts';

/** Some of the kills that `npm run torture -- queue` makes by the hundred; another seed each day. */
test(
  'a queue that is killed forgets nothing, runs nothing twice, and what rests goes on resting',
  { timeout: 120_000 },
  async () => {
    const seed = Math.floor(Date.now() / 86_400_000);
    expect(await killQueue(10, seed)).toMatchObject({ lost: 0 });
  },
);
