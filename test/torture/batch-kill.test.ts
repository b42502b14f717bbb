import { expect, it } from 'vitest';
import { killBatch } from './batch-kill.ts';

it(
  'a batch of thousands is whole or not at all, whenever the host is killed',
  { timeout: 120_000 },
  async () => {
    const { kills, whole, offered, undone } = await killBatch(3, 20261122, 1400);
    expect(kills).toBe(3);
    expect(whole + offered + undone).toBe(3);
  },
);
