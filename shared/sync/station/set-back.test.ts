/** What a station holds whole, and where it is in a log, when the log turns out to be another one. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  ARCHIVE,
  createTestWorld,
  type TestStation,
  type TestWorld,
} from '../../../test/fixtures/small-sync.ts';
import { must } from '../../must.ts';
import { shortHash } from '../chain.ts';
import type { Wire } from '../wire/wire.ts';
import { createDesk } from './desk.ts';
import { loosenFloors } from './loosen-floors.ts';
import { sha256 } from '../../../node/sha256.ts';

let world: TestWorld;
let a: TestStation;
let b: TestStation;
let rec: string;
let wire: Wire;

beforeEach(async () => {
  world = createTestWorld();
  a = world.station();
  b = world.station();
  rec = world.ids.uuid();
  wire = world.server.service().as({ device: b.device, person: ARCHIVE });
  a.write({ rec, f: { title: 'one' } });
  await a.round();
  await b.round();
});

const want = (station: TestStation): void => station.db.transaction('want', () => station.rows.want(rec));

describe('a whole state', () => {
  test('is not taken when the station has read on since it was asked for', async () => {
    want(b);
    const ask = must(await b.store.wanted(10), 'a record');
    const answer = await wire.records(ask);
    if (!answer.ok) throw new Error(answer.code);
    a.write({ rec, f: { title: 'two' } });
    await a.round();
    const page = await wire.pull({ cursor: ask.cursor, mine: [], limit: 10 });
    if (!page.ok) throw new Error(page.code);
    await b.store.takePage(page.value);
    expect(await b.store.takeRecords({ ask, answer: answer.value })).toEqual({ settled: 0 });
    expect(b.state(rec)).toEqual(world.server.state(rec));
  });

  test.each([
    ['as many ops as', 1],
    ['more ops than', 2],
  ])('is not taken when it counts %s ours, written by a twin', async (_many, count) => {
    const twin = a.clone();
    want(twin);
    const ask = must(await twin.store.wanted(10), 'a record');
    twin.write({ rec, f: { title: 'ours' } });
    for (let i = 0; i < count; i++) a.write({ rec, f: { dates: `193${i}` } });
    await a.round();
    const answer = await wire.records(ask);
    if (!answer.ok) throw new Error(answer.code);
    const before = twin.state(rec);
    expect(await twin.store.takeRecords({ ask, answer: answer.value })).toEqual({ settled: 0 });
    expect(twin.state(rec)).toEqual(before);
    await twin.round();
    expect(twin.state(rec)?.f['title']?.heads.map(({ v }) => v)).toEqual(['ours']);
    expect(twin.state(rec)).toEqual(world.server.state(rec));
  });

  test.each([true, false])(
    'is asked for anew when the log is another one (new epoch: %s)',
    async (newEpoch) => {
      const image = world.server.db.copy();
      a.write({ rec, f: { title: 'two' } });
      await a.round();
      await b.round();
      want(b);
      world.server.restore(image, newEpoch);
      wire = world.server.service().as({ device: b.device, person: ARCHIVE });
      const ask = must(await b.store.wanted(10), 'a record');
      expect(await wire.records(ask)).toMatchObject({ code: newEpoch ? 'EPOCH_CHANGED' : 'CURSOR_AHEAD' });
      for (const station of [b, a, b]) await station.round();
      expect(b.rows.isWanted(rec)).toBe(false);
      expect(b.state(rec)).toEqual(world.server.state(rec));
    },
  );

  test('of a log that is no more keeps its floor, whatever number the next log passes, until it came anew', () => {
    const vector = { [a.replica()]: 9 };
    const desk = createDesk(b.rows, { hash: sha256, now: () => 0 });
    const other = world.ids.uuid();
    b.db.transaction('floors', () => {
      b.rows.saveFloorVector(ARCHIVE, 5, vector);
      b.rows.saveFloor({ rec, epoch: ARCHIVE, asOf: 5, without: [] });
      loosenFloors(desk);
      b.rows.dropFloors(ARCHIVE, 100);
      b.rows.saveFloorVector(ARCHIVE, 5, {});
      b.rows.saveFloor({ rec: other, epoch: ARCHIVE, asOf: 5, without: [] });
      loosenFloors(desk);
      b.rows.dropFloors(ARCHIVE, 100);
    });
    const held = [rec, other].map((id) => {
      const { epoch, asOf } = must(b.rows.floor(id), 'a floor');
      return b.rows.floorVector(epoch, asOf);
    });
    expect(held).toEqual([vector, {}]);
    expect(b.rows.wanted(10)).toEqual([rec, other]);
  });
});

test('what the server has the hash of only is in no state of its', async () => {
  world.server.judgeBy(() => 'TEST');
  const bad = world.ids.uuid();
  const [id] = b.write({ rec: bad, f: { title: 'bad' } });
  await b.round();
  await a.round();
  const fresh = createTestWorld(9);
  fresh.server.recover();
  // The hash gets there before the bytes.
  await a.round(fresh.server.service().as({ device: a.device, person: ARCHIVE }));
  const theirs = fresh.server.service().as({ device: b.device, person: ARCHIVE });
  const answer = await theirs.records({ ids: [bad], cursor: null });
  expect(answer).toMatchObject({ ok: true, value: { puts: [{ state: null, without: [id] }] } });
  await b.round({ ...theirs, push: () => Promise.resolve({ ok: false, code: 'OFFLINE' }) });
  want(b);
  await b.round(theirs);
  expect(b.rows.op(b.replica(), 1)?.status).toBe('withheld');
});

test('thousands of ops of which the server has the hashes come to it over some hellos', async () => {
  world.server.judgeBy(() => 'TEST');
  for (let i = 0; i < 1500; i++) b.write({ rec, f: { [`f${i % 7}`]: 'қ'.repeat(400) } });
  for (const station of [b, a]) await station.round();
  const fresh = createTestWorld(9);
  fresh.server.recover();
  await a.round(fresh.server.service().as({ device: a.device, person: ARCHIVE }));
  expect(await fresh.server.store.read((tx) => tx.lacking(10))).toHaveLength(10);
  const theirs = fresh.server.service().as({ device: b.device, person: ARCHIVE });
  let rounds = 0;
  for (let isLacking = true; isLacking && rounds < 10; rounds++) {
    await b.round(theirs);
    isLacking = (await fresh.server.store.read((tx) => tx.lacking(1))).length > 0;
  }
  expect(rounds).toBeGreaterThan(1);
  expect(rounds).toBeLessThan(5);
});

test('of a transaction whose rest nobody has the bytes of no part is sent; the round goes on, and all of it is told', async () => {
  const own = createTestWorld(3, { historyOps: 12 });
  const [author, other, joined] = [own.station(), own.station(), own.station()];
  const image = own.server.db.copy();
  for (let i = 0; i < 10; i++) author.write({ rec, f: { n: i } });
  author.write(...[0, 1, 2, 3].map((i) => ({ rec, f: { [`f${i}`]: i } })));
  await author.round();
  let pieces = 0;
  const { history } = own.server.service().as({ device: joined.device, person: ARCHIVE });
  const once: Wire['history'] = (ask) =>
    pieces++ === 0 ? history(ask) : Promise.resolve({ ok: false, code: 'OFFLINE' });
  await joined.round({ history: once });
  expect(joined.rows.op(author.replica(), 12)).not.toBeNull();
  own.server.restore(image, false);
  other.write({ rec: own.ids.uuid(), f: { title: 'new' } });
  await other.round();
  const { problem, pulled, facts } = await joined.round();
  expect({ problem, pulled }).toEqual({ problem: null, pulled: 1 });
  expect(facts.stranded).toEqual([{ replica: author.replica(), from: 11, to: 14 }]);
});

describe('history', () => {
  test('of another chain is refused, and what was asked for before is not taken', async () => {
    for (let i = 0; i < 12; i++) a.write({ rec, f: { n: i } });
    await a.round();
    const c = world.station();
    // Joined by a snapshot; the line broke before any history came.
    await c.round({ history: () => Promise.resolve({ ok: false, code: 'OFFLINE' }) });
    const ask = must(await c.store.missingHistory(5), 'history');
    expect(ask).toMatchObject({
      from: 1,
      to: 5,
      end: [13, shortHash(must(a.rows.op(a.replica(), 13), 'an op').hash)],
    });
    expect(await wire.history({ ...ask, end: [13, 'f'.repeat(16)] })).toMatchObject({ code: 'LOG_MISMATCH' });
    const answer = await wire.history(ask);
    if (!answer.ok) throw new Error(answer.code);
    const other = { ask: { ...ask, end: [13, 'f'.repeat(16)] as [number, string] }, answer: answer.value };
    expect(await c.store.takeHistory(other)).toEqual({ ops: 0 });
    expect(await c.store.takeHistory({ ask, answer: answer.value })).toEqual({ ops: 5 });
    expect(await c.store.takeHistory({ ask, answer: answer.value })).toEqual({ ops: 0 });
  });
});
