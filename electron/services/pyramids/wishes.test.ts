import { beforeEach, describe, expect, test } from 'vitest';
import { createWishes, type Wishes } from './wishes.ts';

const [A, B, C] = ['a', 'b', 'c'] as const;
const HOUR = 3_600_000;
let now = 0;
let wishes: Wishes<string>;
beforeEach(() => {
  now = 0;
  wishes = createWishes<string>(() => now);
});

const stays = (): AbortSignal => new AbortController().signal;
const next = (): string | undefined => wishes.next()?.sha256;

test('the page asked for last goes first', () => {
  for (const sha of [A, B, C, A]) wishes.add(sha, 0);
  expect(wishes.count()).toBe(3);
  const order: string[] = [];
  for (let wish = wishes.next(); wish !== null; wish = wishes.next()) {
    order.push(wish.sha256);
    wishes.answer(wish, 'made');
  }
  expect(order).toEqual([A, C, B]);
});

test('all who wait for a page hear of it, and nobody twice', async () => {
  const wish = wishes.add(A, 0);
  const waiting = [wishes.wait(wish, HOUR, stays()), wishes.wait(wishes.add(A, 0), HOUR, stays())];
  wishes.answer(wish, 'made');
  expect(await Promise.all(waiting)).toEqual(['made', 'made']);
  expect(wishes.has(A, 0)).toBe(false);
  wishes.answer(wish, 'again');
});

test('who waits too long is told to ask again, and the wish is kept for that', async () => {
  const wish = wishes.add(A, 0);
  now = HOUR;
  expect(await wishes.wait(wish, 1, stays())).toBe('later');
  expect(next()).toBe(A);
  now = 2 * HOUR;
  expect(next()).toBeUndefined();
});

describe('a page that was left', () => {
  test('is not made', async () => {
    const gone = new AbortController();
    wishes.add(B, 0);
    const waiting = wishes.wait(wishes.add(A, 0), HOUR, gone.signal);
    gone.abort();
    expect(await waiting).toBe('later');
    expect(next()).toBe(B);
    expect(await wishes.wait(wishes.add(C, 0), HOUR, gone.signal)).toBe('later');
    expect(next()).toBe(B);
  });

  test('is made when another one waits for it', async () => {
    const gone = new AbortController();
    const other = wishes.wait(wishes.add(A, 0), HOUR, stays());
    const waiting = wishes.wait(wishes.add(A, 0), HOUR, gone.signal);
    gone.abort();
    await waiting;
    now = HOUR;
    expect(next()).toBe(A);
    wishes.answerAll('cancelled');
    expect(await other).toBe('cancelled');
  });
});
