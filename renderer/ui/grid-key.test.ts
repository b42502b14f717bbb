import { expect, it } from 'vitest';
import { gridKey } from './grid-key.ts';

it('goes one to the side, a row up and down, a screen by the page keys', () => {
  expect(gridKey('ArrowRight', 4, 3)).toEqual({ key: 'ArrowDown', step: 4 });
  expect(gridKey('ArrowUp', 4, 3)).toEqual({ key: 'PageUp', step: 4 });
  expect(gridKey('PageDown', 4, 3)).toEqual({ key: 'PageDown', step: 12 });
  expect(gridKey('a', 4, 3).key).toBe('a');
});
