import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTestWorld, type TestStation, type TestWorld } from '../../../test/fixtures/small-sync.ts';
import { must } from '../../must.ts';
import { decodeOp } from '../op-bytes.ts';
import { readOpBytes } from '../read-op.ts';
import { replayOps } from '../reducer.ts';
import type { RecordState } from '../state.ts';
import { viewOf } from '../view.ts';

let world: TestWorld;
let a: TestStation;
let b: TestStation;
let rec: string;

beforeEach(() => {
  world = createTestWorld();
  a = world.station();
  b = world.station();
  rec = world.ids.uuid();
});

function values(state: RecordState | null): unknown {
  return state === null ? null : viewOf(state).values;
}

/** The op stream's own result, which no snapshot, put or rewind may differ from. */
function replayed(station: TestStation, id: string): RecordState | null {
  const ops = [...station.rows.opsOfRecord(id)].filter(({ status }) => status === 'applied');
  return replayOps(ops.flatMap(({ bytes }) => readOpBytes(bytes, decodeOp)?.known ?? []));
}

async function settle(...stations: TestStation[]): Promise<void> {
  for (let i = 0; i < 3; i++) for (const station of stations) await station.round();
}

describe('two stations and a server', () => {
  test('end in the same state, own work is not sent back, and nothing is left to say', async () => {
    a.write({ rec, f: { title: 'Іс' } }, { rec, f: { dates: '1934' } });
    await a.round();
    await b.round();
    b.write({ rec, f: { title: 'Дело' } });
    const told = await b.round();
    expect(told).toMatchObject({ pushed: 1, pulled: 0, problem: null, facts: { unsentOps: 0 } });
    expect(await a.round()).toMatchObject({ pushed: 0, pulled: 1 });
    expect(a.state(rec)).toEqual(b.state(rec));
    expect(world.server.state(rec)).toEqual(a.state(rec));
    expect(await a.round()).toMatchObject({ pushed: 0, pulled: 0 });
  });

  test('an unanswered push is sent again and is nothing new', async () => {
    a.write({ rec, f: { title: 'Іс' } });
    await a.round({ push: () => Promise.resolve({ ok: false, code: 'OFFLINE' }) });
    const wire = world.server.service().as({ device: a.device, person: world.ids.uuid() });
    await a.round({
      push: async (ask) => {
        await wire.push(ask);
        return { ok: false, code: 'TIMEOUT' };
      },
    });
    expect(await a.round()).toMatchObject({ problem: null, facts: { unsentOps: 0 } });
    await b.round();
    expect(b.state(rec)).toEqual(a.state(rec));
  });

  test('a transaction is never cut, however small the pages', async () => {
    world = createTestWorld(2, { pushOps: 1, pullEntries: 1 });
    [a, b] = [world.station(), world.station()];
    a.write({ rec, f: { one: 1 } }, { rec, f: { two: 2 } }, { rec, f: { three: 3 } });
    const sizes: number[] = [];
    const wire = world.server.service().as({ device: b.device, person: world.ids.uuid() });
    await a.round();
    await b.round({
      pull: async (ask) => {
        const page = await wire.pull(ask);
        if (page.ok) sizes.push(page.value.entries.length);
        return page;
      },
    });
    expect(sizes[0]).toBe(3);
    expect(values(b.state(rec))).toEqual({ one: 1, two: 2, three: 3 });
  });

  test('half a step is seen by nobody', async () => {
    const step = world.ids.uuid();
    a.write({ rec, f: { one: 1 }, st: [step, 0] });
    await settle(a, b);
    expect([b.state(rec), world.server.state(rec)]).toEqual([null, null]);
    a.write({ rec, f: { two: 2 }, st: [step, 1, true] });
    await settle(a, b);
    expect(values(b.state(rec))).toEqual({ one: 1, two: 2 });
    expect(world.server.state(rec)).toEqual(b.state(rec));
  });

  test('what neither knows waits at both, byte for byte', async () => {
    const [id] = a.write({ rec, f: { title: 'Жаңа' }, k: 'merge' });
    await settle(a, b);
    const [replica, seq] = must(id, 'an op').split(':');
    const row = b.rows.op(must(replica, 'replica'), Number(seq));
    expect(row?.status).toBe('held');
    expect(row?.bytes).toEqual(a.rows.op(must(replica, 'replica'), Number(seq))?.bytes);
    expect(world.server.state(rec)).toBeNull();
  });
});

describe('a twin', () => {
  test('writes again under a new number what another has written under the same', async () => {
    a.write({ rec, f: { title: 'first' } });
    await a.round();
    const twin = a.clone();
    const other = world.ids.uuid();
    a.write({ rec, f: { title: 'desk' } });
    twin.write({ rec, f: { title: 'laptop' } }, { rec: other, f: { title: 'only here' } });
    twin.write({ rec, f: { title: 'laptop, later' } });
    await a.round();
    const told = await twin.round();
    expect(told.renewed).toHaveLength(1);
    expect(told.facts).toMatchObject({ forked: 3, troubles: [], unsentOps: 0 });
    await settle(a, twin, b);
    const state = must(b.state(rec), 'a state');
    expect(viewOf(state).conflicts).toEqual(['title']);
    const shown = new Set(state.f['title']?.heads.map((head) => head.v));
    expect(shown).toEqual(new Set(['desk', 'laptop, later']));
    expect([a.state(rec), twin.state(rec), world.server.state(rec)]).toEqual([state, state, state]);
    expect(values(a.state(other))).toEqual({ title: 'only here' });
  });

  test('met in the middle of the log is settled by a reading from its beginning', async () => {
    a.write({ rec, f: { title: 'one' } });
    await settle(a, b);
    const twin = a.clone();
    twin.write({ rec, f: { title: 'twin' } });
    await twin.round();
    // The program began anew: what it had read is not known any more.
    const again = a.clone();
    again.write({ rec, f: { title: 'mine' } });
    const cursors: (number | null)[] = [];
    const wire = world.server.service().as({ device: a.device, person: world.ids.uuid() });
    const told = await again.round({
      pull: (ask) => {
        cursors.push(ask.cursor?.srv ?? null);
        return wire.pull(ask);
      },
    });
    expect(cursors.slice(0, 2)).toEqual([1, null]);
    expect(told).toMatchObject({ problem: null, facts: { forked: 1, unsentOps: 0 } });
    await settle(twin, b);
    expect(again.state(rec)).toEqual(world.server.state(rec));
    expect(b.state(rec)?.f['title']?.heads.map(({ v }) => v)).toEqual(['twin', 'mine']);
  });

  test('gives up its number when the server knows more of it than it does', async () => {
    a.write({ rec, f: { title: 'first' } });
    await a.round();
    const old = a.clone();
    a.write({ rec, f: { title: 'second' } });
    await a.round();
    const before = old.replica();
    await old.round();
    expect(old.replica()).not.toBe(before);
    old.write({ rec, f: { title: 'third' } });
    await settle(old, a);
    expect(viewOf(must(a.state(rec), 'a state')).conflicts).toEqual([]);
    expect(values(a.state(rec))).toEqual({ title: 'third' });
  });
});

describe('a withheld op', () => {
  test('goes out of every state, stays where it is, and comes back when a person lets it in', async () => {
    a.write({ rec, f: { title: 'sound' } });
    await settle(a, b);
    world.server.judgeBy(({ ops }) => (JSON.stringify(ops[0]?.known?.f).includes('bad') ? 'TEST' : null));
    const [id] = a.write({ rec, f: { title: 'bad' } });
    await settle(a, b);
    for (const station of [a, b]) expect(values(station.state(rec))).toEqual({ title: 'sound' });
    expect((await b.store.facts()).withheld).toBe(1);
    const wire = world.server.service().as({ device: a.device, person: world.ids.uuid() });
    const attention = await wire.attention({ after: null, limit: 10, decided: false });
    expect(attention).toMatchObject({ ok: true, value: { ops: [{ id, code: 'TEST' }] } });
    expect(await wire.decide({ ids: [must(id, 'id')], decision: 'accept' })).toMatchObject({
      value: { ops: 1 },
    });
    await settle(a, b);
    for (const station of [a, b]) expect(values(station.state(rec))).toEqual({ title: 'bad' });
    expect(a.state(rec)).toEqual(world.server.state(rec));
    expect(a.state(rec)).toEqual(replayed(a, rec));
  });

  test('is asked for when the server has its hash only', async () => {
    world.server.judgeBy(() => 'TEST');
    a.write({ rec, f: { title: 'bad' } });
    await settle(a, b);
    const empty = createTestWorld(9);
    empty.server.recover();
    // b knows the op by its hash; the new server gets it from b first and its bytes from a later.
    const wire = empty.server.service().as({ device: b.device, person: world.ids.uuid() });
    await b.round(wire);
    expect(await empty.server.store.read((tx) => tx.lacking(10))).toHaveLength(1);
    await a.round(empty.server.service().as({ device: a.device, person: world.ids.uuid() }));
    expect(await empty.server.store.read((tx) => tx.lacking(10))).toEqual([]);
  });
});

describe('a server', () => {
  test.each([true, false])('that was set back gets everything again (new epoch: %s)', async (newEpoch) => {
    a.write({ rec, f: { title: 'one' } });
    await settle(a, b);
    const image = world.server.db.copy();
    a.write({ rec, f: { title: 'two' } });
    await settle(a, b);
    world.server.restore(image, newEpoch);
    b.write({ rec, f: { title: 'three' } });
    await settle(b, a);
    expect(values(world.server.state(rec))).toEqual({ title: 'three' });
    expect(a.state(rec)).toEqual(world.server.state(rec));
    expect(b.state(rec)).toEqual(a.state(rec));
  });
});

describe('a snapshot', () => {
  test('and the tail of the log give what the ops give; history makes the journal whole', async () => {
    for (let i = 0; i < 8; i++)
      a.write({ rec, f: { title: `t${i}` } }, { rec: world.ids.uuid(), f: { n: i } });
    await a.round();
    const told = await b.round();
    expect(told.facts).toMatchObject({ missing: 0 });
    expect(told.history).toBe(16);
    expect(b.state(rec)).toEqual(a.state(rec));
    expect(replayed(b, rec)).toEqual(b.state(rec));
    b.write({ rec, f: { title: 'after' } });
    await settle(b, a);
    expect(values(a.state(rec))).toEqual({ title: 'after' });
  });
});

describe('a whole state', () => {
  test('keeps what is here and not in it, and takes nothing twice that comes later', async () => {
    a.write({ rec, f: { title: 'one' } });
    await settle(a, b);
    a.write({ rec, f: { title: 'two', dates: '1934' } });
    await a.round();
    b.write({ rec, f: { scope: 'mine' } });
    b.db.transaction('want', () => b.rows.want(rec));
    const wire = world.server.service().as({ device: b.device, person: world.ids.uuid() });
    const ask = must(await b.store.wanted(10), 'a record');
    const records = await wire.records(ask);
    if (!records.ok) throw new Error(records.code);
    expect(await b.store.takeRecords({ ask, answer: records.value })).toEqual({ settled: 1 });
    expect(values(b.state(rec))).toEqual({ title: 'two', dates: '1934', scope: 'mine' });
    expect(b.rows.hasFloors()).toBe(true);
    b.write({ rec, f: { title: 'three' } });
    await settle(b, a);
    expect(b.rows.hasFloors()).toBe(false);
    expect(b.state(rec)).toEqual(world.server.state(rec));
    expect(b.state(rec)).toEqual(replayed(b, rec));
  });
});

test('disks in any order, twice and in part, end as the line does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(
        fc.record({ from: fc.nat(2), to: fc.nat(2), write: fc.nat(3), online: fc.boolean(), ops: fc.nat(5) }),
        { minLength: 5, maxLength: 25 },
      ),
      async (seed, acts) => {
        const small = createTestWorld(seed, { pushOps: 2, pullEntries: 3 });
        const stations = [small.station(), small.station(), small.station()];
        const recs = [small.ids.uuid(), small.ids.uuid()];
        for (const { from, to, write, online, ops } of acts) {
          const [source, target] = [must(stations[from], 'a station'), must(stations[to], 'a station')];
          const id = must(recs[write % 2], 'a record');
          source.write(
            ...Array.from({ length: 1 + (write % 3) }, (_, i) => ({ rec: id, f: { [`f${i}`]: ops } })),
          );
          if (online) await source.round();
          const limits = { pushOps: 1 + ops, pushBytes: 10_000 };
          const carried = await source.store.segmentsAfter({ vector: {}, limits });
          const seals = carried.segments.flatMap(({ seal }) => (seal === undefined ? [] : [seal]));
          for (let again = 0; again < 2; again++) await target.store.takeOps({ ...carried, seals });
        }
        await settle(...stations);
        for (const id of recs) {
          const there = small.server.state(id);
          for (const station of stations) {
            expect(station.state(id)).toEqual(there);
            expect(replayed(station, id)).toEqual(there);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
