import { expect, test } from 'vitest';
import { untilInterrupted } from './until-interrupted.ts';

/** As Ctrl+C does; false when nobody listens, and the process would end. */
const interrupt = (): boolean => process.emit('SIGINT');

test('the first interrupt is for the work, and nobody listens any more afterwards', async () => {
  const before = process.listenerCount('SIGINT');
  const done = await untilInterrupted(async (stop) => {
    expect(stop.aborted).toBe(false);
    interrupt();
    expect(stop.aborted).toBe(true);
    expect(process.listenerCount('SIGINT')).toBe(before);
    return 'ended in good order';
  });
  expect(done).toBe('ended in good order');
  await expect(untilInterrupted(() => Promise.reject(new Error('trouble')))).rejects.toThrow('trouble');
  expect(process.listenerCount('SIGINT')).toBe(before);
});
