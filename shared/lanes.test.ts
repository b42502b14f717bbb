/** Work by a few at a time. */
import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

async function* numbers(to: number): AsyncGenerator<number> {
  for (let n = 1; n <= to; n++) yield n;
}

test('trouble with one is told when the others have ended what they were at, and nothing new is begun', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const gate = Promise.withResolvers<null>();
  const all = inLanes(2, numbers(10), async (n) => {
    begun.push(n);
    if (n === 1) throw new Error('the store is gone');
    await gate.promise;
    ended.push(n);
    return 'on';
  });
  const told = all.catch((error: unknown) => [String(error), [...ended]]);
  setImmediate(() => gate.resolve(null));
  expect(await told).toEqual(['Error: the store is gone', [2]]);
  expect(begun).toEqual([1, 2]);
});

test('one that says stop stops all', async () => {
  const done: number[] = [];
  await inLanes(3, numbers(100), async (n) => {
    done.push(n);
    return n === 5 ? 'stop' : 'on';
  });
  expect(done.length).toBeLessThan(10);
  expect(done.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
});
