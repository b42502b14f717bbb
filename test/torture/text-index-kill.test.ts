import { expect, test } from 'vitest';
import { killTextIndex } from './text-index-kill.ts';

test('every page is found by its words when the index was killed or damaged at any moment', async () => {
  const { kills, checked } = await killTextIndex(4, 20_261_122);
  expect(kills).toBe(4);
  expect(checked).toBeGreaterThan(20);
}, 120_000);
