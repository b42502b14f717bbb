import { expect, test } from 'vitest';
import { createIntake } from './intake.ts';

test('whoever waits for a gap gets one when nothing comes in, or after a while', async () => {
  const intake = createIntake();
  await intake.gap(60_000);
  let end: () => void = () => undefined;
  const coming = intake.during(() => new Promise<void>((resolve) => (end = resolve)));
  await intake.gap(5);
  const gap = intake.gap(60_000);
  end();
  await Promise.all([coming, gap]);
});

test('work that fails leaves a gap too', async () => {
  const intake = createIntake();
  await expect(intake.during(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  await expect(intake.gap(60_000)).resolves.toBeUndefined();
});
