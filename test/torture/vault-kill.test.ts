import { expect, it } from 'vitest';
import { killVault } from './vault-kill.ts';

it('loses nothing that it kept when its process is killed at any step', { timeout: 180_000 }, async () => {
  const { kills, atSteps, keptAnswers } = await killVault(8, 20261122);
  expect({ kills, atSteps }).toEqual({ kills: 8, atSteps: 4 });
  expect(keptAnswers).toBeGreaterThan(0);
});
