import { anything, assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { AS_SCANNED, adjusted, filterOf } from './adjustments.ts';
import { readSeen, withSeen, type Seen } from './remembered.ts';
import { WHOLE } from './stage-layout.ts';

const seen = (id: string): Seen => ({
  id,
  page: 'page',
  view: { fit: 'free', zoom: 2.5, x: 0.1, y: 0.7, rotation: 90 },
  adjustments: { ...AS_SCANNED, isNegative: true },
  isDouble: true,
  isCoverAlone: false,
});

it('reads what it wrote', () => {
  const all = withSeen(withSeen([], seen('1')), seen('2'));
  expect(readSeen(JSON.stringify(all))).toEqual([seen('2'), seen('1')]);
});

it('keeps two hundred documents, those looked at last', () => {
  let all: Seen[] = [];
  for (let i = 0; i < 250; i += 1) all = withSeen(all, seen(String(i)));
  all = withSeen(all, seen('60'));
  expect(all.length).toBe(200);
  expect(all[0]?.id).toBe('60');
  expect(all.at(-1)?.id).toBe('50');
});

it('survives anything that may be stored', () => {
  assert(property(string(), (text) => void readSeen(text)));
  assert(property(anything(), (value) => void readSeen(JSON.stringify(value) ?? null)));
});

it('a damaged part takes no other with it, a damaged entry no other document', () => {
  const text = JSON.stringify([
    { ...seen('1'), view: { fit: 'page', zoom: 'large' }, adjustments: { brightness: 9000, isGrey: 1 } },
    { page: 'no id' },
    null,
    seen('2'),
  ]);
  expect(readSeen(text)).toEqual([
    { ...seen('1'), view: WHOLE, adjustments: { ...AS_SCANNED, brightness: 200 } },
    seen('2'),
  ]);
});

it('light has bounds, and as scanned needs no filter', () => {
  expect(filterOf(AS_SCANNED)).toBe('');
  expect(filterOf({ ...AS_SCANNED, contrast: 140, isNegative: true })).toBe('invert(1) contrast(140%)');
  expect(adjusted(AS_SCANNED, 'brightness', 50).brightness).toBe(200);
  expect(adjusted(AS_SCANNED, 'contrast', -50).contrast).toBe(40);
});
