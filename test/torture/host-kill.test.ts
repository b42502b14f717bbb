import { expect, test } from 'vitest';
import { killHost } from './host-kill.ts';

/** A few of the kills that `npm run torture -- kill` makes by the hundred; another seed each day. */
test(
  'killed at random moments, the host loses nothing that was shown as safe or stored',
  { timeout: 240_000 },
  async () => {
    const seed = Math.floor(Date.now() / 86_400_000);
    expect(await killHost(3, seed)).toMatchObject({ lost: 0 });
  },
);
