import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimeLeft } from './time-left.ts';

describe('the time left', () => {
  test('is not known before there is a rate, nor when nothing is left', () => {
    const left = createTimeLeft();
    left.note(0, 0, 100);
    expect(left.at(0)).toBeNull();
    left.note(3900, 50, 100);
    expect(left.at(3900)).toBeNull();
    left.note(5000, 100, 100);
    expect(left.at(5000)).toBeNull();
  });

  test('is what is left by the rate so far', () => {
    const left = createTimeLeft();
    for (let second = 0; second <= 10; second++) left.note(second * 1000, second * 2, 100);
    expect(left.at(10_000)).toBe(40_000);
  });

  test('begins anew with another count', () => {
    const left = createTimeLeft();
    for (let second = 0; second <= 10; second++) left.note(second * 1000, second * 2, 100);
    left.note(11_000, 0, 50);
    expect(left.at(11_000)).toBeNull();
  });

  test('follows a change of rate without a jump, and comes to the true one', () => {
    const left = createTimeLeft();
    let done = 0;
    const said: number[] = [];
    const second = (at: number, steps: number) => {
      done += steps;
      left.note(at * 1000, done, 10_000);
      const now = left.at(at * 1000);
      if (now !== null) said.push(now);
    };
    for (let at = 0; at < 60; at++) second(at, 20);
    // From now on everything takes four times as long.
    for (let at = 60; at < 400; at++) second(at, 5);
    const rises = said.map((each, at) => each - (said[at - 1] ?? each));
    expect(Math.max(...rises)).toBeLessThan(0.1 * Math.max(...said));
    const truth = ((10_000 - done) / 5) * 1000;
    expect(Math.abs((said.at(-1) ?? 0) - truth) / truth).toBeLessThan(0.15);
  });

  test('does not jump when work comes in bursts', () => {
    const left = createTimeLeft();
    let before: number | null = null;
    for (let second = 0; second <= 300; second++) {
      left.note(second * 1000, Math.floor(second / 20) * 100, 3000);
      const now = left.at(second * 1000);
      if (before !== null && now !== null) expect(Math.abs(now - before)).toBeLessThan(0.1 * before);
      before = now;
    }
  });

  test('of steady work is right, however long it was interrupted by nothing new', () => {
    const steady = fc.record({
      perSecond: fc.integer({ min: 1, max: 50 }),
      seconds: fc.integer({ min: 6, max: 300 }),
      more: fc.integer({ min: 1, max: 20_000 }),
    });
    fc.assert(
      fc.property(steady, ({ perSecond, seconds, more }) => {
        const left = createTimeLeft();
        const total = perSecond * seconds + more;
        let said: number | null = null;
        for (let second = 0; second <= seconds; second++) {
          left.note(second * 1000, second * perSecond, total);
          said = left.at(second * 1000);
        }
        const truth = (more / perSecond) * 1000;
        expect(Math.abs((said ?? -1) - truth)).toBeLessThanOrEqual(truth * 0.01 + 1);
      }),
    );
  });

  test('is never negative, whatever happens', () => {
    const steps = fc.array(fc.record({ after: fc.integer({ min: 1, max: 5000 }), done: fc.nat(5000) }), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(steps, fc.nat(5000), (noted, total) => {
        const left = createTimeLeft();
        let at = 0;
        for (const { after, done } of noted) {
          at += after;
          left.note(at, done, total);
          expect(left.at(at) ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
