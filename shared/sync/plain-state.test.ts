import { anything, array, assert, constantFrom, json, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isPlainState } from './plain-state.ts';
import { recordStateSchema, type RecordState } from './state.ts';

const REPLICA = 'abcdefghijklmnopqrstuvwxyz';
const ID = '01a201a3-f44b-72c6-a625-898ea47c38ff';
const HEAD = { id: `${REPLICA}:7`, h: '0197c2a1b3d4-0003', u: ID, v: { num: 5, letters: ['а', null, -1.5] } };

const USUAL: RecordState = {
  id: ID,
  t: 'unit',
  f: { 'title/kk': { heads: [{ ...HEAD, v: 'Іс' }] }, number: { heads: [HEAD, HEAD] }, gone: { heads: [] } },
};

/** The same without the look before it. */
const slow = z.strictObject(recordStateSchema.shape);

test('knows states as the reducer leaves most of them', () => {
  expect(isPlainState(USUAL)).toBe(true);
  expect(recordStateSchema.parse(USUAL)).toBe(USUAL);
});

test('what is rare is read by the schema, what is wrong is refused by it', () => {
  const rare = { ...USUAL, saw: { [`${REPLICA}:8`]: [`${REPLICA}:7`] } };
  expect(isPlainState(rare)).toBe(false);
  expect(recordStateSchema.parse(rare)).toEqual(rare);
  expect(recordStateSchema.safeParse({ ...USUAL, more: 1 }).success).toBe(false);
  expect(
    recordStateSchema
      .nullable()
      .array()
      .safeParse([USUAL, null, { ...USUAL, id: 'x' }]).success,
  ).toBe(false);
});

const value = oneof(
  json().map((text) => JSON.parse(text) as unknown),
  anything({ maxDepth: 2 }).map((any) => JSON.parse(JSON.stringify(any) ?? 'null') as unknown),
  constantFrom<unknown>('', ID, ID.toUpperCase(), `${REPLICA}:0`, `${REPLICA}:9`, 0, Infinity, HEAD, [HEAD]),
);
const PLACES = [
  ['id'],
  ['t'],
  ['f'],
  ['f', 'title/kk'],
  ['f', '__proto__'],
  ['f', 'number', 'heads'],
  ['f', 'number', 'dead'],
  ...['id', 'h', 'u', 'v', 'more'].map((member) => ['f', 'number', 'heads', '0', member]),
  ['f', 'number', 'heads', '0', 'v', '__proto__'],
  ['saw'],
  ['more'],
  ['__proto__'],
];

test('never says yes where the schema says no, or reads another value', () => {
  assert(
    property(array(tuple(constantFrom(...PLACES), value), { minLength: 1, maxLength: 3 }), (changes) => {
      const state = structuredClone(USUAL) as unknown;
      for (const [place, change] of changes) put(state, place, change);
      if (!isPlainState(state)) return;
      const read = slow.safeParse(state);
      expect(read.success).toBe(true);
      expect(JSON.stringify(read.data)).toBe(JSON.stringify(state));
    }),
    { numRuns: 3000 },
  );
});

/** Puts a value in that place, where there is one, under its own name even where that is a special one. */
function put(state: unknown, [...path]: string[], change: unknown): void {
  const name = path.pop() ?? '';
  let holder = state;
  for (const step of path) holder = isHolder(holder) ? holder[step] : null;
  if (!isHolder(holder)) return;
  Object.defineProperty(holder, name, {
    value: change,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
