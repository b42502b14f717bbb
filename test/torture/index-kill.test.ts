import { expect, it } from 'vitest';
import { killIndex } from './index-kill.ts';

it('finds every record when the browser was killed at any moment', { timeout: 180_000 }, async () => {
  const { kills, checked } = await killIndex(5, 20261122);
  expect(kills).toBe(5);
  expect(checked).toBeGreaterThan(0);
});
