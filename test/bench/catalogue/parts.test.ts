import { expect, test } from 'vitest';
import { createParts } from './parts.ts';

test('a part that fails or hangs is told, and the next one runs', async () => {
  const parts = createParts(null, 60);
  expect(await parts.run('fails', 1, () => Promise.reject(new Error('no list')))).toBeNull();
  expect(await parts.run('hangs', 0.05, () => new Promise(() => undefined))).toBeNull();
  expect(await parts.run('works', 1, () => Promise.resolve(7))).toBe(7);
  expect(parts.troubles).toEqual({ fails: 'no list', hangs: 'not done after 0 s' });
});

test('what is not asked for does not run; what comes after the end of the time neither', async () => {
  const some = createParts(['query'], 60);
  expect(await some.run('start', 1, () => Promise.resolve(1))).toBeNull();
  expect(await some.run('query', 1, () => Promise.resolve(2))).toBe(2);
  expect(some.troubles).toEqual({});
  const late = createParts(null, 0);
  expect(await late.run('query', 1, () => Promise.resolve(2))).toBeNull();
  expect(late.troubles).toEqual({ query: 'no time was left for it' });
});
