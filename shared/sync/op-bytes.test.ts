import { describe, expect, test } from 'vitest';
import { decodeOp, encodeOp } from './op-bytes.ts';
import type { Op } from './op.ts';

const ARCHIVE = '01a201a3-f44b-72c6-a625-898ea47c38ff';
const RECORD = '01a201a3-f44b-72c6-a625-898ea47c3800';

const op: Op = {
  id: `${'a'.repeat(26)}:7`,
  v: 1,
  schema: 1,
  a: ARCHIVE,
  rec: RECORD,
  t: 'unit',
  k: 'set',
  f: { 'title/ru': 'Дело', 'title/kk': 'Іс \u0000 \ud83d\ude00 \ud800' },
  p: {},
  h: '0197c2a1b3d4-0003',
  u: ARCHIVE,
};

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

describe('an op’s bytes', () => {
  test('do not depend on the order in which its fields were filled', () => {
    const turned = Object.fromEntries(Object.entries(op).reverse()) as Op;
    const fields = Object.fromEntries(Object.entries(op.f).reverse());
    expect(encodeOp({ ...turned, f: fields })).toEqual(encodeOp(op));
  });

  test('give back the same op, letters untouched: nothing is normalised', () => {
    expect(decodeOp(encodeOp(op))).toEqual({ ok: true, value: { known: true, op } });
  });

  test('of an unknown kind, a newer format or with unknown parts are read as far as whose they are', () => {
    const envelope = { id: op.id, a: op.a, rec: op.rec };
    for (const newer of [
      { ...op, k: 'merge' },
      { ...op, v: 2, f: 'elsewhere' },
      { ...op, extra: 1 },
    ]) {
      expect(decodeOp(bytesOf(newer))).toEqual({ ok: true, value: { known: false, envelope } });
    }
  });

  test('that are no op at all are BAD_OP', () => {
    for (const bytes of [
      bytesOf({ ...op, id: 'x:0' }),
      bytesOf(null),
      new Uint8Array([0xff, 0x7b]),
      new Uint8Array(),
    ]) {
      expect(decodeOp(bytes)).toEqual({ ok: false, code: 'BAD_OP' });
    }
  });
});
