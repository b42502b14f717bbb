import { expect, it } from 'vitest';
import type { WaitingWork } from './use-waiting.ts';
import { isOpenWork, waitingOrder, writerOf } from './waiting-words.ts';

const piece = (by: string): WaitingWork['pieces'][number] => ({
  op: `${'a'.repeat(26)}:1`,
  rec: '0190b000-0000-7000-8000-000000000001',
  t: 'unit',
  kind: 'set',
  values: {},
  at: '000000000000-0000',
  by,
});
const work = (key: string, more: Partial<WaitingWork> = {}): WaitingWork => ({
  key,
  kind: 'step',
  replica: 'a'.repeat(26),
  total: 1,
  pieces: [],
  isLeft: false,
  ...more,
});

it('what a person may decide about comes first, what they have left last', () => {
  const works = [work('left', { isLeft: true }), work('newer', { kind: 'newer' }), work('open')];
  expect(waitingOrder(works).map(({ key }) => key)).toEqual(['open', 'newer', 'left']);
  expect(works.filter(isOpenWork).map(({ key }) => key)).toEqual(['open']);
});

it('is of one person, or of nobody in particular', () => {
  expect(writerOf(work('none'))).toBeNull();
  expect(writerOf(work('one', { pieces: [piece('p1'), piece('p1')] }))).toBe('p1');
  expect(writerOf(work('two', { pieces: [piece('p1'), piece('p2')] }))).toBeNull();
});
