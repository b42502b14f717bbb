import { expect, it } from 'vitest';
import { stageKey } from './stage-keys.ts';

const plain = { key: '', code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

it('turns, zooms and fits by the usual keys', () => {
  expect(stageKey({ ...plain, key: 'PageDown' })).toBe('next');
  expect(stageKey({ ...plain, key: 'ArrowLeft' })).toBe('previous');
  expect(stageKey({ ...plain, key: '+', shiftKey: true })).toBe('zoomIn');
  expect(stageKey({ ...plain, key: '0' })).toBe('fit');
});

it('rotates by the key of R on a Kazakh keyboard too', () => {
  expect(stageKey({ ...plain, key: 'к', code: 'KeyR' })).toBe('rotateRight');
  expect(stageKey({ ...plain, key: 'К', code: 'KeyR', shiftKey: true })).toBe('rotateLeft');
});

it('leaves keys with Ctrl and unknown keys to others', () => {
  expect(stageKey({ ...plain, key: 'r', code: 'KeyR', ctrlKey: true })).toBeNull();
  expect(stageKey({ ...plain, key: 'Tab' })).toBeNull();
});
