import { expect, it } from 'vitest';
import { STAGE_CHORDS, stageKey } from './stage-keys.ts';

const plain = { key: '', code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

it('turns, zooms and fits by the usual keys', () => {
  expect(stageKey({ ...plain, key: 'PageDown' })).toBe('next');
  expect(stageKey({ ...plain, key: 'ArrowLeft' })).toBe('previous');
  expect(stageKey({ ...plain, key: 'ArrowLeft', shiftKey: true })).toBe('panLeft');
  expect(stageKey({ ...plain, key: '+', shiftKey: true })).toBe('zoomIn');
  expect(stageKey({ ...plain, key: '0', code: 'Digit0' })).toBe('fit');
  expect(stageKey({ ...plain, key: '1', code: 'Numpad1' })).toBe('actualSize');
});

it('takes letters by their place, on a Kazakh keyboard too', () => {
  expect(stageKey({ ...plain, key: 'к', code: 'KeyR' })).toBe('rotateRight');
  expect(stageKey({ ...plain, key: 'К', code: 'KeyR', shiftKey: true })).toBe('rotateLeft');
  expect(stageKey({ ...plain, key: 'ц', code: 'KeyW' })).toBe('fitWidth');
  // Digits stand for Kazakh letters there.
  expect(stageKey({ ...plain, key: '«', code: 'Digit1' })).toBe('actualSize');
  expect(stageKey({ ...plain, key: 'ө', code: 'Minus' })).toBe('zoomOut');
  expect(stageKey({ ...plain, key: 'һ', code: 'Equal' })).toBe('zoomIn');
});

it('leaves keys with Ctrl and unknown keys to others', () => {
  expect(stageKey({ ...plain, key: 'r', code: 'KeyR', ctrlKey: true })).toBeNull();
  expect(stageKey({ ...plain, key: 'Tab' })).toBeNull();
  expect(stageKey({ ...plain, key: '?', code: 'Slash', shiftKey: true })).toBeNull();
});

it('gives no key to two commands', () => {
  const chords = Object.values(STAGE_CHORDS).flat();
  expect(new Set(chords).size).toBe(chords.length);
});
