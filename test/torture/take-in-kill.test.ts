import { expect, test } from 'vitest';
import { killTakeIn } from './take-in-kill.ts';

test('a station that is killed while it takes in pages or a snapshot loses nothing and becomes what the centre has', async () => {
  const { kills, stations } = await killTakeIn(5, 20_261_122);
  expect(kills).toBeGreaterThanOrEqual(5);
  expect(stations).toBe(2);
}, 120_000);
