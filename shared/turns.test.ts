import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('work under one key goes one after the other, whatever the earlier one threw, and under others at once', async () => {
  const inTurn = createTurns();
  const events: string[] = [];
  const work = (name: string, ticks: number) => async () => {
    events.push(`${name} begins`);
    for (let i = 0; i < ticks; i++) await Promise.resolve();
    events.push(`${name} ends`);
    if (name === 'a1') throw new Error(name);
    return name;
  };
  const [a1, a2, b1] = await Promise.allSettled([
    inTurn('a', work('a1', 20)),
    inTurn('a', work('a2', 1)),
    inTurn('b', work('b1', 1)),
  ]);
  expect(a1.status).toBe('rejected');
  expect([a2, b1]).toMatchObject([{ value: 'a2' }, { value: 'b1' }]);
  expect(events).toEqual(['a1 begins', 'b1 begins', 'b1 ends', 'a1 ends', 'a2 begins', 'a2 ends']);
});
