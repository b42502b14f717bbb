import { expect, it } from 'vitest';
import { EMPTY_QUERY } from '../../ui/find-query.ts';
import { answerOf, hit } from './page-answers-made.ts';
import { questionOf } from './page-answer.ts';
import { agePages, arePagesOld, recallPages, rememberPages } from './shown-pages.ts';

const land = questionOf({ ...EMPTY_QUERY, text: 'жер' });
const cattle = questionOf({ ...EMPTY_QUERY, text: 'мал' });
const whole = { answer: answerOf({ u1: [hit('p1', 1)] }), isStale: false, phase: 'done' } as const;

it('keeps the answer of its own question alone', () => {
  rememberPages(land, whole);
  rememberPages(cattle, { ...whole, isStale: true });
  expect(recallPages(cattle)).toBeNull();
  expect(recallPages(land)).toBe(whole.answer);
  expect(arePagesOld()).toBe(false);
});

it('asks once more for what more was to come to, and for what has changed since', () => {
  rememberPages(land, { ...whole, phase: 'widening' });
  expect(arePagesOld()).toBe(true);
  rememberPages(land, { ...whole, answer: answerOf({}) });
  expect(arePagesOld()).toBe(false);
  agePages();
  expect(arePagesOld()).toBe(true);
});
