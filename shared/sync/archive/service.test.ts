import { beforeEach, describe, expect, test } from 'vitest';
import { createTestWorld, type TestStation, type TestWorld } from '../../../test/fixtures/small-sync.ts';
import { sha256 } from '../../../node/sha256.ts';
import { must } from '../../must.ts';
import { fromHex, toHex } from '../chain.ts';
import type { Segment } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';
import { judge } from './judge.ts';

let world: TestWorld;
let station: TestStation;
let wire: Wire;
let segment: Segment;

beforeEach(async () => {
  world = createTestWorld();
  station = world.station();
  wire = world.server.service().as({ device: station.device, person: world.ids.uuid() });
  for (let i = 0; i < 4; i++) station.write({ rec: world.ids.uuid(), f: { n: i } });
  const { segments } = await station.store.outgoing({
    underway: {},
    limits: { pushOps: 10, pushBytes: 10_000 },
  });
  segment = must(segments[0], 'a segment');
});

async function push(...segments: Segment[]): Promise<unknown> {
  const answer = await wire.push({ segments });
  return answer.ok ? answer.value.results.map(({ seq, problem }) => [seq, problem]) : answer.code;
}

const part = (from: number, to: number): Segment => ({
  replica: segment.replica,
  after: from,
  prev: from === 0 ? segment.prev : hashAt(from),
  items: segment.items.slice(from, to),
});

function hashAt(seq: number): string {
  let hash = fromHex(segment.prev);
  for (const item of segment.items.slice(0, seq)) hash = sha256(hash, item as string);
  return toHex(hash);
}

describe('a push', () => {
  test('is taken once, in parts, overlapping, and again', async () => {
    expect(await push(part(0, 2))).toEqual([[2, undefined]]);
    expect(await push(part(0, 3))).toEqual([[3, undefined]]);
    expect(await push(part(1, 2))).toEqual([[3, undefined]]);
    expect(await push(part(3, 4), part(0, 4))).toEqual([[4, undefined]]);
    expect(await world.server.store.read((tx) => tx.facts())).toMatchObject({ head: 4 });
  });

  test('that does not follow, or cannot be read, is refused and changes nothing', async () => {
    expect(await push(part(2, 4))).toEqual([[0, 'GAP']]);
    expect(await push({ ...part(0, 2), items: ['{}'] })).toEqual([[0, 'OP_MALFORMED']]);
    expect(await push({ ...part(0, 2), replica: world.station().replica() })).toEqual([[0, 'OP_MALFORMED']]);
    const deep = `{"id":"${segment.replica}:1","x":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(await push({ ...part(0, 1), items: [deep] })).toEqual([[0, 'OP_MALFORMED']]);
    expect(await world.server.store.read((tx) => tx.facts())).toMatchObject({ head: 0 });
  });

  test('of other bytes under the same numbers refuses all that came with it', async () => {
    await push(part(0, 2));
    const other = world.station();
    other.write({ rec: world.ids.uuid(), f: { n: 9 } });
    const { segments } = await other.store.outgoing({
      underway: {},
      limits: { pushOps: 10, pushBytes: 10_000 },
    });
    const twin = { ...part(0, 2), items: [segment.items[0] ?? '', 'x'] };
    expect(await push(twin, must(segments[0], 'a segment'))).toEqual([
      [2, 'REPLICA_FORKED'],
      [0, 'SAY_HELLO'],
    ]);
    expect(await push({ ...part(2, 4), prev: 'ab'.repeat(32) })).toEqual([[2, 'REPLICA_FORKED']]);
    expect(await push(part(2, 3), { ...part(3, 4), prev: 'ab'.repeat(32) })).toEqual([[3, 'REPLICA_FORKED']]);
  });

  test('of a transaction without its end leaves it for the next push', async () => {
    const rec = world.ids.uuid();
    station.write({ rec, f: { a: 1 } }, { rec, f: { b: 2 } });
    const { segments } = await station.store.outgoing({
      underway: {},
      limits: { pushOps: 10, pushBytes: 10_000 },
    });
    segment = must(segments[0], 'a segment');
    expect(await push(part(0, 5))).toEqual([[4, undefined]]);
    expect(await push(part(4, 6))).toEqual([[6, undefined]]);
    expect(await push(part(4, 6))).toEqual([[6, undefined]]);
  });
});

describe('a push of hashes without their bytes', () => {
  const bare = (from: number, to: number): Segment => ({
    ...part(from, to),
    items: Array.from({ length: to - from }, (_, i) => ({ hash: hashAt(from + i + 1) })),
  });
  const seal = (seq: number): NonNullable<Segment['seal']> => {
    const { replica } = segment;
    return { replica, seq, hash: hashAt(seq), device: station.device, signature: station.device };
  };

  test('is taken on the word of the device that wrote them', async () => {
    const carrier = world.server.service().as({ device: world.station().device, person: world.ids.uuid() });
    const carry = async (sent: Segment): Promise<unknown> => {
      const answer = await carrier.push({ segments: [sent] });
      return answer.ok ? answer.value.results.map(({ seq, problem, at }) => [seq, problem, at]) : answer.code;
    };
    expect(await carry(bare(0, 1))).toEqual([[0, 'GAP', 1]]);
    expect(await carry({ ...bare(0, 3), items: [...part(0, 2).items, { hash: hashAt(3) }] })).toEqual([
      [2, 'GAP', 3],
    ]);
    expect(await carry({ ...bare(2, 3), seal: seal(3) })).toEqual([[3, undefined, undefined]]);
    expect(await carry({ ...bare(3, 4), seal: seal(3) })).toEqual([[3, 'GAP', 4]]);
    expect(await push(bare(3, 4))).toEqual([[4, undefined]]);
  });
});

describe('a pull', () => {
  test('with a cursor of another life, beyond the end, or of another log, asks for hello', async () => {
    await push(part(0, 4));
    const page = await wire.pull({ cursor: null, limit: 2, mine: [] });
    const cursor = must(page.ok ? page.value.cursor : null, 'a cursor');
    const ask = async (other: Partial<typeof cursor>): Promise<unknown> => {
      const answer = await wire.pull({ cursor: { ...cursor, ...other }, limit: 2, mine: [] });
      return answer.ok ? answer.value.entries.length : answer.code;
    };
    expect(await ask({})).toBe(2);
    expect(await ask({ epoch: world.ids.uuid() })).toBe('EPOCH_CHANGED');
    expect(await ask({ srv: 9 })).toBe('CURSOR_AHEAD');
    expect(await ask({ hash: '0'.repeat(16) })).toBe('LOG_MISMATCH');
  });
});

describe('judging', () => {
  const membership = {
    people: [],
    bundleKeys: [],
    serverKey: '',
    grants: ['*'],
    devices: [
      { id: 'a', name: 'a', key: 'a', revoked: false },
      { id: 'b', name: 'b', key: 'b', revoked: true },
    ],
    closedPeople: [],
    isRecovering: false,
  };
  const caller = { device: 'a', person: 'p' };

  test('keeps back what no known device stands for, unless a backup is being recovered from', () => {
    expect(judge({ ops: [], caller, author: 'a' }, membership)).toBeNull();
    expect(judge({ ops: [], caller, author: 'b' }, membership)).toBe('DEVICE_REVOKED');
    expect(judge({ ops: [], caller, author: null }, membership)).toBe('UNSEALED');
    expect(judge({ ops: [], caller, author: null }, { ...membership, isRecovering: true })).toBeNull();
  });

  test('believes the founder about others, but not when it is revoked: its disks may still come', () => {
    const by = (device: string): string | null =>
      judge({ ops: [], caller: { ...caller, device }, author: null }, { ...membership, founder: device });
    expect(by('a')).toBeNull();
    expect(by('b')).toBe('UNSEALED');
  });
});
