/** Whose the work of a station is that joined a moment ago: only a hello tells, and one is enough. */
import { beforeEach, expect, test } from 'vitest';
import { createTestWorld, type TestStation, type TestWorld } from '../../../test/fixtures/small-sync.ts';
import { must } from '../../must.ts';
import type { HelloAnswer } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';
import type { RoundDeps, RoundResult } from './round-deps.ts';

let world: TestWorld;
let a: TestStation;
let b: TestStation;
let rec: string;
/** How often each has said hello. */
let hellos: number;
/** What the centre says of itself, changed on its way. */
let told: (hello: HelloAnswer) => HelloAnswer;

beforeEach(async () => {
  world = createTestWorld();
  a = world.station();
  b = world.station();
  rec = world.ids.uuid();
  hellos = 0;
  told = (hello) => hello;
  a.write({ rec, f: { title: 'one' } });
  await a.round();
});

function counted(station: TestStation): Pick<Wire, 'hello'> {
  const wire = world.server.service().as({ device: station.device, person: rec });
  return {
    async hello(ask, signal) {
      hellos++;
      const answer = await wire.hello(ask, signal);
      return answer.ok ? { ...answer, value: told(answer.value) } : answer;
    },
  };
}

/** Goes on from the round before, as the loop does for the next minutes. */
function next(station: TestStation, last: RoundResult, isPoked: boolean): Promise<RoundResult> {
  hellos = 0;
  const fresh: RoundDeps['fresh'] = {
    hello: must(last.hello, 'a hello'),
    head: must(last.head, 'a head'),
    isPoked,
  };
  return station.round(counted(station), fresh);
}

const writersOf = ({ hello }: RoundResult): string[] =>
  must(hello, 'a hello').devices.flatMap(({ replicas }) => replicas);

test('a station that others have not heard of is known to them in the round that brings its first work', async () => {
  const before = await a.round(counted(a));
  b.write({ rec: world.ids.uuid(), f: { title: 'of b' } });
  await b.round();
  expect(writersOf(before)).not.toContain(b.replica());
  const after = await next(a, before, true);
  expect(after).toMatchObject({ pulled: 1, problem: null });
  expect(hellos).toBe(1);
  expect(writersOf(after)).toContain(b.replica());
  b.write({ rec: world.ids.uuid(), f: { title: 'more of b' } });
  await b.round();
  expect(await next(a, after, true)).toMatchObject({ pulled: 1, problem: null });
  expect(hellos).toBe(0);
});

test('a writer that belongs to no device is asked after once', async () => {
  told = (hello) => ({ ...hello, devices: [] });
  let last = await a.round(counted(a));
  b.write({ rec: world.ids.uuid(), f: { title: 'of nobody' } });
  await b.round();
  last = await next(a, last, true);
  expect([hellos, writersOf(last)]).toEqual([1, []]);
  b.write({ rec: world.ids.uuid(), f: { title: 'more of nobody' } });
  await b.round();
  expect(await next(a, last, true)).toMatchObject({ pulled: 1, problem: null });
  expect(hellos).toBe(0);
});

test('who writes here for the first time is no stranger', async () => {
  const before = await b.round(counted(b));
  b.write({ rec: world.ids.uuid(), f: { title: 'of b' } });
  const after = await next(b, before, false);
  expect(after).toMatchObject({ pushed: 1, problem: null });
  expect(await next(b, after, true)).toMatchObject({ problem: null });
  expect(hellos).toBe(0);
});

test('whose work came by disk is known when it has been handed on', async () => {
  const before = await a.round(counted(a));
  b.write({ rec: world.ids.uuid(), f: { title: 'of b' } });
  const { segments, ends } = await b.store.segmentsAfter({
    vector: {},
    limits: { pushOps: 100, pushBytes: 100_000 },
  });
  const seals = ends.map((end) => ({ ...end, device: b.device, signature: b.device }));
  await a.store.takeOps({ segments, seals });
  const after = await next(a, before, false);
  expect(after).toMatchObject({ pushed: 1, problem: null });
  expect(hellos).toBe(1);
  expect(writersOf(after)).toContain(b.replica());
});
