import { expect, it } from 'vitest';
import { killMove } from './move-kill.ts';

it('loses nothing when a move of the data is killed at any moment', { timeout: 180_000 }, async () => {
  const { kills, survived, moved } = await killMove(11, 20261122);
  expect(kills + survived).toBe(11);
  expect(kills).toBeGreaterThan(7);
  expect(moved).toBeGreaterThan(0);
});
