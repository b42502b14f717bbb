import { expect, it } from 'vitest';
import { killBackup } from './backup-kill.ts';

it(
  'keeps the last backup restorable when a backup is killed at any moment',
  { timeout: 180_000 },
  async () => {
    const { kills, survived, restored } = await killBackup(10, 20261122);
    expect(kills + survived).toBe(10);
    expect(kills).toBeGreaterThan(3);
    expect(restored).toBeGreaterThan(3);
  },
);
