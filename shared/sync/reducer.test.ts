/**
 * A little world of stations that write, see and pass on ops in any order; every property that the design rests on is
 * asked of what it leaves behind.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { must } from '../must.ts';
import { tickClock } from './clock.ts';
import { deleteRecord, restoreRecord, setFields } from './edits.ts';
import type { KnownOp } from './op-bytes.ts';
import { opId } from './op-id.ts';
import type { OpId } from './op.ts';
import { applyOp, replayOps } from './reducer.ts';
import { DELETED_FIELD, type RecordState } from './state.ts';
import { viewOf } from './view.ts';

const RECORD = '01a201a3-f44b-72c6-a625-898ea47c3800';
const SELF = '01a201a3-f44b-72c6-a625-898ea47c38ff';
const STATIONS = 4;
const FIELDS = ['title/kk', 'title/ru', 'dates', 'tags/x'] as const;
const START = Date.UTC(2026, 0);
const MILLION_SECONDS_MS = 1_000_000_000;

type Action =
  | {
      readonly do: 'set';
      readonly at: number;
      readonly field: number;
      readonly value: number;
      readonly blind: boolean;
    }
  | { readonly do: 'delete'; readonly at: number }
  | { readonly do: 'restore'; readonly at: number }
  | { readonly do: 'pass'; readonly at: number; readonly to: number; readonly shuffle: number };

const station = fc.nat(STATIONS - 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      at: station,
      field: fc.nat(FIELDS.length - 1),
      value: fc.nat(5),
      blind: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ do: fc.constant('delete' as const), at: station }),
      fc.record({ do: fc.constant('restore' as const), at: station }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), at: station, to: station, shuffle: fc.nat() }),
  },
);
const actions = fc.array(action, { minLength: 1, maxLength: 60 });
const skews = fc.array(fc.integer({ min: -MILLION_SECONDS_MS, max: MILLION_SECONDS_MS }), {
  minLength: STATIONS,
  maxLength: STATIONS,
});

/** A log with its unique key, and the state that it keeps beside it: what every journal and server has. */
class Log {
  readonly ops = new Map<OpId, KnownOp>();
  state: RecordState | null = null;

  take(op: KnownOp): void {
    if (this.ops.has(op.id)) return;
    this.state = applyOp(this.state, op, (id) => this.ops.has(id));
    this.ops.set(op.id, op);
  }
}

/** Plays the actions; `skews` are the stations' clock errors in milliseconds. */
function play(list: readonly Action[], errors: readonly number[]): Log[] {
  const logs = Array.from({ length: STATIONS }, () => new Log());
  const sequences = logs.map(() => 0);
  const clocks: (string | null)[] = logs.map(() => null);
  for (const [i, step] of list.entries()) {
    const log = must(logs[step.at], 'a station');
    if (step.do === 'pass') {
      const other = must(logs[step.to], 'a station');
      for (const op of shuffled([...log.ops.values()], step.shuffle)) other.take(op);
      continue;
    }
    const edit = editOf(step, log.state, i);
    const seq = must(sequences[step.at], 'a sequence') + 1;
    sequences[step.at] = seq;
    const clock = tickClock(clocks[step.at] ?? null, START + i * 1000 + must(errors[step.at], 'an error'));
    clocks[step.at] = clock;
    log.take({
      id: opId('abcd'.charAt(step.at).repeat(26), seq),
      v: 1,
      schema: 1,
      a: SELF,
      rec: RECORD,
      t: 'unit',
      h: clock,
      u: SELF,
      ...edit,
    });
  }
  return logs;
}

function editOf(
  step: Exclude<Action, { do: 'pass' }>,
  state: RecordState | null,
  i: number,
): Pick<KnownOp, 'k' | 'f' | 'p' | 'saw'> {
  const view = viewOf(state ?? { id: RECORD, t: 'unit', f: {} });
  if (step.do === 'delete') {
    const seen = deleteRecord(view).p;
    return {
      k: 'del',
      f: { [DELETED_FIELD]: true },
      p: { [DELETED_FIELD]: seen[DELETED_FIELD] ?? [] },
      saw: Object.values(seen).flat(),
    };
  }
  if (step.do === 'restore') return { k: 'undel', f: { [DELETED_FIELD]: false }, p: restoreRecord(view).p };
  const field = must(FIELDS[step.field], 'a field');
  const value: Json = field.startsWith('tags/') ? step.value > 2 : `${step.value} of ${i}`;
  const { f, p } = setFields(view, { [field]: value });
  return { k: state === null ? 'new' : 'set', f, p: step.blind && step.value === 0 ? {} : p };
}

function shuffled<T>(items: T[], seed: number): T[] {
  let random = seed + 1;
  for (let i = items.length - 1; i > 0; i--) {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = random % (i + 1);
    const held = must(items[i], 'an item');
    items[i] = must(items[j], 'an item');
    items[j] = held;
  }
  return items;
}

function allOps(logs: readonly Log[]): KnownOp[] {
  return [...new Map(logs.flatMap((log) => [...log.ops])).values()];
}

function stateOf(ops: readonly KnownOp[]): RecordState | null {
  const log = new Log();
  for (const op of ops) log.take(op);
  return log.state;
}

/** The heads by field without what only a clock decides: their order. */
function headsByField(state: RecordState | null): Record<string, OpId[]> {
  const registers = Object.entries(state?.f ?? {});
  return Object.fromEntries(
    registers.map(([field, { heads }]) => [field, heads.map((head) => head.id).sort()]),
  );
}

const runs = { numRuns: 1500 };

describe('the reducer', () => {
  test('gives the same state, byte for byte, for the same ops in any order and with any repeats', () => {
    fc.assert(
      fc.property(actions, skews, fc.nat(), fc.nat(), (list, errors, seed, other) => {
        const ops = allOps(play(list, errors));
        const expected = JSON.stringify(stateOf(ops));
        const repeated = shuffled([...ops, ...ops.filter((_, i) => i % 2 === 0), ...ops], seed);
        expect(JSON.stringify(stateOf(repeated))).toBe(expected);
        expect(JSON.stringify(replayOps(shuffled([...ops, ...ops], other)))).toBe(expected);
      }),
      runs,
    );
  });

  test('also when only some ops have come so far, and the rest later', () => {
    fc.assert(
      fc.property(actions, skews, fc.nat(), fc.nat(), (list, errors, seed, cut) => {
        const ops = shuffled(allOps(play(list, errors)), seed);
        const some = ops.slice(0, cut % (ops.length + 1));
        const rest = shuffled(ops.slice(some.length), seed + 7);
        expect(JSON.stringify(stateOf(shuffled([...some], seed + 3)))).toBe(JSON.stringify(stateOf(some)));
        expect(JSON.stringify(stateOf([...some, ...rest]))).toBe(JSON.stringify(stateOf(ops)));
      }),
      runs,
    );
  });

  test('keeps every value ever written as a head, unless a later op named it', () => {
    fc.assert(
      fc.property(actions, skews, fc.nat(), (list, errors, seed) => {
        const ops = shuffled(allOps(play(list, errors)), seed);
        const state = stateOf(ops);
        for (const op of ops) {
          for (const [field, value] of Object.entries(op.f)) {
            const head = state?.f[field]?.heads.find(({ id }) => id === op.id);
            const isNamed = ops.some((later) => later.p[field]?.includes(op.id));
            expect(head !== undefined, `${op.id} in ${field}`).toBe(!isNamed);
            if (head !== undefined) expect(head.v).toEqual(value);
          }
        }
      }),
      runs,
    );
  });

  test('waits for nothing once everything is here', () => {
    fc.assert(
      fc.property(actions, skews, fc.nat(), (list, errors, seed) => {
        const state = stateOf(shuffled(allOps(play(list, errors)), seed));
        for (const register of Object.values(state?.f ?? {})) expect(register.dead).toBeUndefined();
      }),
      runs,
    );
  });

  test('lets wrong clocks change nothing but which head is shown', () => {
    fc.assert(
      fc.property(actions, skews, (list, errors) => {
        const right = play(
          list,
          errors.map(() => 0),
        ).map((log) => log.state);
        const wrong = play(list, errors).map((log) => log.state);
        expect(wrong.map(headsByField)).toEqual(right.map(headsByField));
        const told = (state: RecordState | null): unknown => {
          if (state === null) return null;
          const { conflicts, deleted, editedWhileDeleted } = viewOf(state);
          return { conflicts, deleted, editedWhileDeleted };
        };
        expect(wrong.map(told)).toEqual(right.map(told));
      }),
      runs,
    );
  });

  test('makes no conflict of edits that follow one another, at whatever stations and clocks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(station, fc.nat(2)), { minLength: 1, maxLength: 25 }),
        skews,
        (writes, errors) => {
          const list = writes.flatMap(([at, field], i): Action[] => [
            { do: 'set', at, field, value: i + 1, blind: false },
            ...[0, 1, 2, 3].map((to): Action => ({ do: 'pass', at, to, shuffle: i })),
          ]);
          for (const { state } of play(list, errors)) {
            const view = viewOf(must(state, 'something was written'));
            expect(view.conflicts).toEqual([]);
            for (const ids of Object.values(view.heads)) expect(ids.length).toBe(1);
            for (const [i, [, field]] of writes.entries()) {
              const isLast = !writes.slice(i + 1).some(([, later]) => later === field);
              if (isLast) expect(view.values[must(FIELDS[field], 'a field')]).toBe(`${i + 1} of ${i * 5}`);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('an op after its successor', () => {
  const base = { v: 1 as const, schema: 1, a: SELF, rec: RECORD, t: 'unit', k: 'set' as const, u: SELF };
  const at = (seq: number): string => tickClock(null, START + seq);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => opId(name.repeat(26), 1)) as [OpId, OpId, OpId];
  const first: KnownOp = { ...base, id: a, f: { dates: 'first' }, p: {}, h: at(1) };
  const second: KnownOp = { ...base, id: b, f: { dates: 'second' }, p: { dates: [a] }, h: at(2) };
  const beside: KnownOp = { ...base, id: c, f: { dates: 'beside' }, p: { dates: [a] }, h: at(3) };

  test('does not come back as a value', () => {
    const waiting = must(stateOf([second]), 'a state');
    expect(waiting.f['dates']?.dead).toEqual([a]);
    const state = must(stateOf([second, first]), 'a state');
    expect(state.f['dates']?.dead).toBeUndefined();
    expect(viewOf(state).values).toEqual({ dates: 'second' });
  });

  test('is not waited for when it was superseded long ago', () => {
    const state = must(stateOf([first, second, beside]), 'a state');
    expect(state.f['dates']?.dead).toBeUndefined();
    expect(JSON.stringify(state)).toBe(JSON.stringify(stateOf([beside, second, first])));
    expect(viewOf(state).conflicts).toEqual(['dates']);
  });
});
