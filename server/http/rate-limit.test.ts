import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, isLoopback } from './addresses.ts';
import { createRateLimit } from './rate-limit.ts';

test('nobody gets more than the burst and what time brings', () => {
  const steps = array(record({ key: constantFrom('a', 'b'), ms: nat(3000) }), { maxLength: 200 });
  assert(
    property(steps, (list) => {
      let time = 0;
      const limit = createRateLimit({ burst: 5, perSecond: 2, now: () => time });
      const taken = new Map<string, number>();
      for (const { key, ms } of list) {
        time += ms;
        if (limit.take(key) === 0) taken.set(key, (taken.get(key) ?? 0) + 1);
      }
      for (const n of taken.values()) expect(n).toBeLessThanOrEqual(5 + Math.floor((time / 1000) * 2) + 1);
    }),
  );
});

test('it says how long to wait, and that is long enough', () => {
  let time = 0;
  const limit = createRateLimit({ burst: 1, perSecond: 1 / 30, now: () => time });
  expect(limit.take('a')).toBe(0);
  const wait = limit.take('a');
  expect(wait).toBe(30);
  time += wait * 1000;
  expect(limit.take('a')).toBe(0);
  limit.forget('a');
  expect(limit.take('a')).toBe(0);
});

test('any number of keys is held in bounds: who was quiet longest is forgotten', () => {
  const limit = createRateLimit({ burst: 1, perSecond: 0.001 });
  for (let i = 0; i < 30_000; i++) {
    limit.take(`key-${i}`);
    limit.wait('loud');
    if (i === 0) limit.take('loud');
  }
  expect(limit.take('key-0')).toBe(0);
  expect(limit.take('loud')).toBeGreaterThan(0);
  expect(limit.take('key-29999')).toBeGreaterThan(0);
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (address, key) => expect(addressKey(address)).toBe(key));

test('this machine is this machine', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
  expect(['128.0.0.1', '10.0.0.1', '::2', '::ffff:10.0.0.1', '127'].some(isLoopback)).toBe(false);
});
