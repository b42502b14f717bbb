import { expect, test } from 'vitest';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { derivedId } from './derived-id.ts';

test('the same base and name give the same id, and any other of the same moment another one', () => {
  const base = '01900000-0000-7000-8000-000000000001';
  const neighbour = '01900000-0000-7000-8000-000000000002';
  const id = derivedId(base, 'page 1');
  expect(recordIdSchema.safeParse(id).success).toBe(true);
  expect(derivedId(base, 'page 1')).toBe(id);
  expect(new Set([id, derivedId(base, 'page 2'), derivedId(neighbour, 'page 1')]).size).toBe(3);
});
