import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('few at a time, in their order, and not who has gone', async () => {
  const gate = createGate(2);
  const gone = new AbortController();
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      log.push(name);
      ends.push(() => resolve(name));
    });
  const { signal } = new AbortController();
  const passed = [
    gate.pass(signal, work('a')),
    gate.pass(signal, work('b')),
    gate.pass(gone.signal, work('gone')),
    gate.pass(signal, work('c')),
  ];
  await Promise.resolve();
  expect(log).toEqual(['a', 'b']);
  gone.abort();
  for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
    end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(passed)).toEqual(['a', 'b', null, 'c']);
  expect(log).toEqual(['a', 'b', 'c']);
});

test('what one work throws is its own, and its place is free again', async () => {
  const gate = createGate(1);
  const { signal } = new AbortController();
  await expect(gate.pass(signal, () => Promise.reject(new Error('ill')))).rejects.toThrow('ill');
  expect(await gate.pass(signal, async () => 'well')).toBe('well');
});
