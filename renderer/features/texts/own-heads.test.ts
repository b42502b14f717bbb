import { expect, it } from 'vitest';
import { createOwnHeads } from './own-heads.ts';

it('lets an edit follow upon the own one that the screen does not show yet', () => {
  const own = createOwnHeads();
  expect(own.follow('line', [])).toEqual([]);
  own.wrote('line', [], ['a']);
  expect(own.follow('line', [])).toEqual(['a']);
  own.wrote('line', [], ['b']);
  // The screen has caught up with the first of the two, or with none.
  expect(own.follow('line', ['a'])).toEqual(['b']);
  expect(own.follow('line', [])).toEqual(['b']);
  own.wrote('line', ['a'], ['c']);
  expect(own.follow('line', ['b'])).toEqual(['c']);
  expect(own.follow('line', ['c'])).toEqual(['c']);
});

it('never lets an edit follow upon what its author did not see', () => {
  const own = createOwnHeads();
  own.wrote('line', [], ['a']);
  // Another station has written over it since: who began to type before saw `a`, and both words stay.
  expect(own.follow('line', ['a'])).toEqual(['a']);
  expect(own.follow('line', ['theirs'])).toEqual(['theirs']);
  own.wrote('line', ['theirs'], ['b']);
  expect(own.follow('line', [])).toEqual([]);
  expect(own.follow('line', ['theirs'])).toEqual(['b']);
  expect(own.follow('another line', [])).toEqual([]);
});
