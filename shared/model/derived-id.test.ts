import { expect, test } from 'vitest';
import { recordIdSchema } from '../sync/op.ts';
import { derivedId } from './derived-id.ts';

test('the same base and name give the same id, and any other of the same moment another one', () => {
  const base = '01900000-0000-7000-8000-000000000001';
  const neighbour = '01900000-0000-7000-8000-000000000002';
  const id = derivedId(base, 'page 1');
  expect(recordIdSchema.safeParse(id).success).toBe(true);
  expect(derivedId(base, 'page 1')).toBe(id);
  expect(new Set([id, derivedId(base, 'page 2'), derivedId(neighbour, 'page 1')]).size).toBe(3);
});

test('the ids are those that stations and older versions have made', () => {
  const base = '01890a5d-ac96-774b-bcce-b302099a8057';
  expect(derivedId(base, 'leaves')).toBe('01890a5d-ac96-7bbf-9355-d2d5d9ad6ad7');
  expect(derivedId(base, 'парақ 1')).toBe('01890a5d-ac96-738f-b027-0e6e71b9cd0d');
});
