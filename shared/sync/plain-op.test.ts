import { anything, array, assert, constantFrom, json, nat, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { opSchema, type Op } from './op.ts';
import { isPlainOp } from './plain-op.ts';

const REPLICA = 'abcdefghijklmnopqrstuvwxyz';
const ID = '01a201a3-f44b-72c6-a625-898ea47c38ff';

const USUAL: Op = {
  id: `${REPLICA}:7`,
  v: 1,
  schema: 1,
  a: ID,
  rec: ID,
  t: 'unit',
  k: 'set',
  f: { 'title/kk': 'Іс', number: { num: 5, letters: ['а'] }, deep: [null, true, -1.5, { a: {} }] },
  p: { 'title/kk': [`${REPLICA}:6`], number: [] },
  h: '0197c2a1b3d4-0003',
  u: ID,
  x: [ID, 0, 2],
};

test('knows ops as every edit makes them', () => {
  expect(isPlainOp(USUAL)).toBe(true);
  const { x: _x, ...single } = USUAL;
  expect(isPlainOp(single)).toBe(true);
});

/** A value in place of one of the members, or of what lies in them; or one member more. */
const spoiled = tuple(
  constantFrom(...Object.keys(USUAL), 'st', 'saw', '__proto__', 'more', 'f/x', 'p/x', 'f/__proto__', 'x/1'),
  oneof(
    json().map((text) => JSON.parse(text) as unknown),
    anything({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown),
    constantFrom<unknown>(
      '',
      ID,
      ID.toUpperCase(),
      `${REPLICA}:0`,
      'a'.repeat(41),
      0,
      1,
      2 ** 60,
      Infinity,
      [ID, 1],
      [ID],
    ),
    array(constantFrom<unknown>(`${REPLICA}:1`, ID, 1)),
    nat(),
  ),
);

test('never says yes where the schema says no, or reads another value', () => {
  assert(
    property(array(spoiled, { minLength: 1, maxLength: 3 }), (changes) => {
      const value = structuredClone(USUAL) as unknown as Record<string, unknown>;
      for (const [place, change] of changes) {
        const [member = '', inner] = place.split('/');
        const holder = inner === undefined ? value : value[member];
        if (typeof holder !== 'object' || holder === null) continue;
        Object.defineProperty(holder, inner ?? member, {
          value: change,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      if (!isPlainOp(value)) return;
      const read = opSchema.safeParse(value);
      expect(read.success).toBe(true);
      expect(JSON.stringify(read.data)).toBe(JSON.stringify(value));
    }),
    { numRuns: 3000 },
  );
});
