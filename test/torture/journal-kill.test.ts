import { expect, test } from 'vitest';
import { killJournal } from './journal-kill.ts';

test('nothing that was answered is lost when the process is killed in the middle of its commits', async () => {
  const { kills, answered } = await killJournal(6, 20_261_122);
  expect(kills).toBe(6);
  expect(answered).toBeGreaterThan(5);
}, 120_000);
