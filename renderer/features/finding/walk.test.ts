import { expect, it } from 'vitest';
import { must } from '../../../shared/must.ts';
import { answerOf, hit } from './page-answers-made.ts';
import { placeOf, stepFrom } from './walk.ts';

const answer = answerOf({ u1: [hit('p1', 1), hit('p2', 1)], u2: [hit('p3', 4)] });
const pageOf = (step: ReturnType<typeof stepFrom>) => (step.kind === 'page' ? step.hit.page : step);

it('goes from page to page across units, and stops at the ends', () => {
  expect(['p1', 'p2', 'p3'].map((page) => pageOf(stepFrom(answer, page, 1)))).toEqual([
    'p2',
    'p3',
    { kind: 'end' },
  ]);
  expect(['p3', 'p2', 'p1'].map((page) => pageOf(stepFrom(answer, page, -1)))).toEqual([
    'p2',
    'p1',
    { kind: 'end' },
  ]);
  expect(pageOf(stepFrom(answer, 'elsewhere', 1))).toBe('p1');
  expect(pageOf(stepFrom(answer, 'elsewhere', -1))).toBe('p3');
  expect(pageOf(stepFrom(answerOf({}), 'p1', 1))).toEqual({ kind: 'end' });
  expect(['p1', 'p3', 'elsewhere'].map((page) => placeOf(answer, page))).toEqual([1, 3, null]);
});

it('asks for what it does not know yet before it leaves any out', () => {
  const [first, second] = answer.units;
  const more = {
    ...answer,
    units: [{ ...must(first, 'a unit'), pages: 9 }, must(second, 'a unit')],
    next: 'c',
  };
  expect(stepFrom(more, 'p2', 1)).toEqual({ kind: 'hits', unit: 'u1' });
  expect(stepFrom(more, 'p3', -1)).toEqual({ kind: 'hits', unit: 'u1' });
  expect(stepFrom(more, 'p3', 1)).toEqual({ kind: 'units' });
  expect(placeOf(more, 'p3')).toBe(10);
});
