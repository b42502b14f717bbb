import { expect, test } from 'vitest';
import { tortureBadInput } from './bad-input.ts';

// All 10,000 are made by `npm run torture -- bad-input --runs 10000`.
test('spoiled requests are answered as they should be, and change nothing', { timeout: 60_000 }, async () => {
  const { answers, peakMb } = await tortureBadInput(1500, 7);
  // They came to all places where something may be wrong.
  for (const code of [
    'ok',
    'closed',
    'NOT_FOUND',
    'BAD_REQUEST',
    'UNAUTHENTICATED',
    'BATCH_TOO_LARGE',
    'UPGRADE_REQUIRED',
  ]) {
    expect(answers[code] ?? 0, code).toBeGreaterThan(0);
  }
  expect(peakMb).toBeLessThan(1000);
});
