import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBudget, createGate } from './budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a budget gives what is left and no more', () => {
  const budget = createBudget(10);
  expect(budget.take(7)).toBe(true);
  expect(budget.take(4)).toBe(false);
  budget.give(7);
  expect(budget.take(10)).toBe(true);
  expect(budget.used).toBe(10);
});

test('work waits its turn in the order it came, by weight; what is heavier than all goes alone', async () => {
  const gate = createGate({ most: 10, maxWaiting: 10, waitMs: 1000 });
  const first = await gate.enter(6);
  const order: string[] = [];
  const second = gate.enter(100).then((leave) => (order.push('heavy'), leave));
  const third = gate.enter(1).then((leave) => (order.push('light'), leave));
  await Promise.resolve();
  expect(order).toEqual([]);
  first?.();
  first?.();
  const leave = await second;
  await vi.advanceTimersByTimeAsync(10);
  expect(order).toEqual(['heavy']);
  leave?.();
  await third;
  expect(order).toEqual(['heavy', 'light']);
});

test('nobody waits for ever, and not everybody may wait', async () => {
  const gate = createGate({ most: 1, maxWaiting: 1, waitMs: 1000 });
  const leave = await gate.enter(1);
  const waiting = gate.enter(1);
  expect(await gate.enter(1)).toBeNull();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await waiting).toBeNull();
  expect(gate.waiting).toBe(0);
  leave?.();
  expect(await gate.enter(1)).not.toBeNull();
});

test('one that has given up waiting holds up nobody who fits', async () => {
  const gate = createGate({ most: 10, maxWaiting: 10, waitMs: 1000 });
  await gate.enter(6);
  const heavy = gate.enter(10);
  await vi.advanceTimersByTimeAsync(500);
  const light = gate.enter(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await heavy).toBeNull();
  expect(await light).not.toBeNull();
});
